import { useLanguage } from "../app/language.tsx";
import { indexOf, type MeasureView } from "./cut-place.ts";

/** For every cut, how many are rightly answered for how many wrongly; the dot is the cut chosen. */
export function RocChart({ view: { measure, points, auroc }, cut }: { view: MeasureView; cut: number }) {
  const { t, format } = useLanguage();
  const name = t.studio.names[measure] ?? measure;
  const x = (falseAnswer: number) => 4 + 112 * falseAnswer;
  const y = (falseRefusal: number) => 4 + 112 * falseRefusal;
  const chosen = points[indexOf(points, cut)];
  const dot = chosen ? { x: x(chosen.falseAnswer.rate), y: y(chosen.falseRefusal.rate) } : { x: x(0), y: y(1) };
  const line = points.map((point) => `${x(point.falseAnswer.rate)},${y(point.falseRefusal.rate)}`);
  return (
    <figure className="roc">
      <svg viewBox="0 0 120 120" role="img" aria-label={t.studio.chart.roc(name)}>
        <rect className="roc-frame" x={4} y={4} width={112} height={112} />
        <line className="roc-coin" x1={4} y1={116} x2={116} y2={4} />
        <polyline className="roc-line" points={[`${x(1)},${y(0)}`, ...line, `${x(0)},${y(1)}`].join(" ")} />
        <circle className="roc-dot" cx={dot.x} cy={dot.y} r={3.5} />
      </svg>
      <figcaption className="figures">
        {t.studio.chart.auroc(format.score(auroc.rate), format.score(auroc.low), format.score(auroc.high))}
        <span className="quiet">{t.studio.chart.aurocMeaning}</span>
        <span className="quiet">↑ {t.studio.chart.yAxis}</span>
        <span className="quiet">→ {t.studio.chart.xAxis}</span>
      </figcaption>
    </figure>
  );
}

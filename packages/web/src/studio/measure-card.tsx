import { useLanguage } from "../app/language.tsx";
import { CutHandle } from "./cut-handle.tsx";
import { cutAt, indexOf, moved, never, type MeasureView, type Place } from "./cut-place.ts";
import { DistributionChart } from "./distribution-chart.tsx";
import { perHundred } from "./per-hundred.ts";
import { RocChart } from "./roc-chart.tsx";

interface MeasureCardProps {
  view: MeasureView;
  place: Place;
  onPlace: (place: Place) => void;
}

/** One measure: how the two kinds of questions lie on it, what it tells apart, and its cuts, which can be moved. */
export function MeasureCard({ view, place, onPlace }: MeasureCardProps) {
  const { t, format } = useLanguage();
  const { measure, points, decides } = view;
  const name = t.studio.names[measure] ?? measure;
  const ends = decides ? (["hard", "soft"] as const) : (["hard"] as const);
  const said = (index: number) => {
    const point = points[index];
    if (!point) return t.studio.cuts.never;
    return t.studio.cuts.value(
      format.score(point.cut),
      perHundred(point.falseAnswer.rate),
      perHundred(point.falseRefusal.rate),
    );
  };
  return (
    <section className="measure-card" aria-label={name}>
      <h3>{name}</h3>
      <div className="measure-body">
        <div>
          <DistributionChart view={view}>
            {ends.map((end) => {
              const index = indexOf(points, place[end]);
              const label = decides ? t.studio.cuts[end] : t.studio.cuts.look;
              return (
                <CutHandle
                  key={end}
                  look={end}
                  index={index}
                  last={points.length}
                  label={t.studio.cuts.handle(label, name)}
                  valueText={said(index)}
                  onMove={(to) => onPlace(moved(place, end, cutAt(points, to)))}
                />
              );
            })}
          </DistributionChart>
          <CutValues view={view} place={place} />
        </div>
        <RocChart view={view} cut={place.hard} />
      </div>
    </section>
  );
}

function CutValues({ view: { points, decides, verdict }, place }: Pick<MeasureCardProps, "view" | "place">) {
  const { t, format } = useLanguage();
  const value = (cut: number) => (cut === never ? t.studio.cuts.never : format.score(cut));
  const point = points[indexOf(points, place.hard)];
  return (
    <div className="cut-values">
      {decides && (
        <p className="figures">
          {(["hard", "soft"] as const).map((end) => (
            <span key={end} className={`cut-value ${end}`}>
              <span className="quiet">{t.studio.cuts[end]}</span> {value(place[end])}
            </span>
          ))}
        </p>
      )}
      {point && place.hard !== never && (
        <p className="quiet figures">
          {decides ? t.studio.cuts.atHard : t.studio.cuts.atLook}
          {t.studio.cuts.rates(
            perHundred(point.falseAnswer.rate),
            perHundred(point.falseAnswer.low),
            perHundred(point.falseAnswer.high),
            perHundred(point.falseRefusal.rate),
            perHundred(point.falseRefusal.low),
            perHundred(point.falseRefusal.high),
          )}
        </p>
      )}
      {decides && verdict === "not_separable" && <p className="cut-note">{t.studio.cuts.notUsed}</p>}
      {decides && verdict === "too_few" && <p className="quiet">{t.studio.cuts.fewValues}</p>}
    </div>
  );
}

import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { costText } from "../usage/cost-text.ts";
import { durationText, type Sums } from "./health-view.ts";

/** The whole period in a few numbers. */
export function HealthFigures({ total }: { total: Sums }) {
  const { t, format } = useLanguage();
  const { figures } = t.health;
  const n = format.number;
  const { asked, tiers, stopped, failed, thumbs, first, whole, costs } = total;
  const answered = tiers.answer + tiers.hedged;
  const thumbed = thumbs.up + thumbs.down;
  return (
    <section className="card">
      <dl className="health-figures figures">
        <Figure name={figures.asked} value={n(asked)}>
          {figures.answered(format.percent(answered / asked))}
        </Figure>
        <Figure name={figures.answer} value={n(tiers.answer)}>
          {figures.hedged(n(tiers.hedged))}
        </Figure>
        <Figure name={figures.refused} value={n(tiers.refused + tiers.candidates)}>
          {figures.refusedParts(n(tiers.refused), n(tiers.candidates))}
          {stopped + failed > 0 && <span>{figures.broken(n(stopped), n(failed))}</span>}
        </Figure>
        <Figure name={figures.thumbs} value={thumbed > 0 ? format.percent(thumbs.up / thumbed) : "–"}>
          {figures.thumbsText(n(thumbs.up), n(thumbs.down))}
        </Figure>
        {first && (
          <Figure name={figures.first} value={durationText(t, format, first.half)}>
            {figures.most(durationText(t, format, first.most))}
          </Figure>
        )}
        {whole && (
          <Figure name={figures.whole} value={durationText(t, format, whole.half)}>
            {figures.most(durationText(t, format, whole.most))}
          </Figure>
        )}
        {costs && <Cost costs={costs} />}
      </dl>
    </section>
  );
}

function Cost({ costs }: { costs: Readonly<Record<string, number>> }) {
  const { t, format } = useLanguage();
  const { cost, noCost, noCostText } = t.health.figures;
  const priced = Object.keys(costs).length > 0;
  return (
    <Figure name={cost} value={priced ? costText(format, costs) : noCost}>
      {!priced && noCostText}
    </Figure>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className="quiet">{children}</span>
      </dd>
    </div>
  );
}

import { Button } from "antd";
import { useLanguage } from "../../app/language.tsx";
import type { ExampleChanges } from "../use-example-changes.ts";
import { ExampleActions } from "./example-actions.tsx";
import type { Report } from "./report.ts";
import { useMore } from "./use-more.ts";

interface ContradictionsProps {
  report: Report;
  /** Ids of the intents by name. */
  ids: ReadonlyMap<string, string>;
  changes: ExampleChanges;
}

/** Sentences that are nearly the same and teach different intents, settled where they stand. */
export function Contradictions({ report: { contradictions }, ids, changes }: ContradictionsProps) {
  const { t, format } = useLanguage();
  const { shown, more, showMore } = useMore(contradictions, 10);
  return (
    <section className="card" aria-labelledby="contradictions">
      <div className="card-head">
        <h2 id="contradictions" tabIndex={-1}>
          {t.intents.lab.contradictions}
        </h2>
        <p>{contradictions.length > 0 ? t.intents.lab.contradictionsLead : t.intents.lab.noContradictions}</p>
      </div>
      <ul className="contradictions" aria-label={t.intents.lab.contradictions}>
        {shown.map(({ similarity, first, second }) => (
          <li key={`${first.id} ${second.id}`}>
            <span className="quiet figures">{t.intents.lab.alike(format.percent(similarity))}</span>
            {[
              { own: first, other: second },
              { own: second, other: first },
            ].map(({ own, other }) => (
              <div key={own.id} className="contradicting">
                <span>
                  <span className="quiet">{own.intent}</span>
                  <br />
                  {own.text}
                </span>
                <ExampleActions example={own} moveTo={other.intent} ids={ids} changes={changes} />
              </div>
            ))}
          </li>
        ))}
      </ul>
      {more > 0 && <Button onClick={showMore}>{t.intents.lab.showMore(format.number(more))}</Button>}
    </section>
  );
}

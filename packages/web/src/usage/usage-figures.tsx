import { useLanguage } from "../app/language.tsx";
import { costText } from "./cost-text.ts";
import type { Sums } from "./usage-view.ts";

/** What all calls together took. */
export function UsageFigures({ total }: { total: Sums }) {
  const { t, format } = useLanguage();
  const { figures } = t.usage;
  const n = format.number;
  const priced = Object.keys(total.costs).length > 0;
  return (
    <section className="card">
      <dl className="usage-figures figures">
        <div>
          <dt>{figures.cost}</dt>
          <dd>
            <strong>{priced ? costText(format, total.costs) : t.usage.noPrice}</strong>
            {!priced && <span className="quiet">{t.usage.noPriceHelp}</span>}
          </dd>
        </div>
        <div>
          <dt>{figures.tokens}</dt>
          <dd>
            <strong>{n(total.tokens.input + total.tokens.output)}</strong>
            <span className="quiet">{t.usage.tokensOf(n(total.tokens.input), n(total.tokens.output))}</span>
          </dd>
        </div>
        <div>
          <dt>{figures.calls}</dt>
          <dd>
            <strong>{n(total.calls)}</strong>
            <span className="quiet">
              {t.usage.callsOf(n(total.answered), n(total.stopped), n(total.failed))}
              {total.running > 0 && ` · ${t.usage.running(n(total.running))}`}
            </span>
          </dd>
        </div>
      </dl>
      {total.estimated > 0 && <p className="quiet">{t.usage.estimated(n(total.estimated))}</p>}
    </section>
  );
}

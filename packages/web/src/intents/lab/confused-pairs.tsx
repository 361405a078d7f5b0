import { ArrowRightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLanguage } from "../../app/language.tsx";
import { useMore } from "./use-more.ts";
import type { Pair, Report } from "./report.ts";

/** Intents whose examples are taken for those of another one, most first. */
export function ConfusedPairs({ report, onOpen }: { report: Report; onOpen: (pair: Pair) => void }) {
  const { t, format } = useLanguage();
  const { confusions, intents } = report;
  const examples = new Map(intents.map((one) => [one.intent, one.examples]));
  const { shown, more, showMore } = useMore(confusions, 10);
  return (
    <section className="card" aria-labelledby="confused-pairs">
      <div className="card-head">
        <h2 id="confused-pairs" tabIndex={-1}>
          {t.intents.lab.pairs}
        </h2>
        <p>{confusions.length > 0 ? t.intents.lab.pairsLead : t.intents.lab.noPairs}</p>
      </div>
      <ul className="pairs" aria-label={t.intents.lab.pairs}>
        {shown.map(({ intent, takenFor, count }) => (
          <li key={JSON.stringify([intent, takenFor])}>
            <span className="pair">
              <span>{intent}</span>
              <ArrowRightOutlined aria-hidden />
              <span>{takenFor}</span>
            </span>
            <span className="figures quiet">
              {t.intents.lab.pairCount(format.number(count), format.number(examples.get(intent) ?? count))}
            </span>
            <Button
              size="small"
              aria-label={`${t.intents.lab.sentences}: ${t.intents.lab.pair(intent, takenFor)}`}
              onClick={() => onOpen({ intent, takenFor })}
            >
              {t.intents.lab.sentences}
            </Button>
          </li>
        ))}
      </ul>
      {more > 0 && <Button onClick={showMore}>{t.intents.lab.showMore(format.number(more))}</Button>}
    </section>
  );
}

import { WarningOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../../app/language.tsx";
import type { Report } from "./report.ts";
import { useMore } from "./use-more.ts";

/** Intents that should be taught more, and why. */
export function WeakIntents({ report: { intents }, ids }: { report: Report; ids: ReadonlyMap<string, string> }) {
  const { t, format } = useLanguage();
  const weak = intents.filter(({ needs }) => needs !== null);
  const { shown, more, showMore } = useMore(weak, 10);
  return (
    <section className="card" aria-labelledby="weak-intents">
      <div className="card-head">
        <h2 id="weak-intents" tabIndex={-1}>
          {t.intents.lab.needs}
        </h2>
        <p>{weak.length > 0 ? t.intents.lab.needsLead : t.intents.lab.noNeeds}</p>
      </div>
      <ul className="weak-intents" aria-label={t.intents.lab.needs}>
        {shown.map(({ intent, examples, recall, needs }) => {
          const intentId = ids.get(intent);
          return (
            <li key={intent}>
              {intentId === undefined ? (
                <span>{intent}</span>
              ) : (
                <Link to="/tune/intents/$intentId" params={{ intentId }}>
                  {intent}
                </Link>
              )}
              <span className="warned">
                <WarningOutlined aria-hidden />{" "}
                {needs === "more" ? t.intents.lab.needsMore : t.intents.lab.needsClearer}
              </span>
              <span className="figures quiet">{t.intents.list.examples(format.number(examples))}</span>
              <span className="figures quiet">{t.intents.lab.recall(format.percent(recall))}</span>
            </li>
          );
        })}
      </ul>
      {more > 0 && <Button onClick={showMore}>{t.intents.lab.showMore(format.number(more))}</Button>}
    </section>
  );
}

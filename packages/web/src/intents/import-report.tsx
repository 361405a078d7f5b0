import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";

export type Imported = Outputs["example"]["import"] & { file: string };

const shownMax = 20;
const intentsShownMax = 30;

/** What came in from a file, and what did not and why. */
export function ImportReport({ imported, onClose }: { imported: Imported; onClose: () => void }) {
  const { t, format } = useLanguage();
  const { file, added, already, intents, refused } = imported;
  const more = refused.length - shownMax;
  const some = added > 0 || intents.length > 0;
  return (
    <Alert
      className="import-report"
      type={refused.length === 0 ? "success" : some ? "warning" : "error"}
      showIcon
      role="status"
      title={`${added > 0 ? t.intents.report.done(format.number(added)) : t.intents.report.nothing} · ${file}`}
      closable={{ onClose, "aria-label": t.common.close }}
      description={
        <>
          {already > 0 && <p>{t.intents.report.already(format.number(already))}</p>}
          {intents.length > 0 && <NewIntents names={intents} />}
          {refused.length > 0 && (
            <>
              <p>{t.intents.report.refused(format.number(refused.length))}</p>
              <ul>
                {refused.slice(0, shownMax).map(({ line, problem, found = "" }) => (
                  <li key={`${line} ${problem}`}>
                    {t.intents.report.line(format.number(line))}
                    {t.intents.report.problems[problem](found)}
                  </li>
                ))}
                {more > 0 && <li>{t.intents.report.more(format.number(more))}</li>}
              </ul>
              <p>{t.intents.report.mend}</p>
            </>
          )}
        </>
      }
    />
  );
}

/** Links, so that somebody looks at what each of them does. */
function NewIntents({ names }: { names: string[] }) {
  const { t, format } = useLanguage();
  const all = useQuery(useTRPC().intent.names.queryOptions());
  const ids = new Map((all.data ?? []).map(({ id, name }) => [name, id]));
  const more = names.length - intentsShownMax;
  return (
    <p>
      {t.intents.report.intents}{" "}
      {names.slice(0, intentsShownMax).map((name) => {
        const intentId = ids.get(name);
        return (
          <span key={name} className="new-intent">
            {intentId === undefined ? (
              name
            ) : (
              <Link to="/tune/intents/$intentId" params={{ intentId }}>
                {name}
              </Link>
            )}
          </span>
        );
      })}
      {more > 0 && ` ${t.intents.report.more(format.number(more))}`}
      <br />
      {t.intents.report.check}
    </p>
  );
}

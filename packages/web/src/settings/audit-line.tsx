import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

type Entry = Outputs["audit"]["list"]["entries"][number];

/** One line of the log, in words. */
export function AuditLine({ entry, people }: { entry: Entry; people: Outputs["user"]["list"] }) {
  const { t, format } = useLanguage();
  const words = t.accounts.audit;
  const { action, actorName, keyName, subject, details, at } = entry;
  const [kind = "", verb = ""] = [action.split(".")[0], action.split(".").at(-1)];
  const settings: Record<string, { title: string }> = t.company.names;
  const named = kind === "setting" ? settings[subject ?? ""]?.title : people.find(({ id }) => id === subject)?.name;
  const told = Object.entries(details).map(([name, value]) => `${name}: ${said(value)}`);
  return (
    <li className="audit-line">
      <time className="quiet" dateTime={at}>
        {format.moment(at)}
      </time>
      <span>
        <strong>{actorName}</strong>
        {keyName && <span className="quiet"> {words.byKey(keyName)}</span>}
      </span>
      <span className="audit-what">
        {words.kinds[kind] ?? kind} · {words.verbs[verb] ?? verb}
        {named && ` · ${named}`}
        {told.length > 0 && <span className="quiet"> {told.join(" · ")}</span>}
      </span>
    </li>
  );
}

function said(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

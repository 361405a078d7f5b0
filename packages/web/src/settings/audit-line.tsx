import type { Texts } from "../app/i18n/zh.ts";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

type Entry = Outputs["audit"]["list"]["entries"][number];

/** One line of the log: who did what, in a sentence. */
export function AuditLine({ entry, people }: { entry: Entry; people: Outputs["user"]["list"] }) {
  const { t, format } = useLanguage();
  const words = t.accounts.audit;
  const { action, actorName, keyName, subject, details, at } = entry;
  const [kind = "", verb = ""] = [action.split(".")[0], action.split(".").at(-1)];
  const told = details["name"] ?? people.find(({ id }) => id === subject)?.name;
  const name = typeof told === "string" ? told : "";
  const sentence = t.audit.sentences[action];
  return (
    <li className="audit-line">
      <time className="quiet" dateTime={at}>
        {format.moment(at)}
      </time>
      <span className="audit-what">
        <strong>{actorName || t.companies.person.someone}</strong>{" "}
        {sentence
          ? sentence(action === "setting.change" ? settingName(t, subject ?? "") : name, details)
          : `${words.kinds[kind] ?? t.audit.kinds[kind] ?? kind} · ${words.verbs[verb] ?? verb}`}
        {keyName && <span className="quiet"> {words.byKey(keyName)}</span>}
      </span>
    </li>
  );
}

function settingName(t: Texts, key: string): string {
  const names: Record<string, { title: string } | undefined> = t.company.names;
  const title = names[key]?.title ?? key;
  return key in t.company.retention.due ? t.company.retention.settingOf(title) : title;
}

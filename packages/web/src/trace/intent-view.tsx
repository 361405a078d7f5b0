import type { TraceIntent } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";

/** What kind of question it was taken for, and the examples that decided it. */
export function IntentView({ intent, examples }: { intent: TraceIntent; examples: Readonly<Record<string, string>> }) {
  const { t, format } = useLanguage();
  return (
    <>
      <p>
        <span className="quiet">{t.trace.intent}</span>{" "}
        {intent.name === null ? t.trace.noIntent : t.trace.intentBy[intent.by](intent.name)}
      </p>
      {intent.examples.length > 0 && (
        <ul className="examples figures">
          {intent.examples.map(({ exampleId, intent: name, score }) => (
            <li key={exampleId}>
              <span>{format.score(score)}</span>
              <span className={examples[exampleId] === undefined ? "passage-gone" : undefined}>
                {examples[exampleId] ?? t.trace.exampleGone}
              </span>
              <span className="quiet">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

import type { TracePassages } from "@docent/core/chat/trace-passages";
import { useLanguage } from "../app/language.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { PassageLine } from "./passage-line.tsx";
import type { TraceRead } from "./trace-read.ts";

interface AnswerTextProps {
  answer: TraceRead["answer"];
  passages: TracePassages;
  /** What is said when there is no text. */
  none: string;
}

/** The text of an answer, and the passages that its numbers stand for. */
export function AnswerText({ answer, passages, none }: AnswerTextProps) {
  const { t } = useLanguage();
  if (answer?.text === null) return <p className="quiet">{t.trace.textHidden}</p>;
  if (!answer?.text) return <p className="quiet">{none}</p>;
  const cited = answer.sources.filter((source) => source.cited);
  return (
    <>
      <Markdown text={answer.text} doubted={answer.unsupported} />
      {cited.length > 0 && (
        <ul className="cited" aria-label={t.ask.sources}>
          {cited.map(({ n, chunkId }) => (
            <li key={n}>
              <span className="cited-number">{n}</span>
              <PassageLine chunkId={chunkId} passage={passages[chunkId]} brief />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

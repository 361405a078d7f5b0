import type { TracePassage } from "@docent/core/chat/trace-passages";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { Said } from "../categories/said.tsx";
import { plainText } from "../markdown/plain-text.ts";
import "./passages.css";

/** A passage that a trace names: where it is, how it begins, and the way into its document. */
export function PassageLine({
  chunkId,
  passage,
  brief = false,
}: {
  chunkId: string;
  passage: TracePassage | undefined;
  /** Only where it is. */
  brief?: boolean;
}) {
  const { t } = useLanguage();
  if (!passage || passage.state === "gone") return <span className="passage-gone">{t.trace.passageGone}</span>;
  if (passage.state === "elsewhere") {
    return (
      <span className="passage-line">
        <span>{passage.title}</span>
        <span className="passage-gone">{t.managed.elsewhere}</span>
      </span>
    );
  }
  if (passage.state === "changed") {
    return (
      <span className="passage-line">
        <Link to="/document/$documentId" params={{ documentId: passage.documentId }}>
          {passage.title}
        </Link>
        <span className="passage-gone">{t.trace.passageChanged}</span>
      </span>
    );
  }
  const { documentId, title, headings, page, question, category, metadata, text } = passage;
  const above = headings[0] === title ? headings.slice(1) : headings;
  const place = [...above, ...(page === null ? [] : [t.document.page(String(page))])].join(" › ");
  return (
    <span className="passage-line">
      <Link to="/document/$documentId" params={{ documentId }} search={{ chunk: chunkId, show: "chunks" }}>
        {title}
      </Link>
      {place && <span className="passage-place">{place}</span>}
      {!brief && <Said category={category} metadata={metadata} />}
      {question !== null && <span className="passage-question">{question}</span>}
      {!brief && <span className="passage-text">{plainText(text)}</span>}
    </span>
  );
}

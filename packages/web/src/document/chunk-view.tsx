import { useEffect, useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { ChunkTags } from "./chunk-tags.tsx";
import { markQuote } from "./mark-quote.ts";

type Chunk = Omit<Outputs["document"]["chunks"]["items"][number], "id">;

interface ChunkViewProps {
  chunk: Chunk;
  before: Chunk | undefined;
  highlighted: boolean;
  /** The words of it that were cited. */
  quote: string | undefined;
}

/** One passage, under its headings where these are new. */
export function ChunkView({ chunk, before, highlighted, quote }: ChunkViewProps) {
  const { t, format } = useLanguage();
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!highlighted || !element) return;
    element.focus({ preventScroll: true });
    return quote ? markQuote(element, quote) : undefined;
  }, [highlighted, quote]);
  const headings = chunk.headings.join(" › ");
  // a passage that begins with its own heading needs no second one
  const newHeadings = headings !== "" && !chunk.text.startsWith("#") && headings !== before?.headings.join(" › ");
  const newPage = chunk.page !== null && chunk.page !== before?.page;
  return (
    <article
      ref={place}
      tabIndex={-1}
      className={highlighted ? "chunk highlighted" : "chunk"}
      aria-label={highlighted ? t.document.cited : undefined}
    >
      {(newHeadings || newPage || highlighted || chunk.off) && (
        <header className="chunk-head">
          <span>{newHeadings || highlighted ? headings : ""}</span>
          {highlighted && <span className="chunk-mark">{t.document.cited}</span>}
          {chunk.off && <span className="chunk-off">{t.chunks.off}</span>}
          {chunk.page !== null && <span className="figures">{t.document.page(format.number(chunk.page))}</span>}
        </header>
      )}
      {chunk.kind === "question" && chunk.question && <h2 className="chunk-question">{chunk.question}</h2>}
      {chunk.metadata && <ChunkTags metadata={chunk.metadata} />}
      <Markdown text={chunk.text} />
    </article>
  );
}

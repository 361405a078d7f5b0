import { FileTextOutlined } from "@ant-design/icons";
import type { Source } from "@docent/core/chat/citation";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import { Said } from "../categories/said.tsx";
import { plainText } from "../markdown/plain-text.ts";

/** A passage under an answer. It is one link: to the passage in its document, or to where it is elsewhere, if that is an address. */
export function SourceCard({
  source,
  focused,
  numbered = false,
}: {
  source: Source;
  focused: boolean;
  numbered?: boolean;
}) {
  const { t } = useLanguage();
  const card = useRef<HTMLAnchorElement & HTMLDivElement>(null);
  useEffect(() => {
    if (!focused) return;
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  const quote = useMemo(() => plainText(source.quote), [source.quote]);
  const headings = source.headings[0] === source.title ? source.headings.slice(1) : source.headings;
  const page = source.page === null ? [] : [t.document.page(String(source.page))];
  const place = source.location ?? [...headings, ...page].join(" › ");
  const className = focused ? "source focused" : "source";
  const content = (
    <>
      <span className="source-title">
        {numbered ? <span className="source-number">{source.n}</span> : <FileTextOutlined aria-hidden />}
        <strong>{source.title}</strong>
      </span>
      {place && <span className="source-place">{place}</span>}
      <Said category={source.category} metadata={source.metadata} />
      <span className="source-quote">{quote}</span>
    </>
  );
  if (source.location === undefined) {
    return (
      <Link
        ref={card}
        to="/document/$documentId"
        params={{ documentId: source.documentId }}
        search={{ chunk: source.chunkId }}
        state={(held) => ({ ...held, quote })}
        className={className}
      >
        {content}
      </Link>
    );
  }
  if (/^https?:\/\//.test(source.location)) {
    return (
      <a ref={card} href={source.location} target="_blank" rel="noreferrer" className={className}>
        {content}
      </a>
    );
  }
  return (
    <div ref={card} tabIndex={-1} className={className}>
      {content}
    </div>
  );
}

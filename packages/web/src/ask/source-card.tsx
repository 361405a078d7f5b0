import { FileTextOutlined } from "@ant-design/icons";
import type { Source } from "@docent/core/chat/citation";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import { Said } from "../categories/said.tsx";
import { plainText } from "../markdown/plain-text.ts";

/** A passage under an answer. It is one link: to the passage in its document. */
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
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!focused) return;
    link.current?.focus({ preventScroll: true });
    link.current?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  const quote = useMemo(() => plainText(source.quote), [source.quote]);
  const headings = source.headings[0] === source.title ? source.headings.slice(1) : source.headings;
  const place = [...headings, ...(source.page === null ? [] : [t.document.page(String(source.page))])].join(" › ");
  return (
    <Link
      ref={link}
      to="/document/$documentId"
      params={{ documentId: source.documentId }}
      search={{ chunk: source.chunkId }}
      state={(held) => ({ ...held, quote })}
      className={focused ? "source focused" : "source"}
    >
      <span className="source-title">
        {numbered ? <span className="source-number">{source.n}</span> : <FileTextOutlined aria-hidden />}
        <strong>{source.title}</strong>
      </span>
      {place && <span className="source-place">{place}</span>}
      <Said category={source.category} metadata={source.metadata} />
      <span className="source-quote">{quote}</span>
    </Link>
  );
}

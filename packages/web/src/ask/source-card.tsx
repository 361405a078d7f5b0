import { FileTextOutlined } from "@ant-design/icons";
import type { Source } from "@docent/core/chat/citation";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useLanguage } from "../app/language.tsx";

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
  const place = [...source.headings, ...(source.page === null ? [] : [t.document.page(String(source.page))])].join(
    " › ",
  );
  return (
    <Link
      ref={link}
      to="/document/$documentId"
      params={{ documentId: source.documentId }}
      search={{ chunk: source.chunkId }}
      className={focused ? "source focused" : "source"}
    >
      <span className="source-title">
        {numbered ? <span className="source-number">{source.n}</span> : <FileTextOutlined aria-hidden />}
        <strong>{source.title}</strong>
      </span>
      {place && <span className="source-place">{place}</span>}
      <span className="source-quote">{source.quote}</span>
    </Link>
  );
}

import { useMemo } from "react";
import { diff } from "./diff.ts";
import "./diff.css";

/** A text with what was taken out and put in. */
export function DiffText({ before, after, inline = false }: { before: string; after: string; inline?: boolean }) {
  const changes = useMemo(() => diff(before, after), [before, after]);
  const parts = changes.map(({ type, text }, at) => {
    if (type === "removed") return <del key={at}>{text}</del>;
    if (type === "added") return <ins key={at}>{text}</ins>;
    return <span key={at}>{text}</span>;
  });
  return inline ? <span className="diff">{parts}</span> : <div className="diff diff-text">{parts}</div>;
}

import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { fileReason, type FileInfo } from "./import-text.ts";

/** What a file is called, where its document is, and why there is none. */
export function FileName({ file }: { file: FileInfo }) {
  const { t } = useLanguage();
  const { state, name, title, documentId } = file;
  const shown = state === "removed" ? t.imports.removedName : name || t.imports.unnamed;
  const bad = state === "failed" || state === "refused";
  return (
    <div className="document-cell">
      {documentId ? (
        <Link to="/document/$documentId" params={{ documentId }}>
          {title ?? shown}
        </Link>
      ) : (
        <span className={state === "removed" ? "quiet" : undefined}>{shown}</span>
      )}
      {documentId && title !== name && <span className="document-name">{name}</span>}
      {bad && (
        <span className="document-problem" title={file.error ?? undefined}>
          {fileReason(t, file)}
        </span>
      )}
    </div>
  );
}

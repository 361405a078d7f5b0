import { Link } from "@tanstack/react-router";
import { Checkbox } from "antd";
import { useLanguage } from "../app/language.tsx";
import { CategoryTag } from "../categories/said.tsx";
import { RestrictedMark } from "../sharing/restricted-mark.tsx";
import { DocumentProblem, DocumentState, type DocumentInfo } from "./document-state.tsx";

interface DocumentCardsProps {
  items: DocumentInfo[];
  selected: readonly string[];
  now: number;
  /** Absent for those who may not change the documents. */
  onSelect?: (ids: string[]) => void;
}

/** The table on a phone. */
export function DocumentCards({ items, selected, now, onSelect }: DocumentCardsProps) {
  const { t, format } = useLanguage();
  return (
    <ul className="document-cards">
      {items.map((document) => (
        <li key={document.id}>
          {onSelect && (
            <Checkbox
              checked={selected.includes(document.id)}
              aria-label={t.library.select(document.title)}
              onChange={({ target }) =>
                onSelect(target.checked ? [...selected, document.id] : selected.filter((id) => id !== document.id))
              }
            />
          )}
          <div className="document-cell">
            <Link to="/document/$documentId" params={{ documentId: document.id }}>
              {document.title}
            </Link>
            {document.category && <CategoryTag name={document.category.name} />}
            {document.restricted && <RestrictedMark />}
            <DocumentProblem document={document} />
            <span className="document-facts figures">
              <DocumentState document={document} />
              <span>{t.library.chunkCount(format.number(document.chunks), document.chunks)}</span>
              <span>{format.bytes(document.bytes)}</span>
              <span>{format.ago(document.updatedAt, now)}</span>
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

import type { Trace } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";
import { FilterNote } from "../categories/filter-note.tsx";
import { codeText } from "./code-text.ts";

interface SearchedProps {
  trace: Trace;
  /** Those of the libraries searched that the reader may read. */
  libraries: readonly { id: string; name: string }[];
}

/** Where was looked, with which index and in which other words, and what was missing. */
export function Searched({ trace, libraries }: SearchedProps) {
  const { t } = useLanguage();
  const { libraryIds, generation, wordings = [], degraded } = trace;
  const shown = libraries.filter(({ id }) => libraryIds.includes(id));
  const others = libraryIds.length - shown.length;
  const names = shown.map(({ name }) => name);
  if (others > 0) names.push(t.trace.otherLibraries(others));
  return (
    <div className="searched">
      {degraded !== undefined && <p className="trace-problem">{codeText(t, degraded)}</p>}
      {names.length > 0 && <p className="quiet">{t.trace.searchedIn(names, generation)}</p>}
      {trace.filter && (
        <p>
          <FilterNote filter={trace.filter} />
        </p>
      )}
      {wordings.map(({ kind, terms }) => (
        <p key={`${kind} ${terms.join(" ")}`} className="quiet">
          {(t.trace.wordings[kind] ?? t.trace.wordings.other)(terms.join(" "))}
        </p>
      ))}
    </div>
  );
}

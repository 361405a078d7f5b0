import { createContext, use, useMemo, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";

interface Citations {
  known: ReadonlySet<number>;
  open: (n: number, button: HTMLElement) => void;
}

const CitationContext = createContext<Citations | null>(null);

/** Inside it, `[n]` is a button for every number that stands in `known`. */
export function CitationProvider({
  known,
  onOpen,
  children,
}: {
  known: ReadonlySet<number>;
  onOpen: (n: number, button: HTMLElement) => void;
  children: ReactNode;
}) {
  const value = useMemo(() => ({ known, open: onOpen }), [known, onOpen]);
  return <CitationContext value={value}>{children}</CitationContext>;
}

/** A number that no source has stays as it was written. */
export function Citation({ n }: { n: number }) {
  const citations = use(CitationContext);
  const { t } = useLanguage();
  if (!citations?.known.has(n)) return `[${n}]`;
  return (
    <button
      type="button"
      className="citation"
      aria-label={t.ask.citation(n)}
      onClick={(event) => citations.open(n, event.currentTarget)}
    >
      {n}
    </button>
  );
}

import { useLanguage } from "../app/language.tsx";
import type { Sync } from "./source-text.ts";

const kinds = ["added", "changed", "unchanged", "removed", "failed"] as const;

/** What came of a run, without what did not happen. */
export function Counts({ sync }: { sync: Sync }) {
  const { t, format } = useLanguage();
  const happened = kinds.filter((kind) => sync[kind] > 0);
  return (
    <span className="source-counts figures">
      {happened.map((kind) => (
        <span key={kind} className={kind === "failed" ? "source-failed" : undefined}>
          {t.sources.counts[kind](format.number(sync[kind]))}
        </span>
      ))}
    </span>
  );
}

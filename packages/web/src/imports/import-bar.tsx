import { useLanguage } from "../app/language.tsx";
import { failed, missing, type ImportInfo } from "./import-text.ts";

/** How much of an import is searchable, failed, and still to come. */
export function ImportBar({ info }: { info: ImportInfo }) {
  const { t, format } = useLanguage();
  const { counts, received } = info;
  const all = received + missing(info);
  const bad = failed(info);
  const good = received - bad - counts.underway;
  const share = (files: number) => ({ width: `${all ? (100 * files) / all : 0}%` });
  return (
    <div
      className="import-bar"
      role="progressbar"
      aria-label={t.imports.progress(format.number(good + bad), format.number(all))}
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={good + bad}
    >
      <span className="import-bar-good" style={share(good)} />
      <span className="import-bar-bad" style={share(bad)} />
    </div>
  );
}

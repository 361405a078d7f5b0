import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { ImportActions } from "./import-actions.tsx";
import { ImportBar } from "./import-bar.tsx";
import { ImportState } from "./import-state.tsx";
import { countTexts, nameOf, type ImportInfo } from "./import-text.ts";

/** One import: what it is, how far it is, and what can be done with it. */
export function ImportCard({ info, now }: { info: ImportInfo; now: number }) {
  const { t } = useLanguage();
  return (
    <li className="import">
      <div className="import-head">
        <div className="import-title">
          <h2>
            <Link
              to="/library/$libraryId"
              params={{ libraryId: info.libraryId }}
              search={{ show: "imports", batch: info.id }}
            >
              {nameOf(info, t)}
            </Link>
          </h2>
          <ImportFacts info={info} now={now} />
        </div>
        <ImportActions info={info} />
      </div>
      <ImportProgress info={info} />
    </li>
  );
}

/** What kind it is, when it began and by whom. */
export function ImportFacts({ info, now }: { info: ImportInfo; now: number }) {
  const { t, format } = useLanguage();
  const files = info.expected ?? info.received;
  const facts = [
    t.imports.kinds[info.kind],
    t.imports.fileCount(format.number(files), files),
    format.ago(info.createdAt, now),
    ...(info.createdBy ? [t.imports.by(info.createdBy)] : []),
  ];
  return <p className="quiet">{facts.join(" · ")}</p>;
}

/** The bar, the counts, and while it goes on its rate and the time left. */
export function ImportProgress({ info }: { info: ImportInfo }) {
  const { t, format } = useLanguage();
  const pace = [
    ...(info.perMinute === null ? [] : [t.imports.rate(format.number(info.perMinute))]),
    ...(info.secondsLeft ? [t.models.change.left(info.secondsLeft)] : []),
  ];
  return (
    <div className="import-progress">
      <ImportBar info={info} />
      <div className="import-counts figures">
        <ImportState info={info} />
        {countTexts(info, t, format).map(({ key, text, bad }) => (
          <span key={key} className={bad ? "import-bad" : "quiet"}>
            {text}
          </span>
        ))}
        {pace.length > 0 && <span className="quiet import-pace">{pace.join(" · ")}</span>}
      </div>
    </div>
  );
}

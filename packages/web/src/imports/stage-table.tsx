import { useLanguage } from "../app/language.tsx";
import { nameOfFile, reasonText, type FileInfo } from "./import-text.ts";

/** What happened to a file at each stage. */
export function StageTable({ file }: { file: FileInfo }) {
  const { t, format } = useLanguage();
  const texts = t.imports.stage;
  return (
    <table className="stage-table figures" aria-label={t.imports.details(nameOfFile(file, t))}>
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.outcome}</th>
          <th scope="col">{texts.attempts}</th>
          <th scope="col">{texts.count}</th>
          <th scope="col">{texts.milliseconds}</th>
        </tr>
      </thead>
      <tbody>
        {file.stages.map(({ stage, outcome, errorCode, attempts, count, milliseconds }) => (
          <tr key={stage}>
            <th scope="row">{t.document.stages[stage]}</th>
            <td className={outcome === "failed" ? "import-bad" : undefined}>
              {outcome === "failed"
                ? `${texts.failed}: ${errorCode ? reasonText(t, errorCode) : t.imports.reasons.unknown}`
                : texts[outcome ?? "open"]}
            </td>
            <td>{format.number(attempts)}</td>
            <td>{count === null ? "–" : t.imports.amounts[stage](format.number(count))}</td>
            <td>{milliseconds === null ? "–" : format.number(milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

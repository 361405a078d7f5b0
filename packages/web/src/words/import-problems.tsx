import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { wordProblem } from "./word-problem.ts";

const shownMax = 20;

/** Lines of a file that could not be taken, each with what to do. */
export function ImportProblems({
  problems,
  onClose,
}: {
  problems: Outputs["synonym"]["import"]["problems"];
  onClose: () => void;
}) {
  const { t, format } = useLanguage();
  const more = problems.length - shownMax;
  return (
    <Alert
      type="error"
      showIcon
      className="import-problems"
      title={t.words.importFailed}
      closable={{ onClose, "aria-label": t.common.close }}
      description={
        <ul>
          {problems.slice(0, shownMax).map(({ line, problem }) => (
            <li key={line}>
              {t.words.line(format.number(line))} {wordProblem(t, problem)}
            </li>
          ))}
          {more > 0 && <li>{t.words.moreLines(format.number(more))}</li>}
        </ul>
      }
    />
  );
}

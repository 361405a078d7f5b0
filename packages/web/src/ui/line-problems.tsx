import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";

const shownMax = 20;

interface LineProblemsProps {
  problems: readonly { line: number; said: string }[];
  onClose: () => void;
}

/** Lines of a file that could not be taken, each with what to do. */
export function LineProblems({ problems, onClose }: LineProblemsProps) {
  const { t, format } = useLanguage();
  const more = problems.length - shownMax;
  return (
    <Alert
      type="error"
      showIcon
      className="line-problems"
      title={t.common.importFailed}
      closable={{ onClose, "aria-label": t.common.close }}
      description={
        <ul>
          {problems.slice(0, shownMax).map(({ line, said }) => (
            <li key={`${line} ${said}`}>{t.common.atLine(format.number(line), said)}</li>
          ))}
          {more > 0 && <li>{t.common.moreLines(format.number(more))}</li>}
        </ul>
      }
    />
  );
}

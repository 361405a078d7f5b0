import { WarningOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { unplaced } from "../markdown/doubts.ts";
import { plainText } from "../markdown/plain-text.ts";

/** Says under an answer how many of its statements are marked, and repeats those that no mark stands at. */
export function DoubtNote({ text, statements }: { text: string; statements: readonly string[] }) {
  const { t } = useLanguage();
  const elsewhere = unplaced(text, statements);
  if (!statements.length) return null;
  return (
    <div className="turn-note doubt-note">
      <WarningOutlined aria-hidden />
      <div>
        <p>{t.trace.doubt.note(statements.length)}</p>
        {elsewhere.length > 0 && (
          <ul>
            {elsewhere.map((statement) => (
              <li key={statement}>{plainText(statement)}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

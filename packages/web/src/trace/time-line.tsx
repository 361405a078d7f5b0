import { useLanguage } from "../app/language.tsx";
import { timeLine } from "./stages.ts";
import "./measures.css";

/** How long each stage took, one below the other as they happened. */
export function TimeLine({ milliseconds }: { milliseconds: Readonly<Record<string, number>> }) {
  const { t, format } = useLanguage();
  const { bars, totalMs } = timeLine(milliseconds);
  const names: Record<string, string> = t.trace.stages;
  const share = (ms: number) => `${totalMs > 0 ? (100 * ms) / totalMs : 0}%`;
  return (
    <ul className="time-line figures">
      {bars.map(({ stage, startMs, lengthMs, depth }) => (
        <li key={stage} className={depth ? "part" : undefined}>
          <span>{names[stage] ?? stage}</span>
          <span className="time-track" aria-hidden>
            <span style={{ marginInlineStart: share(startMs), width: share(lengthMs) }} />
          </span>
          <span>{t.trace.milliseconds(format.number(lengthMs))}</span>
        </li>
      ))}
      <li className="time-total">
        <span>{t.trace.total}</span>
        <span />
        <span>{t.trace.milliseconds(format.number(totalMs))}</span>
      </li>
    </ul>
  );
}

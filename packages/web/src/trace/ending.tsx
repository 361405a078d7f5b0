import { ExclamationCircleFilled } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { TierTag } from "./tier-tag.tsx";
import type { TraceRead } from "./trace-read.ts";

/** How the answer ended: its tier, or that it failed, was stopped or is still on its way. */
export function Ending({ read: { run, answer, trace } }: { read: TraceRead }) {
  const { t } = useLanguage();
  const degraded: Record<string, string> = t.degraded;
  return (
    <>
      <p className="verdict">
        {answer && run.state === "finished" && <TierTag tier={answer.tier} />}
        <span>{run.state === "finished" ? answer && t.trace.tierText[answer.tier] : t.trace.states[run.state]}</span>
      </p>
      {run.error && (
        <p className="trace-problem">
          <ExclamationCircleFilled aria-hidden /> {problemText(t, run.error)}{" "}
          <span className="quiet">{run.error.code}</span>
        </p>
      )}
      {answer?.degraded && <p className="trace-note">{degraded[answer.degraded] ?? t.ask.degraded}</p>}
      {answer && trace.tier && trace.tier !== answer.tier && <p className="trace-note">{t.trace.modelRefused}</p>}
    </>
  );
}

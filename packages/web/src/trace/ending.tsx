import { ExclamationCircleFilled } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { codeText } from "./code-text.ts";
import { reached } from "./standing.ts";
import { TierTag } from "./tier-tag.tsx";
import type { TraceRead } from "./trace-read.ts";

/** How the answer ended: its tier, or that it failed, was stopped or is still on its way. */
export function Ending({ read: { run, answer, trace } }: { read: TraceRead }) {
  const { t } = useLanguage();
  const finished = run.state === "finished" && answer !== null;
  const modelRefused = finished && answer.tier === "refused" && reached(trace.cuts);
  return (
    <>
      <p className="verdict">
        {finished && <TierTag tier={answer.tier} />}
        <span>
          {!finished ? t.trace.states[run.state] : modelRefused ? t.trace.modelRefused : t.trace.tierText[answer.tier]}
        </span>
      </p>
      {run.error && (
        <p className="trace-problem">
          <ExclamationCircleFilled aria-hidden /> {problemText(t, run.error)}{" "}
          <span className="quiet">{run.error.code}</span>
        </p>
      )}
      {answer?.degraded && answer.degraded !== trace.degraded && (
        <p className="trace-problem">{codeText(t, answer.degraded)}</p>
      )}
    </>
  );
}

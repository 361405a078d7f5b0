import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { Ending } from "./ending.tsx";
import type { TraceRead } from "./trace-read.ts";
import { IntentView } from "./intent-view.tsx";
import { Measures } from "./measures.tsx";
import { ModelCall } from "./model-call.tsx";
import { ModelCalls } from "./model-calls.tsx";
import { RankingList } from "./ranking-list.tsx";
import { RouteLists } from "./route-lists.tsx";
import { RunLabel } from "./run-label.tsx";
import { Searched } from "./searched.tsx";
import { TimeLine } from "./time-line.tsx";
import { Verdict } from "./verdict.tsx";
import "./trace.css";

/** How one answer came about, from the question to the words, as its editor may read it today. `asked`: somebody did. */
export function TraceView({ read, asked = true }: { read: TraceRead; asked?: boolean }) {
  const { t, format } = useLanguage();
  const { trace, passages, written, run, answer } = read;
  const searched = trace.generation !== "";
  const drawn = "drawing" in trace.milliseconds;
  const asks = run.pictures > 0 || (trace.rewritten ?? trace.intent ?? trace.quick) !== undefined;
  return (
    <div className="trace">
      <Part title={t.trace.parts.outcome}>
        <Ending read={read} />
        {answer && run.state === "finished" && (
          <>
            <Verdict tier={answer.tier} trace={trace} passages={passages} />
            {answer.basis && <p>{t.pictures.fromPictures}</p>}
            {asked && !drawn && run.pictures === 0 && <RunLabel runId={run.id} tier={answer.tier} />}
          </>
        )}
      </Part>
      {asks && (
        <Part title={t.trace.parts.question}>
          {run.pictures > 0 && <p>{t.pictures.askedWith(run.pictures)}</p>}
          {trace.rewritten !== undefined && (
            <p>
              <span className="quiet">{run.pictures > 0 ? t.pictures.understood : t.trace.rewritten}</span>{" "}
              {trace.rewritten}
            </p>
          )}
          {trace.quick && <p>{t.trace.quick(format.score(trace.quick.value), format.score(trace.quick.cut))}</p>}
          {trace.intent && <IntentView intent={trace.intent} examples={read.examples} />}
        </Part>
      )}
      {searched && (
        <>
          <Part title={t.trace.parts.measures}>
            <Measures cuts={trace.cuts} />
          </Part>
          <Part title={t.trace.parts.order}>
            <Searched trace={trace} libraries={read.libraries} />
            <RankingList trace={trace} passages={passages} written={written} />
          </Part>
          <Part title={t.trace.parts.routes}>
            <RouteLists trace={trace} passages={passages} written={written} />
          </Part>
        </>
      )}
      <Part title={t.trace.parts.model}>
        <ModelCall trace={trace} wanted={run.settings?.parameters} />
      </Part>
      {trace.calls && trace.calls.length > 0 && (
        <Part title={t.usage.calls.title}>
          <ModelCalls calls={trace.calls} />
        </Part>
      )}
      <Part title={t.trace.parts.time}>
        <TimeLine milliseconds={trace.milliseconds} />
      </Part>
    </div>
  );
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="trace-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

import { ExclamationCircleFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { AnswerText } from "./answer-text.tsx";
import { codeText } from "./code-text.ts";
import { countMoves, movesFrom, sameMeasures } from "./compare.ts";
import { Ending } from "./ending.tsx";
import { Measures } from "./measures.tsx";
import { ModelCall } from "./model-call.tsx";
import { MovesList } from "./moves-list.tsx";
import { ReplaySummary, tierOf } from "./replay-summary.tsx";
import { RouteLists } from "./route-lists.tsx";
import { Searched } from "./searched.tsx";
import { TierTag } from "./tier-tag.tsx";
import { TimeLine } from "./time-line.tsx";
import type { TraceRead } from "./trace-read.ts";
import type { Replayed } from "./use-replay.ts";
import type { Change } from "./replay-view.ts";

interface ReplayCompareProps {
  read: TraceRead;
  replayed: Replayed;
  change: Change;
}

/** What came of the question then and this time, side by side, with what differs marked. */
export function ReplayCompare({ read, replayed, change }: ReplayCompareProps) {
  const { t } = useLanguage();
  const { trace: before, passages: pastPassages } = read;
  const wanted = read.run.settings?.parameters;
  const { trace: after, answer, passages: nowPassages } = replayed;
  const answersDiffer = answer && read.answer ? answer.text !== read.answer.text : undefined;
  const moves = countMoves(before, after);
  return (
    <>
      <ReplaySummary read={read} replayed={replayed} change={change} />
      <Pair
        title={t.trace.parts.outcome}
        differs={tierOf(read) !== tierOf(replayed)}
        past={<Ending read={read} />}
        now={<Outcome replayed={replayed} />}
      />
      <Pair
        title={t.ask.answer}
        differs={answersDiffer}
        past={<AnswerText answer={read.answer} passages={pastPassages} none={t.trace.replay.notAnsweredThen} />}
        now={<AnswerText answer={answer} passages={nowPassages} none={t.trace.replay.notAnswered} />}
      />
      <Pair
        title={t.trace.parts.measures}
        differs={!sameMeasures(before, after)}
        past={<Measures cuts={before.cuts} />}
        now={<Measures cuts={after.cuts} />}
      />
      <Pair
        title={t.trace.parts.order}
        differs={Object.values(moves).some((count) => count > 0)}
        past={
          <>
            <Searched trace={before} libraries={read.libraries} />
            <MovesList side="past" moves={movesFrom(before, after)} passages={pastPassages} />
          </>
        }
        now={
          <>
            <Searched trace={after} libraries={read.libraries} />
            <MovesList side="now" moves={movesFrom(after, before)} passages={nowPassages} />
          </>
        }
      />
      <details className="replay-more">
        <summary>{t.trace.replay.more}</summary>
        <Pair
          title={t.trace.parts.routes}
          past={<RouteLists trace={before} passages={pastPassages} written={read.written} />}
          now={<RouteLists trace={after} passages={nowPassages} written={read.written} />}
        />
        <Pair
          title={t.trace.parts.model}
          past={<ModelCall trace={before} wanted={wanted} />}
          now={
            answer ? <ModelCall trace={after} wanted={wanted} /> : <p className="quiet">{t.trace.replay.notAnswered}</p>
          }
        />
        <Pair
          title={t.trace.parts.time}
          past={<TimeLine milliseconds={before.milliseconds} />}
          now={<TimeLine milliseconds={after.milliseconds} />}
        />
      </details>
    </>
  );
}

interface PairProps {
  title: string;
  /** Undefined where it cannot be said, or is not worth saying. */
  differs?: boolean | undefined;
  past: ReactNode;
  now: ReactNode;
}

function Pair({ title, differs, past, now }: PairProps) {
  const { t } = useLanguage();
  return (
    <section className="card replay-pair" aria-label={title}>
      <h2>
        {title}
        {differs !== undefined && (
          <span className={differs ? "differs" : "quiet"}>
            {differs ? t.trace.replay.changed : t.trace.replay.same}
          </span>
        )}
      </h2>
      <div>
        <h3>{t.trace.replay.past}</h3>
        {past}
      </div>
      <div>
        <h3>{t.trace.replay.now}</h3>
        {now}
      </div>
    </section>
  );
}

function Outcome({ replayed }: { replayed: Replayed }) {
  const { t } = useLanguage();
  const { error, answer, trace } = replayed;
  const tier = tierOf(replayed);
  return (
    <>
      {tier && (
        <p className="verdict">
          <TierTag tier={tier} /> <span>{t.trace.tierText[tier]}</span>
        </p>
      )}
      {error && (
        <p className="trace-problem">
          <ExclamationCircleFilled aria-hidden /> {problemText(t, error)} <span className="quiet">{error.code}</span>
        </p>
      )}
      {answer?.degraded && answer.degraded !== trace.degraded && (
        <p className="trace-problem">{codeText(t, answer.degraded)}</p>
      )}
    </>
  );
}

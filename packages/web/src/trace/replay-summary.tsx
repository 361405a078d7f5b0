import type { Tier } from "@docent/core/chat/citation";
import { useLanguage } from "../app/language.tsx";
import { countMoves, cutChanges } from "./compare.ts";
import type { Change } from "./replay-view.ts";
import { isSilent } from "./standing.ts";
import type { TraceRead } from "./trace-read.ts";
import type { Replayed } from "./use-replay.ts";

/** How it was answered, or would be when it was only searched for. */
export function tierOf({ answer, trace }: Pick<TraceRead | Replayed, "answer" | "trace">): Tier | undefined {
  return answer?.tier ?? trace.tier;
}

interface ReplaySummaryProps {
  read: TraceRead;
  replayed: Replayed;
  change: Change;
}

/** What differs between then and this time, in a few lines. */
export function ReplaySummary({ read, replayed, change }: ReplaySummaryProps) {
  const { t, format } = useLanguage();
  const words = t.trace.replay;
  const [past, now] = [tierOf(read), tierOf(replayed)];
  const { rose, fell, came, went } = countMoves(read.trace, replayed.trace);
  const cuts = cutChanges(read.trace, replayed.trace);
  const end = (cut: number) => (isSilent(cut) ? words.none : format.score(cut));
  const pair = ({ hard, soft }: { hard: number; soft: number }) => words.cutPair(end(hard), end(soft));
  const since = sinceThen(read.trace, replayed, change).map((what) => words.sinceNames[what]);
  return (
    <section className="card replay-summary" aria-label={words.summary} role="status">
      <h2>{words.summary}</h2>
      <ul>
        {past && now && (
          <li>
            {past === now ? words.tierSame(t.trace.tiers[now]) : words.tier(t.trace.tiers[past], t.trace.tiers[now])}
          </li>
        )}
        <li>{rose + fell + came + went > 0 ? words.order(rose, fell, came, went) : words.orderSame}</li>
        {cuts.map(({ measure, before, after }) => (
          <li key={measure}>{words.cutMoved(t.studio.names[measure] ?? measure, pair(before), pair(after))}</li>
        ))}
        {replayed.answer && read.answer && (
          <li>{replayed.answer.text === read.answer.text ? words.answerSame : words.answerChanged}</li>
        )}
      </ul>
      {since.length > 0 && <p className="trace-note">{words.since(format.list(since))}</p>}
    </section>
  );
}

type Since = "generation" | "model" | "reranker" | "cuts";

/** What is not as it was then, without having been changed for the replay. */
function sinceThen(before: TraceRead["trace"], { trace: after, answer }: Replayed, change: Change): Since[] {
  const without = change.type === "without" ? change.part : undefined;
  const written = answer !== null && without !== "model" && before.model !== "" && after.model !== before.model;
  const cuts = cutChanges(before, after).filter(
    ({ measure }) => !(change.type === "cut" && change.measure === measure),
  );
  const changed: Record<Since, boolean> = {
    generation: before.generation !== "" && before.generation !== after.generation,
    reranker: without !== "rerank" && before.reranked?.model !== after.reranked?.model,
    model: written && !isOwnWay(before.model) && !isOwnWay(after.model),
    cuts: change.type !== "cuts-of-then" && cuts.length > 0,
  };
  return (Object.keys(changed) as Since[]).filter((what) => changed[what]);
}

/** Answered at once or by intent: no matter which model is connected. */
function isOwnWay(model: string): boolean {
  return model === "faq" || model === "intent";
}

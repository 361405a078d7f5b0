import { measures } from "../knowledge/cut.ts";
import type { Found } from "../knowledge/search.ts";
import type { ModelPart } from "../models/chat-model.ts";
import { moment } from "../telemetry/clock.ts";
import type { TimedStage } from "../telemetry/telemetry.ts";
import type { Trace, TraceCut } from "./trace.ts";

/** The trace of a question of which nothing is known yet. */
export function blankTrace(of: Pick<Trace, "runId" | "userId" | "question">): Trace {
  return { ...of, libraryIds: [], generation: "", routes: {}, fused: [], cuts: [], model: "", milliseconds: {} };
}

/** When the stages of answers under way began and ended; traces keep only how long they took. */
const stages = new WeakMap<Trace, TimedStage[]>();

/** Does the work and notes how long it took, also when it fails. */
export async function timed<T>(trace: Trace, stage: string, work: () => Promise<T>): Promise<T> {
  const start = moment();
  let failed = true;
  try {
    const result = await work();
    failed = false;
    return result;
  } finally {
    const end = moment();
    trace.milliseconds[stage] = Math.round(end - start);
    stages.set(trace, [...stagesOf(trace), { name: stage, start, end, failed }]);
  }
}

/** The stages that were timed so far, the one that ended first before the others. */
export function stagesOf(trace: Trace): readonly TimedStage[] {
  return stages.get(trace) ?? [];
}

/** Notes what the model that answers was sent of its parameters. */
export function noteParameters(trace: Trace, { sent, unsent }: Extract<ModelPart, { type: "parameters" }>): void {
  trace.parameters = { sent, unsent };
}

/** Notes what the search found, and what decided how to answer. */
export function noteSearch(trace: Trace, found: Found): void {
  const { evidence, cuts, decision, reranked } = found;
  trace.libraryIds = [...found.libraryIds];
  if (found.filter) trace.filter = found.filter;
  trace.generation = found.generation;
  if (found.wordings.length > 1) trace.wordings = found.wordings.slice(1);
  trace.routes = Object.fromEntries(
    Object.entries(found.routes).map(([route, hits]) => [
      route,
      hits.map(({ chunkId, documentId, score, share, trigger }) => {
        return { chunkId, documentId, score, share, ...(trigger !== undefined && { trigger }) };
      }),
    ]),
  );
  trace.fused = found.fused;
  if (found.degraded) trace.degraded = found.degraded;
  if (reranked) {
    const { model, scores, skipped } = reranked;
    trace.reranked = { model, hits: scores, ...(skipped && { skipped }) };
  }
  trace.cuts = measures.flatMap((measure): TraceCut[] => {
    const value = evidence[measure];
    const cut = cuts[measure];
    if (value === undefined || !cut) return [];
    return [{ measure, value, hard: cut.hard, soft: cut.soft, decided: measure === decision.measure }];
  });
  for (const [step, milliseconds] of Object.entries(found.milliseconds))
    trace.milliseconds[`search.${step}`] = milliseconds;
}

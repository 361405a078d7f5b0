import type { Found } from "../knowledge/search.ts";
import type { Sureness } from "./tier.ts";
import type { Trace, TraceHit } from "./trace.ts";

/** The trace of a question of which nothing is known yet. */
export function blankTrace(of: Pick<Trace, "runId" | "userId" | "question">): Trace {
  return { ...of, libraryIds: [], generation: "", routes: {}, fused: [], cuts: [], model: "", milliseconds: {} };
}

/** Does the work and notes how long it took, also when it fails. */
export async function timed<T>(trace: Trace, stage: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    trace.milliseconds[stage] = Math.round(performance.now() - start);
  }
}

/** Notes what the search found, and how sure that made us. */
export function noteSearch(trace: Trace, found: Found, { measure, value, cut }: Sureness): void {
  const toHit = ({ chunkId, documentId, score }: TraceHit): TraceHit => ({ chunkId, documentId, score });
  trace.libraryIds = [...found.libraryIds];
  trace.generation = found.generation;
  trace.routes = Object.fromEntries(Object.entries(found.routes).map(([route, hits]) => [route, hits.map(toHit)]));
  trace.fused = found.hits.map(toHit);
  trace.cuts = [{ measure, value, hard: cut, soft: cut, decided: true }];
  for (const [step, milliseconds] of Object.entries(found.milliseconds))
    trace.milliseconds[`search.${step}`] = milliseconds;
}

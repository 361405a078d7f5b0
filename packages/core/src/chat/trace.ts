import type { Found } from "../knowledge/search.ts";
import type { Tier } from "./citation.ts";
import type { Sureness } from "./tier.ts";

/** How an answer came about. Holds ids and numbers; passage text is read through today's permissions when somebody opens it. */
export interface Trace {
  runId: string;
  userId: string;
  question: string;
  /** The question made to stand alone, when the conversation made that necessary. */
  rewritten?: string;
  /** The library ids the search was limited to. */
  libraryIds: string[];
  /** Analyzer and embedder the index was built with. */
  generation: string;
  routes: Record<string, TraceHit[]>;
  fused: TraceHit[];
  /** The measure the tier was decided by, its value and the cut it was held against. */
  cut?: { measure: string; value: number; hard: number };
  tier?: Tier;
  model: string;
  promptVersion?: string;
  prompt?: string;
  tokens?: { input: number; output: number };
  /** Elapsed per stage. */
  milliseconds: Record<string, number>;
  error?: { code: string; message: string };
}

export interface TraceHit {
  chunkId: string;
  documentId: string;
  score: number;
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
  trace.cut = { measure, value, hard: cut };
  for (const [step, milliseconds] of Object.entries(found.milliseconds))
    trace.milliseconds[`search.${step}`] = milliseconds;
}

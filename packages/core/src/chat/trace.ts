import type { Tier } from "./citation.ts";

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

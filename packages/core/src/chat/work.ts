import type { Progress } from "./progress.ts";
import type { Trace } from "./trace.ts";

/** One question on its way to an answer. */
export interface Turn {
  runId: string;
  conversationId: string;
  question: string;
  libraryIds: string[] | null;
}

/** Where an answer is told, how it came about is noted, and what ends it early. */
export interface Work {
  progress: Progress;
  trace: Trace;
  signal: AbortSignal;
}

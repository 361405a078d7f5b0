import type { Info as Picture } from "../pictures/picture-info.ts";
import type { Source, Tier } from "./citation.ts";

const runStages = ["rewriting", "looking", "searching", "reading", "waiting", "writing", "drawing"] as const;
export type RunStage = (typeof runStages)[number];

/** What a run tells those who watch it, in order. Exactly one terminal event comes last. */
export type RunEvent =
  /** `count` goes with "reading": how many passages; with "waiting": how many go before, and about how long that takes. */
  | { type: "stage"; stage: RunStage; count?: number; seconds?: number }
  /** The passages the answer may cite, numbered as its citations are. */
  | { type: "sources"; sources: Source[] }
  /** Text that follows the first `offset` characters (UTF-16 units) of the answer. */
  | { type: "text-delta"; offset: number; text: string }
  | TerminalEvent;

/** How a run ends. Its outcome replaces what the deltas said: citations are checked by then. */
export type TerminalEvent =
  | { type: "finished"; outcome: Outcome }
  | { type: "stopped"; outcome: Outcome }
  | { type: "failed"; outcome: Outcome; error: RunError };

export interface RunError {
  code: string;
  /** For people: what happened and what to do. */
  message: string;
}

/** The answer as it is kept: the text up to where it got, and what it stands on. */
export interface Outcome {
  text: string;
  tier: Tier;
  sources: Source[];
  /** Set when something was missing and the answer is less than it could be, e.g. "rewrite.skipped". */
  degraded?: string;
  /** Cited statements that the passages they cite do not bear out, verbatim. */
  unsupported?: string[];
  /** What was drawn, when a picture was wanted. */
  drawn?: Picture[];
  /** Set when it was read off the pictures alone: the documents hold nothing on it. */
  basis?: "pictures";
  /** When what it said went with a document that it stood on. */
  withheld?: string;
  model: string;
  /** What people call the model. */
  modelName?: string;
  milliseconds: { total: number; firstText: number | null };
}

export function isTerminal(event: RunEvent): event is TerminalEvent {
  return event.type === "finished" || event.type === "stopped" || event.type === "failed";
}

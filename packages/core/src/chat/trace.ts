import type { Filter } from "../knowledge/description/filter.ts";
import type { Parameters, UnsentParameters } from "../models/chat-model.ts";
import type { Call } from "../usage/call.ts";
import type { Tier } from "./citation.ts";

/** How an answer came about. Holds ids and numbers; passage text is read through today's permissions when somebody opens it. */
export interface Trace {
  runId: string;
  userId: string;
  question: string;
  /** The question made to stand alone, when the conversation made that necessary. */
  rewritten?: string;
  /** What kind of question it was taken for, and what decided that. */
  intent?: TraceIntent;
  /** The question-and-answer row that answered at once. */
  quick?: { chunkId: string; measure: string; value: number; cut: number };
  /** The library ids the search was limited to. */
  libraryIds: string[];
  /** What the search was narrowed to besides; categories by their ids. */
  filter?: Filter;
  /** Analyzer and embedder the index was built with. */
  generation: string;
  /** What the question was searched for as, besides its own words: with synonyms, or with its spelling put right. */
  wordings?: { kind: string; terms: string[] }[];
  routes: Record<string, TraceHit[]>;
  fused: TraceHit[];
  /** What the search had to do without, such as `embedder.failed`. */
  degraded?: string;
  /** What the reranker made of the fused order, or why it was left as it was. */
  reranked?: { model: string; hits: TraceHit[]; skipped?: string };
  /** Each measure's value against its cuts. */
  cuts: TraceCut[];
  tier?: Tier;
  model: string;
  /** What the model that wrote the answer was sent of its parameters, and what was wanted and not sent. */
  parameters?: { sent: Parameters; unsent: UnsentParameters };
  promptVersion?: string;
  /** The company's template that the model was asked with. */
  template?: { id: string; name: string; number: number };
  prompt?: string;
  tokens?: { input: number; output: number };
  /** Every call of a model, in order, with what it took. */
  calls?: Call[];
  /** How many cited sentences there were, and how many their passages do not support. */
  support?: { checked: number; unsupported: number };
  /** Elapsed per stage. */
  milliseconds: Record<string, number>;
  error?: { code: string; message: string };
}

export interface TraceHit {
  chunkId: string;
  documentId: string;
  /** On the scale of whoever gave it: a route's raw score, the fused one, the reranker's. */
  score: number;
  /** How much of a perfect match it reached on a route, 0 to 1. */
  share?: number;
  /** The written question or summary by which a route found it. */
  trigger?: string;
  /** What words and meaning put into a fused score. */
  words?: number;
  meaning?: number;
}

export interface TraceCut {
  /** A route, the reranker, or another measure of how well the material fits. */
  measure: string;
  value: number;
  hard: number;
  soft: number;
  /** Whether the tier was decided by this one. */
  decided: boolean;
}

export interface TraceIntent {
  /** Null when none fitted. */
  name: string | null;
  action: string;
  /** Neighbours that agreed, a model that chose, or nothing near enough. */
  by: "examples" | "model" | "none";
  examples: { exampleId: string; intent: string; score: number }[];
}

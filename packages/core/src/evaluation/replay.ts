import { z } from "zod";
import { answer, search } from "../chat/answer.ts";
import { progressOf } from "../chat/progress.ts";
import { quickAnswer } from "../chat/quick.ts";
import type { RunError, RunEvent } from "../chat/run-event.ts";
import { tierOf } from "../chat/tier.ts";
import { told } from "../chat/told.ts";
import * as TracePassages from "../chat/trace-passages.ts";
import * as TraceRead from "../chat/trace-read.ts";
import type { Trace, TraceCut } from "../chat/trace.ts";
import { blankTrace, noteSearch, timed } from "../chat/tracing.ts";
import type { Trial, Turn, Work } from "../chat/work.ts";
import { PublicError } from "../error.ts";
import * as Cut from "../knowledge/cut.ts";
import * as Generation from "../knowledge/index/generation.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { requireRole, requireUser, type Scope } from "../scope.ts";

/** What a search or an answer can do without. */
export const parts = ["vectors", "rerank", "synonyms", "typos", "model"] as const;

/** The one thing that is decided otherwise. */
export const Change = z.discriminatedUnion("type", [
  /** As everything is today. */
  z.strictObject({ type: z.literal("nothing") }),
  z.strictObject({ type: z.literal("without"), part: z.enum(parts) }),
  z
    .strictObject({ type: z.literal("cut"), measure: z.enum(Cut.measures), hard: z.number(), soft: z.number() })
    .refine(({ hard, soft }) => hard <= soft, "The cut for answers without reserve lies below the other one."),
  /** With the cuts that were in force when it was asked. */
  z.strictObject({ type: z.literal("cuts-of-then") }),
]);
export type Change = z.infer<typeof Change>;

export const Replay = z.strictObject({
  runId: TraceRead.ById.shape.runId,
  change: Change,
  /** Whether to write an answer too, or only to search. */
  answer: z.boolean(),
});
export type Replay = z.infer<typeof Replay>;

/** What a replay comes to: nothing of it is kept. */
export interface Replayed {
  /** Null when it only searched, and when it failed. */
  answer: TraceRead.TracedAnswer | null;
  trace: Trace;
  passages: TracePassages.TracePassages;
  error: RunError | null;
}

type StageEvent = Extract<RunEvent, { type: "stage" }>;
export type Step = StageEvent | { type: "done"; replayed: Replayed };

/** What a question is answered with now. */
export interface Settings {
  /** Analyzer and embedder. */
  generation: string;
  embedder: string | null;
  reranker: string | null;
  /** Null: the desk quotes. */
  model: string | null;
  cuts: Cut.Places;
}

export async function settings(scope: Scope): Promise<Settings> {
  requireRole(scope, "editor");
  const [space, reranker, model, cuts] = await Promise.all([
    Generation.current(scope),
    ModelConnection.reranker(scope),
    ModelConnection.current(scope),
    Cut.inForce(scope),
  ]);
  const { generation, embedder } = space;
  return { generation, embedder, reranker: reranker?.id ?? null, model: model?.id ?? null, cuts };
}

/**
 * Asks a past question again with one setting changed, in the libraries it was asked in as far as whoever replays it may
 * read them. A question that needed its conversation is asked as it was understood then. Tells how far it is, last what
 * came of it. Nothing is kept, no service is called. Throws `run.not_found`.
 */
export async function* run(scope: Scope, input: Replay, signal?: AbortSignal): AsyncGenerator<Step> {
  requireRole(scope, "editor");
  const { run: asked, trace: before } = await TraceRead.get(scope, input);
  const searched = before.generation !== "";
  const turn = {
    runId: "",
    conversationId: "",
    question: before.rewritten ?? asked.question,
    libraryIds: searched ? before.libraryIds : asked.libraryIds,
    filter: asked.filter,
    settings: asked.settings,
    trial: trialOf(input.change, before.cuts),
  };
  const replayed = yield* told<StageEvent, Replayed>(
    (tell, signal) => again(scope, turn, input.answer, { tell, signal }),
    signal,
  );
  yield { type: "done", replayed };
}

function trialOf(change: Change, before: readonly TraceCut[]): Trial {
  switch (change.type) {
    case "nothing":
      return { settings: {}, withoutModel: false };
    case "without":
      if (change.part === "model") return { settings: {}, withoutModel: true };
      return { settings: { [change.part]: false }, withoutModel: false };
    case "cut": {
      const { measure, hard, soft } = change;
      return { settings: { cuts: { [measure]: { hard, soft } } }, withoutModel: false };
    }
    case "cuts-of-then": {
      const cuts = Object.fromEntries(before.map(({ measure, hard, soft }) => [measure, { hard, soft }]));
      return { settings: { cuts }, withoutModel: false };
    }
  }
}

interface Told {
  tell: (event: StageEvent) => void;
  signal: AbortSignal;
}

async function again(scope: Scope, turn: Turn, toAnswer: boolean, { tell, signal }: Told): Promise<Replayed> {
  const trace = blankTrace({ runId: "", userId: requireUser(scope).userId, question: turn.question });
  const start = performance.now();
  const progress = progressOf(async (events) => events.filter((event) => event.type === "stage").forEach(tell));
  const work: Work = { progress, trace, signal };
  let error: RunError | null = null;
  try {
    await (toAnswer ? answer(scope, turn, work) : onlySearch(scope, turn, work));
  } catch (failure) {
    if (signal.aborted || !(failure instanceof PublicError)) throw failure;
    error = { code: failure.code, message: failure.message };
  }
  await progress.settle();
  trace.milliseconds["total"] = Math.round(performance.now() - start);
  const outcome = progress.outcome();
  const named = [...TracePassages.namedIn(trace), ...outcome.sources];
  const passages = await TracePassages.load(scope, named);
  return { answer: toAnswer && !error ? TraceRead.toAnswer(outcome, passages) : null, trace, passages, error };
}

/** What would be answered with, and how, without answering. */
async function onlySearch(scope: Scope, turn: Turn, { progress, trace }: Work): Promise<void> {
  progress.stage("searching");
  const found = await timed(trace, "search", () => search(scope, turn.question, turn));
  noteSearch(trace, found);
  const quick = quickAnswer(turn.question, found);
  if (quick) trace.quick = { chunkId: quick.hit.chunkId, measure: quick.measure, value: quick.value, cut: quick.cut };
  trace.tier = quick ? "answer" : tierOf(found);
}

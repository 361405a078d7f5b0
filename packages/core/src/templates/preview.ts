import { z } from "zod";
import { answer, readable, search } from "../chat/answer.ts";
import type { Source, Tier } from "../chat/citation.ts";
import { answerPrompt } from "../chat/prompts/answer.ts";
import { progressOf } from "../chat/progress.ts";
import type { RunError } from "../chat/run-event.ts";
import { questionLengthMax } from "../chat/run.ts";
import { tierOf } from "../chat/tier.ts";
import { told } from "../chat/told.ts";
import { blankTrace } from "../chat/tracing.ts";
import type { Turn } from "../chat/work.ts";
import { PublicError } from "../error.ts";
import * as Neighbours from "../knowledge/neighbours.ts";
import type { Prompt } from "../models/chat-model.ts";
import { requireRole, requireUser, type Scope } from "../scope.ts";
import { WordingInput } from "./template-change.ts";
import { advise, type Advice } from "./wording.ts";

/** A template as it is being written, and a question to see it with. Null asks in the desk's own words. */
export const Preview = z.strictObject({
  wording: WordingInput.nullable(),
  question: z.string().trim().min(1).max(questionLengthMax),
});
export type Preview = z.infer<typeof Preview>;

/** What the model would be asked. */
export interface Filled extends Pick<Prompt, "system" | "messages"> {
  advice: Advice;
  /** Of candidates and refusals the model hears nothing: then this is what it would be asked if it did. */
  tier: Tier;
}

/** Looks the question up as the chat does and puts what it finds into the prompt. Asks no model. For editors. */
export async function fill(scope: Scope, { wording, question }: Preview): Promise<Filled> {
  requireRole(scope, "editor");
  const found = await search(scope, question, turnOf(question, wording));
  const passages = readable(found.hits);
  const tier = tierOf(found);
  const { system, messages } = answerPrompt({
    question,
    passages,
    history: [],
    isUnsure: tier === "hedged",
    around: await Neighbours.load(scope, passages),
    wording: wording ?? undefined,
  });
  return { system, messages, tier, advice: advise(wording?.text ?? "{context}{question}") };
}

export type Step =
  | { type: "text"; text: string }
  | { type: "done"; text: string; tier: Tier; model: string; sources: Source[]; error: RunError | null };

/** Has the question answered with the template as it is being written. Nothing is kept, no service is called. */
export async function* tryOut(
  scope: Scope,
  { wording, question }: Preview,
  signal?: AbortSignal,
): AsyncGenerator<Step> {
  requireRole(scope, "editor");
  const { userId } = requireUser(scope);
  yield* told<Step, void>(async (tell, signal) => {
    const progress = progressOf(async (events) => {
      for (const event of events) if (event.type === "text-delta") tell({ type: "text", text: event.text });
    });
    const work = { progress, trace: blankTrace({ runId: "", userId, question }), signal };
    const error = await answer(scope, turnOf(question, wording), work).then(() => null, toError);
    await progress.settle();
    const { text, tier, model, sources } = progress.outcome();
    tell({ type: "done", text, tier, model, sources, error });
  }, signal);
}

function toError(failure: unknown): RunError {
  if (!(failure instanceof PublicError)) throw failure;
  return { code: failure.code, message: failure.message };
}

function turnOf(question: string, wording: Preview["wording"]): Turn {
  const trial = { settings: {}, withoutModel: false, wording };
  return {
    runId: "",
    conversationId: "",
    question,
    libraryIds: null,
    filter: null,
    settings: null,
    history: [],
    trial,
  };
}

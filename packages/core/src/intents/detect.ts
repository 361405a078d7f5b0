import type { ChatModel } from "../models/chat-model.ts";
import type { Scope } from "../scope.ts";
import type { Action } from "./action.ts";
import { judge, type Fit } from "./classify.ts";
import { choosePrompt, chosen, type Option } from "./prompts/choose.ts";
import * as Taught from "./taught.ts";

/** What a sentence was taken for, and what decided that. */
export interface Detected {
  /** Null when no intent fits: the documents are asked then. */
  name: string | null;
  action: Action;
  by: "examples" | "model" | "none";
  /** The examples nearest to the sentence, best first. */
  examples: { exampleId: string; intent: string; score: number }[];
  /** What the nearest example of the intent calls its tool with. */
  parameters?: Record<string, unknown>;
  /** What the model's choice cost. */
  tokens?: { input: number; output: number };
}

interface Options {
  /** Chooses where several intents fit about as well; without it the best one is taken. */
  model?: ChatModel | undefined;
  signal: AbortSignal;
}

/** A choice that takes longer keeps people waiting more than it helps them. */
const budgetMs = 4_000;
const shownMax = 5;

/** What the company's examples say a sentence is. Undefined, at no cost, when there are no examples. */
export async function detect(
  scope: Scope,
  sentence: string,
  { model, signal }: Options,
): Promise<Detected | undefined> {
  const lesson = await Taught.load(scope, signal);
  if (!lesson) return undefined;
  const { fits, floor, examples } = await lesson.rank(sentence, signal);
  const near = fits.flatMap(({ intent, nearest }) =>
    nearest.map(({ index, score }) => ({ exampleId: examples[index]?.id ?? "", intent, score: round(score) })),
  );
  const seen = { examples: near.sort((a, b) => b.score - a.score).slice(0, shownMax) };
  const none: Detected = { name: null, action: { type: "knowledge" }, by: "none", ...seen };

  const taken = (fit: Fit, by: Detected["by"]): Detected => {
    const exampleId = examples[fit.nearest[0]?.index ?? -1]?.id ?? "";
    const parameters = lesson.parameters.get(exampleId);
    const action = lesson.actions.get(fit.intent) ?? none.action;
    return { name: fit.intent, action, by, ...seen, ...(parameters && { parameters }) };
  };
  const verdict = judge(floor, fits);
  if (verdict.type === "none") return none;
  if (verdict.type === "clear" || !model) return taken(verdict.best, "examples");
  const options = verdict.among.map(({ intent, nearest }): Option => {
    const action = lesson.actions.get(intent);
    const description = action?.type === "tool" ? action.description : "";
    return { name: intent, description, examples: nearest.map(({ index }) => examples[index]?.text ?? "") };
  });
  const asked = await ask(model, sentence, options, signal);
  const cost = asked?.tokens && { tokens: asked.tokens };
  if (asked?.choice === "none") return { ...none, by: "model", ...cost };
  const fit = asked?.choice === undefined ? undefined : verdict.among[asked.choice];
  return fit ? { ...taken(fit, "model"), ...cost } : { ...taken(verdict.best, "examples"), ...cost };
}

interface Asked {
  choice: ReturnType<typeof chosen>;
  tokens?: { input: number; output: number };
}

/** Undefined when the model was too slow or failed: the examples decide then. */
async function ask(
  model: ChatModel,
  sentence: string,
  options: readonly Option[],
  signal: AbortSignal,
): Promise<Asked | undefined> {
  let reply = "";
  let tokens: Asked["tokens"];
  try {
    const budget = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
    for await (const part of model.stream(choosePrompt(sentence, options), budget)) {
      if (part.type === "text-delta") reply += part.text;
      if (part.type === "retract") reply = "";
      if (part.type === "finish") tokens = part.tokens;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
  return { choice: chosen(reply, options), ...(tokens && { tokens }) };
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}

import type { Found } from "../knowledge/search.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { leansOnHistory } from "./follow-up.ts";
import type { Exchange } from "./history.ts";
import { rewritePrompt } from "./prompts/rewrite.ts";

/** A rewrite that takes longer keeps people waiting more than it helps them. */
const budgetMs = 4_000;
/** The one before may lean on the one before it. */
const searchedWithMax = 2;

/** Whether a question is worth a model's time: there is a conversation, and the question leans on it. */
export function isNeeded(question: string, history: readonly Exchange[]): boolean {
  return history.length > 0 && leansOnHistory(question);
}

/** A question as it is taken, given what was said before it. */
export interface Understood {
  question: string;
  /** The question with those before it, where it leans on them and nobody could rewrite it. */
  withHistory?: string;
  /** Whether a model was asked in vain. */
  skipped: boolean;
}

/** Has a model, where there is one, make a question stand alone that leans on the conversation. */
export async function understand(
  model: ChatModel | undefined,
  question: string,
  history: readonly Exchange[],
  signal: AbortSignal,
): Promise<Understood> {
  if (!isNeeded(question, history)) return { question, skipped: false };
  const rewritten = model && (await standAlone(model, question, history, signal));
  if (rewritten !== undefined) return { question: rewritten, skipped: false };
  const before = history.slice(-searchedWithMax).map((exchange) => exchange.question);
  return { question, withHistory: [question, ...before].join(" "), skipped: model !== undefined };
}

/**
 * Searches for a question, and again with those before it where it finds too little by itself: not at once, since a
 * short question may as well begin another subject. Measured, see docs/benchmarks.md.
 */
export async function lookUp(
  search: (text: string) => Promise<Found>,
  { question, withHistory }: Understood,
): Promise<{ found: Found; text: string }> {
  const found = await search(question);
  if (withHistory === undefined || found.decision.standing !== "below") return { found, text: question };
  return { found: await search(withHistory), text: withHistory };
}

/**
 * The question made to stand alone, or undefined when the model was too slow, failed, or wrote something that is no
 * question of about that size.
 */
async function standAlone(
  model: ChatModel,
  question: string,
  history: readonly Exchange[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const budget = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
  let written = "";
  try {
    for await (const part of model.stream(rewritePrompt(question, history), budget)) {
      if (part.type === "text-delta") written += part.text;
      if (part.type === "retract") written = "";
      if (part.type === "finish" && part.reason === "length") return undefined;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
  const rewritten = written.trim();
  const fits = rewritten.length > 0 && rewritten.length <= question.length * 3 + 300 && !rewritten.includes("\n");
  return fits ? rewritten : undefined;
}

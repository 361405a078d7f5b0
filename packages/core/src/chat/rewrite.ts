import type { ChatModel } from "../models/chat-model.ts";
import { leansOnHistory } from "./follow-up.ts";
import type { Exchange } from "./history.ts";
import { rewritePrompt } from "./prompts/rewrite.ts";

/** A rewrite that takes longer keeps people waiting more than it helps them. */
const budgetMs = 4_000;

/** Whether a question is worth a model's time: there is a conversation, and the question leans on it. */
export function isNeeded(question: string, history: readonly Exchange[]): boolean {
  return history.length > 0 && leansOnHistory(question);
}

/**
 * The question made to stand alone, or undefined when the model was too slow, failed, or wrote something that is no
 * question of about that size. Whoever asks goes on with the question as it is then.
 */
export async function standAlone(
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

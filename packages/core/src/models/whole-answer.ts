import type { ChatModel, Prompt } from "./chat-model.ts";

export interface WholeAnswer {
  /** What came until the end, or until it was too long or too late. */
  text: string;
  tokens: { input: number; output: number };
  /** Whether the time was up before the model had ended. */
  late: boolean;
}

const charactersMax = 20_000;

/** All that a model has to say, thinking left out. Throws what the model throws, and when `signal` aborts. */
export async function wholeAnswer(
  model: ChatModel,
  prompt: Prompt,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<WholeAnswer> {
  const budget = AbortSignal.timeout(timeoutMs);
  const answer = { text: "", tokens: { input: 0, output: 0 }, late: false };
  try {
    for await (const part of model.stream(prompt, signal ? AbortSignal.any([signal, budget]) : budget)) {
      if (part.type === "text-delta") answer.text += part.text;
      if (part.type === "retract") answer.text = "";
      if (part.type === "finish") answer.tokens = part.tokens;
      if (answer.text.length > charactersMax) break;
    }
  } catch (error) {
    if (signal?.aborted || !budget.aborted) throw error;
    answer.late = true;
  }
  return answer;
}

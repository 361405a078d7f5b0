import type { Prompt } from "../../models/chat-model.ts";
import type { Exchange } from "../history.ts";

export const version = "rewrite-1";

const system = `You prepare questions for a search. You get a conversation and the question that follows it.
Write that question so that it can be understood without the conversation: put in what "it", "that one" or "and the other?" stands for. Change nothing else.
If it can be understood by itself already, repeat it word for word. Keep its language. Do not answer it. Write the question only, on one line.`;

export function rewritePrompt(question: string, history: readonly Exchange[]): Prompt {
  const conversation = history.map((exchange) => `User: ${exchange.question}\nAssistant: ${exchange.answer}`);
  const text = `<conversation>\n${conversation.join("\n")}\n</conversation>\n\nQuestion that follows: ${question}`;
  return {
    system,
    messages: [{ role: "user", text }],
    stage: "rewrite",
    parameters: { temperature: 0, outputTokensMax: 300 },
  };
}

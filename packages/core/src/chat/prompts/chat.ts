import type { Prompt } from "../../models/chat-model.ts";
import type { Wording } from "../../templates/wording.ts";
import type { Exchange } from "../history.ts";

export const version = "chat-2";

const system = `You are the friendly assistant of an organisation's help desk. Somebody talks to you without asking about its documents.
Answer in one to three sentences, in the language they write in. Do not claim anything about the organisation, its rules or its products: you have not looked anything up. If they want to know such a thing, invite them to ask.`;

/** The company's persona speaks here too, where its template has one. */
export function chatPrompt(question: string, history: readonly Exchange[], wording?: Wording): Prompt {
  const { persona = "", bot = "" } = wording ?? {};
  const turns = history.flatMap((exchange) => [
    { role: "user" as const, text: exchange.question },
    { role: "assistant" as const, text: exchange.answer },
  ]);
  return {
    system: [persona, bot && `You are called ${bot}.`, system].filter(Boolean).join("\n\n"),
    messages: [...turns, { role: "user", text: question }],
    stage: "chat",
    parameters: { outputTokensMax: 500 },
  };
}

import { PublicError } from "@docent/core/error";
import type { Prompt } from "@docent/core/models/chat-model";
import { answerText, collect, offer, textOf, type ModelUnderTest } from "../contracts/chat-model.ts";

/**
 * What comes of a question: the answer, the answer cut at its limit, what came until a person stopped it, what the model
 * wants called, or an error's code.
 */
export type Outcome = "answer" | "cut" | "stopped" | "call" | `model.${string}`;

/** Long, but where silence is what is played. */
export function limitsFor(isSilent: boolean) {
  const ms = isSilent ? 800 : 20_000;
  return { firstEventMs: ms, nextEventMs: ms };
}

/** For models that may not call anything. */
export const withTool: Partial<Prompt> = { tools: [offer], toolChoice: { name: offer.name } };

/** For models that may not see. */
export const withImage: Partial<Prompt> = {
  messages: [{ role: "user", text: "What is it?", images: [{ type: "image/png", bytes: Uint8Array.of(1) }] }],
};

/** What a provider's side does, and what has to come of it. */
export interface ChatScenario {
  /** Completes "The model's server …". Providers that can do the same say it in the same words. */
  when: string;
  comes: Outcome;
  /** Has a person stop the answer after its first part. */
  isStopped?: boolean;
  prompt?: Partial<Prompt>;
  set(): Promise<ScenarioSet>;
}

/** A model connected to a fake that plays one scenario. */
export interface ScenarioSet extends ModelUnderTest, AsyncDisposable {}

/** All scenarios of a provider; `docs/models.md` has a column for it. */
export interface ChatProvider {
  name: string;
  scenarios: readonly ChatScenario[];
}

export interface Seen {
  comes: Outcome;
  /** Docent's own sentence, for errors. */
  message?: string;
  /** How the provider's side saw the connection end. */
  closed: ReturnType<ModelUnderTest["lastCall"]>;
}

/** Plays a scenario, and says what came of it. */
export async function play(scenario: ChatScenario): Promise<Seen> {
  await using set = await scenario.set();
  const stop = new AbortController();
  const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }], ...scenario.prompt };
  const onPart = () => scenario.isStopped && stop.abort("stopped");
  try {
    const parts = await collect(set.model.stream(prompt, stop.signal), Infinity, onPart);
    const kept = parts.slice(parts.findLastIndex((part) => part.type === "retract") + 1);
    if (textOf(kept) !== answerText) throw new Error(`the answer came as ${JSON.stringify(textOf(kept))}`);
    const end = parts.at(-1);
    if (parts.some(({ type }) => type === "tool-call")) return { comes: "call", closed: set.lastCall() };
    return { comes: end?.type === "finish" && end.reason === "length" ? "cut" : "answer", closed: set.lastCall() };
  } catch (error) {
    if (stop.signal.aborted) return { comes: "stopped", closed: await untilClosed(set) };
    if (!(error instanceof PublicError)) throw error;
    return { comes: error.code as Outcome, message: error.message, closed: set.lastCall() };
  }
}

async function untilClosed(set: ModelUnderTest) {
  for (let i = 0; i < 200 && !set.lastCall(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return set.lastCall();
}

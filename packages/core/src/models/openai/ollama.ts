import { z } from "zod";
import type { OpenAiAddress } from "../chat-model.ts";

const answerWithinMs = 300;
const rememberMs = 10_000;

const Tags = z.object({ models: z.array(z.object({ name: z.string() })) });
/** Ollama lists models that only embed or rank beside those that chat. */
const notForChat = /embed|minilm|\bbge\b|bge-|rerank|\be5\b|gte-/i;

/**
 * Looks for an Ollama server and takes its first model that chats. The answer is remembered for seconds; an old one is
 * given at once and renewed behind the caller's back, so that nobody waits for a look that finds nothing.
 */
export function ollamaModel(url: string): () => Promise<OpenAiAddress | undefined> {
  let known: { address: OpenAiAddress | undefined; at: number } | undefined;
  let looking: Promise<OpenAiAddress | undefined> | undefined;

  return async () => {
    if (known && performance.now() - known.at < rememberMs) return known.address;
    looking ??= look(url).then((address) => {
      known = { address, at: performance.now() };
      looking = undefined;
      return address;
    });
    return known ? known.address : looking;
  };
}

async function look(url: string): Promise<OpenAiAddress | undefined> {
  try {
    const response = await fetch(new URL("/api/tags", url), { signal: AbortSignal.timeout(answerWithinMs) });
    const tags = Tags.safeParse(await response.json());
    const model = tags.data?.models.find(({ name }) => !notForChat.test(name));
    return model && { provider: "openai", baseUrl: new URL("/v1", url).href, model: model.name };
  } catch {
    // nothing answers there, or something that is not Ollama
    return undefined;
  }
}

import type { OpenAI } from "openai";
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { brokenOff, cannotSee, filtered, silent } from "../broken-answer.ts";
import type { ChatModel, ModelPart, OpenAiAddress, Prompt, Tokens } from "../chat-model.ts";
import { separateThinking } from "../thinking.ts";
import { joinCalls } from "../tool-call.ts";
import { untilAborted } from "../until-aborted.ts";
import { type IdleWatch, watchIdle } from "../watch-idle.ts";
import { toModelError } from "./openai-error.ts";
import { openAiFetch } from "./openai-fetch.ts";
import { type Refused, refusedField, refusesImages, requestFor } from "./openai-request.ts";

export interface OpenAiCompatibleOptions {
  /** How long the first sign of an answer may take, by default as long as `firstMs` says, and each one after it. */
  firstEventMs?: number;
  nextEventMs?: number;
  /** How often a request that the server could not take is sent again, before any text has come. */
  retries?: number;
}

/** A model on this machine may have to be loaded first, and reads slowly without a graphics card. */
function firstMs({ baseUrl }: OpenAiAddress): number {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(baseUrl).hostname) ? 300_000 : 60_000;
}

/**
 * A chat model of any server that speaks OpenAI's chat completions: vLLM, Ollama, DeepSeek and many more. `refused` is
 * what the server is known not to take, and grows.
 */
export function openAiCompatible(
  address: OpenAiAddress,
  options: OpenAiCompatibleOptions = {},
  refused: Refused = new Set(),
): ChatModel {
  // loaded while the search goes on; a failure shows when it is used
  const library = import("openai");
  library.catch(() => undefined);
  return {
    id: `openai/${address.model}`,
    async *stream(prompt, signal) {
      const { OpenAI } = await library;
      const idle = watchIdle(options.firstEventMs ?? firstMs(address), options.nextEventMs ?? 30_000, signal);
      try {
        const client = new OpenAI({
          baseURL: address.baseUrl,
          apiKey: address.apiKey ?? "none",
          maxRetries: options.retries ?? 1,
          // it would log what it cannot parse, which may be somebody's text
          logLevel: "off",
          // an answer that sends us elsewhere must not be followed with the key
          fetchOptions: { redirect: "error" },
          fetch: openAiFetch,
        });
        const chunks = await ask(client, address.model, prompt, refused, idle.signal);
        yield* parts(chunks, idle);
        // the client ends its stream quietly when it is aborted
        idle.signal.throwIfAborted();
      } catch (error) {
        signal?.throwIfAborted();
        if (idle.isSilent()) throw silent();
        if (refusesImages(error, prompt)) throw cannotSee();
        throw toModelError(error, address);
      } finally {
        idle.stop();
      }
    },
  };
}

/** Asks, and where the server refuses a field that the answer can do without, asks again without it. */
async function ask(client: OpenAI, model: string, prompt: Prompt, refused: Refused, signal: AbortSignal) {
  for (;;) {
    try {
      return await untilAborted(open(client, requestFor(model, prompt, refused), signal), signal);
    } catch (error) {
      const field = refusedField(error, prompt, refused);
      if (field === undefined) throw error;
      refused.add(field);
    }
  }
}

async function open(client: OpenAI, body: ChatCompletionCreateParamsStreaming, signal: AbortSignal) {
  const { data, response } = await client.chat.completions.create(body, { signal }).withResponse();
  if (/event-stream/i.test(response.headers.get("content-type") ?? "")) return data;
  await response.body?.cancel();
  throw new SyntaxError("the answer is no event stream");
}

/** Reasons of an answer that did not come to its end: of vLLM, of gateways, and of DeepSeek when it is overloaded. */
const failures = new Set(["abort", "error", "insufficient_system_resource"]);

/** DeepSeek has a name of its own for what came out of the cache. */
type Usage = NonNullable<ChatCompletionChunk["usage"]> & { prompt_cache_hit_tokens?: unknown };

function tokensIn({ prompt_tokens, completion_tokens, prompt_tokens_details, ...usage }: Usage): Tokens {
  const cached = prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens;
  const counted = { input: prompt_tokens ?? 0, output: completion_tokens ?? 0 };
  return typeof cached === "number" ? { ...counted, cached } : counted;
}

/** Some servers send thinking beside the text, under one of two names. */
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: unknown; reasoning?: unknown };

async function* parts(chunks: AsyncIterable<ChatCompletionChunk>, idle: IdleWatch): AsyncGenerator<ModelPart> {
  const thinking = separateThinking();
  const calls = joinCalls();
  let tokens: Tokens = { input: 0, output: 0 };
  let reason: string | undefined;
  for await (const chunk of chunks) {
    idle.noteEvent();
    if (chunk.usage) tokens = tokensIn(chunk.usage);
    const choice = chunk.choices?.[0];
    const delta: Delta = choice?.delta ?? {};
    // newer vLLM sends both, and one of them may be empty
    const reasoning = delta.reasoning_content || delta.reasoning;
    if (typeof reasoning === "string" && reasoning) yield { type: "reasoning-delta", text: reasoning };
    if (typeof delta.content === "string") yield* thinking.push(delta.content);
    for (const [place, { index = place, id, function: called }] of (delta.tool_calls ?? []).entries())
      calls.push({ index, ...(id && { id }), ...called });
    // usage arrives after the reason, so the end of the stream is waited for
    reason = choice?.finish_reason ?? reason;
  }
  yield* thinking.end();
  if (!reason || failures.has(reason)) throw brokenOff();
  if (reason === "content_filter") throw filtered();
  for (const call of calls.end()) yield { type: "tool-call", ...call };
  yield { type: "finish", reason: reason === "length" ? "length" : "stop", tokens };
}

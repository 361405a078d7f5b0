import type { OpenAI } from "openai";
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { brokenOff, filtered, silent } from "../broken-answer.ts";
import type { ChatModel, ModelPart, OpenAiAddress, Prompt } from "../chat-model.ts";
import { toModelError } from "./openai-error.ts";
import { separateThinking } from "../thinking.ts";
import { type IdleWatch, watchIdle } from "../watch-idle.ts";

export interface OpenAiCompatibleOptions {
  /** How long the first sign of an answer may take, and each one after it. */
  firstEventMs?: number;
  nextEventMs?: number;
  /** How often a request that the server could not take is sent again, before any text has come. */
  retries?: number;
}

/** A chat model of any server that speaks OpenAI's chat completions: vLLM, Ollama, DeepSeek and many more. */
export function openAiCompatible(address: OpenAiAddress, options: OpenAiCompatibleOptions = {}): ChatModel {
  // loaded while the search goes on; a failure shows when it is used
  const library = import("openai");
  library.catch(() => undefined);
  return {
    id: `openai/${address.model}`,
    async *stream(prompt, signal) {
      const { OpenAI } = await library;
      const idle = watchIdle(options.firstEventMs ?? 60_000, options.nextEventMs ?? 30_000, signal);
      try {
        const client = new OpenAI({
          baseURL: address.baseUrl,
          apiKey: address.apiKey ?? "none",
          maxRetries: options.retries ?? 1,
          // it would log what it cannot parse, which may be somebody's text
          logLevel: "off",
          // an answer that sends us elsewhere must not be followed with the key
          fetchOptions: { redirect: "error" },
        });
        const chunks = await open(client, bodyOf(address, prompt), idle.signal);
        yield* parts(chunks, idle);
        // the client ends its stream quietly when it is aborted
        idle.signal.throwIfAborted();
      } catch (error) {
        signal?.throwIfAborted();
        if (idle.isSilent()) throw silent();
        throw toModelError(error, address);
      } finally {
        idle.stop();
      }
    },
  };
}

async function open(client: OpenAI, body: ChatCompletionCreateParamsStreaming, signal: AbortSignal) {
  const { data, response } = await client.chat.completions.create(body, { signal }).withResponse();
  if (/event-stream/i.test(response.headers.get("content-type") ?? "")) return data;
  await response.body?.cancel();
  throw new SyntaxError("the answer is no event stream");
}

function bodyOf(
  { model }: OpenAiAddress,
  { system, messages, parameters = {} }: Prompt,
): ChatCompletionCreateParamsStreaming {
  const { temperature, topP, outputTokensMax, stop, presencePenalty, frequencyPenalty } = parameters;
  const before = system ? [{ role: "system" as const, content: system }] : [];
  return {
    model,
    messages: [...before, ...messages.map(({ role, text }) => ({ role, content: text }))],
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(outputTokensMax !== undefined && { max_tokens: outputTokensMax }),
    ...(stop?.length && { stop: [...stop] }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
  };
}

/** Some servers send thinking beside the text, under one of two names. */
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: unknown; reasoning?: unknown };

async function* parts(chunks: AsyncIterable<ChatCompletionChunk>, idle: IdleWatch): AsyncGenerator<ModelPart> {
  const thinking = separateThinking();
  const tokens = { input: 0, output: 0 };
  let reason: string | undefined;
  for await (const chunk of chunks) {
    idle.noteEvent();
    tokens.input = chunk.usage?.prompt_tokens ?? tokens.input;
    tokens.output = chunk.usage?.completion_tokens ?? tokens.output;
    const choice = chunk.choices?.[0];
    const delta: Delta = choice?.delta ?? {};
    const reasoning = delta.reasoning_content ?? delta.reasoning;
    if (typeof reasoning === "string" && reasoning) yield { type: "reasoning-delta", text: reasoning };
    if (typeof delta.content === "string") yield* thinking.push(delta.content);
    // usage arrives after the reason, so the end of the stream is waited for
    reason = choice?.finish_reason ?? reason;
  }
  yield* thinking.end();
  if (!reason) throw brokenOff();
  if (reason === "content_filter") throw filtered();
  yield { type: "finish", reason: reason === "length" ? "length" : "stop", tokens };
}

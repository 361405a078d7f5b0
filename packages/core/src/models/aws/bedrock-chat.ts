import type { ConverseStreamOutput, GuardrailTraceAssessment } from "@aws-sdk/client-bedrock-runtime";
import { PublicError } from "../../error.ts";
import { brokenOff, filtered, silent } from "../broken-answer.ts";
import type { ChatModel, ModelPart, Prompt, Tokens } from "../chat-model.ts";
import { separateThinking } from "../thinking.ts";
import { brokenCall, joinCalls } from "../tool-call.ts";
import { type IdleWatch, watchIdle } from "../watch-idle.ts";
import type { AwsClients } from "./aws-client.ts";
import type { BedrockAddress } from "./bedrock-address.ts";
import { toBedrockError } from "./bedrock-error.ts";
import { guarded } from "./bedrock-guardrail.ts";
import { bedrockRequest, type Part, refusedPart } from "./bedrock-request.ts";

export interface BedrockChatOptions {
  /** How long the first sign of an answer may take, and each one after it. */
  firstEventMs?: number;
  nextEventMs?: number;
}

/** By model, what it refused: it is not sent again. */
export type Learnt = Map<string, Set<Part>>;

/** Makes chat models of Bedrock, of every vendor, by `ConverseStream`. What they refuse is added to `learnt`. */
export function bedrockChat(
  aws: AwsClients,
  options: BedrockChatOptions = {},
  learnt: Learnt = new Map(),
): (address: BedrockAddress) => ChatModel {
  async function open(address: BedrockAddress, prompt: Prompt, idle: IdleWatch) {
    const [{ ConverseStreamCommand }, client] = await Promise.all([
      import("@aws-sdk/client-bedrock-runtime"),
      aws.bedrock(address),
    ]);
    const refused = learnt.get(address.model) ?? new Set();
    learnt.set(address.model, refused);
    // each time without one part more, so it ends
    for (;;) {
      const request = bedrockRequest(address, prompt, refused);
      try {
        const { stream } = await client.send(new ConverseStreamCommand(request), { abortSignal: idle.signal });
        return stream ?? [];
      } catch (error) {
        const part = refusedPart(error, request);
        if (!part || refused.has(part)) throw error;
        refused.add(part);
      }
    }
  }

  return (address) => {
    // made while the search goes on; a failure shows when it is used
    aws.bedrock(address).catch(() => undefined);
    return {
      id: `bedrock/${address.model}`,
      async *stream(prompt, signal) {
        // Bedrock writes on when its reader just leaves; only an abort reaches it
        const left = new AbortController();
        const stop = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
        const idle = watchIdle(options.firstEventMs ?? 60_000, options.nextEventMs ?? 30_000, stop);
        const call = { ...address, subject: "model" as const, begun: false };
        try {
          const events = await open(address, prompt, idle);
          yield* parts(events, idle, () => (call.begun = true));
        } catch (error) {
          signal?.throwIfAborted();
          if (idle.isSilent()) throw call.begun ? silent() : unheard(address);
          throw toBedrockError(error, call);
        } finally {
          idle.stop();
          left.abort();
        }
      },
    };
  };
}

/** From a network without a way to AWS nothing ever comes, not even a refusal. */
function unheard({ region }: BedrockAddress) {
  const message = `Nothing came from Bedrock in ${region}. Ask again; if it stays, the model may be overloaded, or an administrator can check that the desk's network lets it through to AWS.`;
  return new PublicError("unavailable", "model.silent", message);
}

interface Ending {
  reason?: string;
  tokens: Tokens;
  trace?: GuardrailTraceAssessment | undefined;
}

async function* parts(
  events: AsyncIterable<ConverseStreamOutput> | Iterable<never>,
  idle: IdleWatch,
  begin: () => void,
): AsyncGenerator<ModelPart> {
  const thinking = separateThinking();
  const calls = joinCalls();
  const ending: Ending = { tokens: { input: 0, output: 0 } };
  try {
    for await (const event of events) {
      idle.noteEvent();
      begin();
      const delta = event.contentBlockDelta?.delta;
      if (delta?.reasoningContent?.text) yield { type: "reasoning-delta", text: delta.reasoningContent.text };
      if (delta?.text) yield* thinking.push(delta.text);
      noteCall(event, calls);
      note(event, ending);
    }
  } catch (error) {
    // an answer that has ended is whole; what is missing is what it cost
    if (!ending.reason) throw error;
  }
  yield* thinking.end();
  const reason = reasonOf(ending, idle);
  for (const call of calls.end()) yield { type: "tool-call", ...call };
  yield { type: "finish", reason, tokens: ending.tokens };
}

function noteCall({ contentBlockStart, contentBlockDelta }: ConverseStreamOutput, calls: ReturnType<typeof joinCalls>) {
  const { contentBlockIndex: index = 0 } = contentBlockStart ?? contentBlockDelta ?? {};
  const begun = contentBlockStart?.start?.toolUse;
  if (begun)
    calls.push({ index, ...(begun.toolUseId && { id: begun.toolUseId }), ...(begun.name && { name: begun.name }) });
  const more = contentBlockDelta?.delta?.toolUse?.input;
  if (more) calls.push({ index, arguments: more });
}

/** What it cost comes after the reason why it ended. */
function note({ messageStop, metadata }: ConverseStreamOutput, ending: Ending): void {
  if (messageStop?.stopReason) ending.reason = messageStop.stopReason;
  ending.trace = metadata?.trace?.guardrail ?? ending.trace;
  const usage = metadata?.usage;
  if (!usage) return;
  const { inputTokens = 0, outputTokens = 0, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  // here what went through the cache is counted beside the input, elsewhere within it
  const input = inputTokens + cacheReadInputTokens + cacheWriteInputTokens;
  ending.tokens = { input, output: outputTokens, ...(cacheReadInputTokens > 0 && { cached: cacheReadInputTokens }) };
}

function reasonOf({ reason, trace }: Ending, idle: IdleWatch): "stop" | "length" {
  if (!reason) {
    // a stream over HTTP/2 ends quietly when it is cut, and when it is aborted
    idle.signal.throwIfAborted();
    throw brokenOff();
  }
  const kept = reason === "guardrail_intervened" ? guarded(trace) : undefined;
  if (kept) throw kept;
  if (reason === "content_filtered") throw filtered();
  if (reason === "malformed_tool_use") throw brokenCall();
  if (reason === "malformed_model_output") throw brokenOff();
  return /max_tokens|context_window/.test(reason) ? "length" : "stop";
}

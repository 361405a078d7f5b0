import { silent } from "../broken-answer.ts";
import type { ChatModel } from "../chat-model.ts";
import { withoutTools } from "../tool-call.ts";
import { untilAborted } from "../until-aborted.ts";
import { type IdleWatch, watchIdle } from "../watch-idle.ts";
import { chatBody } from "./chat-body.ts";
import { chatReply } from "./chat-reply.ts";
import type { ChatContract } from "./contract.ts";
import { chatContract } from "./named-contracts.ts";
import type { SageMakerAddress } from "./sagemaker-address.ts";
import { toPromptError } from "./sagemaker-error.ts";
import type { SageMakerRuntime } from "./sagemaker-runtime.ts";

export interface SageMakerChatOptions {
  /** How long the first sign of an answer may take, and each one after it. */
  firstEventMs?: number;
  nextEventMs?: number;
  /** How often a request that SageMaker could not take is sent again, before any text has come. The SDK's own budget is the default. */
  retries?: number;
}

/**
 * A chat model behind an endpoint of SageMaker, whatever its container: its contract says how it is spoken to. `toolless`
 * are the endpoints that are known to take no tools, and grows.
 */
export function sageMakerChat(
  address: SageMakerAddress,
  runtime: SageMakerRuntime,
  options: SageMakerChatOptions = {},
  toolless = new Set<string>(),
): ChatModel {
  const name = `${address.region} ${address.endpoint} ${address.model}`;
  let contract: ChatContract | undefined;
  return {
    id: `sagemaker/${address.model}`,
    async *stream(prompt, signal) {
      const idle = watchIdle(options.firstEventMs ?? 60_000, options.nextEventMs ?? 30_000, signal);
      // a reader who leaves stops nothing: only an abort closes the connection
      const left = new AbortController();
      const progress = { begun: false };
      try {
        if (prompt.tools?.length && toolless.has(name)) throw withoutTools();
        contract ??= chatContract(address.contract);
        const stops = [...contract.stops, ...(prompt.parameters?.stop ?? [])];
        const call = {
          body: chatBody(contract, prompt, stops, address.model),
          attributes: contract.attributes,
          retries: options.retries,
          signal: AbortSignal.any([idle.signal, left.signal]),
        };
        const whole = contract.reply.format === "json";
        const answer = whole ? runtime.invoke(address, call).then((bytes) => [bytes]) : runtime.stream(address, call);
        const bytes = await untilAborted<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>(answer, call.signal);
        yield* chatReply(contract, noted(bytes, idle, progress), stops);
        // a stream may end quietly when it is aborted
        idle.signal.throwIfAborted();
      } catch (error) {
        signal?.throwIfAborted();
        if (idle.isSilent()) throw silent();
        const told = toPromptError(error, address, prompt, progress.begun);
        if (told.code === "model.without_tools") toolless.add(name);
        throw told;
      } finally {
        idle.stop();
        left.abort();
      }
    },
  };
}

async function* noted(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  idle: IdleWatch,
  progress: { begun: boolean },
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    progress.begun = true;
    idle.noteEvent();
    yield part;
  }
}

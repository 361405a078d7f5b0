import type { ChatModel, ModelPart, Prompt, Tokens } from "../models/chat-model.ts";
import type { Scope } from "../scope.ts";
import { admitted } from "./admission.ts";
import { noteCall } from "./bill.ts";
import { expected, tokensIn } from "./estimate.ts";
import type { Limits } from "./limits.ts";
import { costOf } from "./money.ts";
import { reserve, settle, type Counted, type Reserved } from "./reservation.ts";
import type { CallState } from "./call.ts";

export interface Metered extends Counted {
  limits: Limits;
  /** The model that answers in its place when a budget is spent; undefined when that may not answer the actor. */
  connect: (modelId: string) => Promise<ChatModel | undefined>;
}

/**
 * The model, each of whose calls waits for its turn, keeps to the budgets, and is written down with what it took, also
 * when it was stopped or failed.
 */
export function metered(scope: Scope, of: Metered, model: ChatModel): ChatModel {
  return {
    ...model,
    async *stream(prompt, signal) {
      const call = reserve(scope, of, prompt.stage ?? "other", expected(prompt));
      const verdict = yield* admitted(scope, call, of.limits, signal);
      if (verdict.type === "open") {
        yield* counted(scope, { of, call, model, prompt }, signal);
        return;
      }
      const cheaper = await of.connect(verdict.modelId);
      if (!cheaper) throw verdict.spent;
      const { id, name } = cheaper;
      yield { type: "switched", model: id, ...(name !== undefined && { name }), because: "budget.spent" };
      yield* cheaper.stream(prompt, signal);
    },
  };
}

interface Made {
  of: Metered;
  call: Reserved;
  model: ChatModel;
  prompt: Prompt;
}

async function* counted(scope: Scope, made: Made, signal?: AbortSignal): AsyncGenerator<ModelPart> {
  const start = performance.now();
  let said = "";
  let begun = false;
  let told: Tokens | undefined;
  // whoever leaves in the middle has stopped it
  let state: CallState = "stopped";
  try {
    for await (const part of made.model.stream(made.prompt, signal)) {
      begun = true;
      if (part.type === "text-delta" || part.type === "reasoning-delta") said += part.text;
      if (part.type !== "finish") {
        yield part;
        continue;
      }
      told = part.tokens;
      state = "answered";
      const cost = costOf(tokensOf(made, said, told), made.of.price);
      yield { ...part, ...(cost && { cost }) };
    }
  } catch (error) {
    state = signal?.aborted ? "stopped" : "failed";
    throw error;
  } finally {
    // a vendor that refuses at once takes nothing for it
    const nothing = state === "failed" && !begun;
    const tokens = nothing ? { input: 0, output: 0 } : tokensOf(made, said, told);
    await end(scope, made, { tokens, estimated: !isCount(told), state, start });
  }
}

function tokensOf({ call }: Made, said: string, told: Tokens | undefined): Tokens {
  return isCount(told) ? told : { input: call.tokens.input, output: tokensIn(said) };
}

/** Vendors that do not count say nothing, or zero. */
function isCount(tokens: Tokens | undefined): tokens is Tokens {
  return tokens !== undefined && tokens.input + tokens.output > 0;
}

interface End {
  tokens: Tokens;
  estimated: boolean;
  state: CallState;
  start: number;
}

async function end(scope: Scope, { of, call }: Made, { tokens, estimated, state, start }: End): Promise<void> {
  const cost = costOf(tokens, of.price);
  const made = {
    stage: call.stage,
    model: of.name,
    tokens,
    ...(cost && { cost }),
    ...(estimated && { estimated }),
    state,
    milliseconds: Math.round(performance.now() - start),
  };
  noteCall(scope, made, of.provider);
  try {
    await settle(scope, call, { tokens, cost, estimated, state });
  } catch (error) {
    // the answer is there and shall be shown; what was reserved stays counted
    scope.log.error("usage.not_settled", { usageId: call.id, error });
  }
}

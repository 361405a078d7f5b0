import { PublicError } from "../../error.ts";
import type { Subject } from "../openai/openai-error.ts";
import { untilAborted } from "../until-aborted.ts";
import { follow } from "./path.ts";
import { jsonIn } from "./reply-lines.ts";
import type { SageMakerPlace } from "./sagemaker-address.ts";
import { toSageMakerError } from "./sagemaker-error.ts";
import type { SageMakerCall, SageMakerRuntime } from "./sagemaker-runtime.ts";

export interface TimedCall extends Omit<SageMakerCall, "signal"> {
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** What an endpoint answers as a whole. Errors are PublicErrors of the subject's codes. */
export async function ask(
  runtime: SageMakerRuntime,
  place: SageMakerPlace,
  { timeoutMs, signal, ...call }: TimedCall,
  subject: Subject,
): Promise<unknown> {
  signal?.throwIfAborted();
  const time = AbortSignal.timeout(timeoutMs);
  try {
    const stop = signal ? AbortSignal.any([signal, time]) : time;
    const bytes = await untilAborted(runtime.invoke(place, { ...call, signal: stop }), stop);
    return jsonIn(new TextDecoder().decode(bytes));
  } catch (error) {
    signal?.throwIfAborted();
    if (time.aborted) throw late(subject);
    throw toSageMakerError(error, place, subject);
  }
}

/** The list that the first fitting path leads to. */
export function listAt(answer: unknown, paths: readonly string[]): unknown[] | undefined {
  return paths.map((path) => follow(answer, path)).find((found) => Array.isArray(found));
}

function late(subject: Subject) {
  const message = `The ${subject}'s endpoint took too long. Try again; if it stays, it may be overloaded.`;
  return new PublicError("unavailable", `${subject}.silent`, message);
}

import { PublicError } from "../../error.ts";
import type { AwsClients } from "./aws-client.ts";
import { toBedrockError } from "./bedrock-error.ts";
import type { BedrockCall } from "./bedrock-meanings.ts";

export interface Limits {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Asks a model by the vendor's own body, and gives back what it answered, unread. */
export async function invoke(aws: AwsClients, call: BedrockCall, body: object, limits: Limits): Promise<unknown> {
  return within(call, limits, async (abortSignal) => {
    const [{ InvokeModelCommand }, client] = await Promise.all([
      import("@aws-sdk/client-bedrock-runtime"),
      aws.bedrock(call),
    ]);
    const command = new InvokeModelCommand({
      modelId: call.model,
      contentType: "application/json",
      accept: "application/json",
      body: JSON.stringify(body),
    });
    const answer = await client.send(command, { abortSignal });
    return JSON.parse(answer.body.transformToString()) as unknown;
  });
}

/** Does one call within its time, all its attempts included. Errors are PublicErrors of the call's subject. */
export async function within<T>(
  call: BedrockCall,
  { timeoutMs, signal }: Limits,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const late = AbortSignal.timeout(timeoutMs);
  try {
    return await send(signal ? AbortSignal.any([signal, late]) : late);
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) throw silent(call);
    throw toBedrockError(error, call);
  }
}

function silent({ subject, region }: BedrockCall) {
  const message = `The ${subject} in Bedrock (${region}) took too long. Try again; if it stays, it may be overloaded.`;
  return new PublicError("unavailable", `${subject.replace(" ", "_")}.silent`, message);
}

import { PublicError } from "../../error.ts";
import { quote, withoutKey } from "../said.ts";
import type { AwsKey } from "./aws-place.ts";
import { type BedrockCall, type Failure, meanings, other } from "./bedrock-meanings.ts";
import { withoutArns } from "./without-arns.ts";

/** What a failed call to Bedrock means for the people who wait for it, and what an administrator can do. Never holds the key. */
export function toBedrockError(error: unknown, call: BedrockCall): PublicError {
  if (error instanceof PublicError) return error;
  const failure = failureOf(error, call);
  const { kind = "unavailable", problem, message } = meanings.find((meaning) => meaning.fits(failure)) ?? other;
  const cause = withoutKey(error, secretOf(call.key));
  return new PublicError(kind, `${call.subject.replace(" ", "_")}.${problem}`, message(failure), { cause });
}

function failureOf(error: unknown, call: BedrockCall): Failure {
  const {
    name = "",
    message = "",
    code = "",
    $metadata,
  } = (error ?? {}) as Partial<Error & { code: string; $metadata: { httpStatusCode?: number } }>;
  const text = readable(message);
  const quoted = quote(withoutArns(text), secretOf(call.key));
  return {
    name: name.charAt(0).toUpperCase() + name.slice(1),
    text: `${text} ${code}`.trim(),
    status: $metadata?.httpStatusCode,
    call,
    again: call.subject === "model" ? "Ask again" : "Try again",
    said: quoted && ` ${quoted}`,
  };
}

/** Some errors in the middle of a stream come as the JSON that holds their message. */
function readable(message: string): string {
  const inside = /^\{"message":"((?:[^"\\]|\\.)*)"/i.exec(message)?.[1];
  return inside === undefined ? message : (JSON.parse(`"${inside}"`) as string);
}

function secretOf(key: AwsKey | undefined): string | undefined {
  return key?.type === "bearer" ? key.token : key?.secretAccessKey;
}

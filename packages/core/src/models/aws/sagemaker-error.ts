import { type ErrorKind, PublicError } from "../../error.ts";
import { hasImages, type Prompt } from "../chat-model.ts";
import type { Subject } from "../openai/openai-error.ts";
import { cannotSee, tooLong } from "../broken-answer.ts";
import { tellsToolless, withoutTools } from "../tool-call.ts";
import { quote, tellsBlind, tellsTooLong, withoutKey } from "../said.ts";
import type { SageMakerPlace } from "./sagemaker-address.ts";
import { withoutArns } from "./without-arns.ts";

/** What a failed call of an endpoint means for the people who wait for it. `begun` is whether its answer had begun. */
export function toSageMakerError(error: unknown, place: SageMakerPlace, subject: Subject, begun = false): PublicError {
  if (error instanceof PublicError) return error;
  const { kind = "unavailable", problem, message } = meaningOf(error, place, subject, begun);
  return new PublicError(kind, `${subject}.${problem}`, message, {
    cause: withoutKey(error, place.key?.secretAccessKey),
  });
}

/** The same for a prompt, which can be too long or hold images that the model does not take. */
export function toPromptError(error: unknown, place: SageMakerPlace, prompt: Prompt, begun: boolean): PublicError {
  const { name, OriginalStatusCode: status, OriginalMessage: said } = error as Partial<SdkError>;
  if (name === "ModelError" && Number(status) < 500) {
    if (prompt.tools?.length && tellsToolless(said)) return withoutTools();
    if (tellsTooLong(said)) return tooLong(place.model);
    if (hasImages(prompt) && tellsBlind(said)) return cannotSee();
  }
  return toSageMakerError(error, place, "model", begun);
}

interface Meaning {
  kind?: ErrorKind;
  /** Second half of the error's code. */
  problem: string;
  message: string;
}

/** What the SDK's errors carry. A container's own answer comes in the `Original…` fields. */
interface SdkError {
  name: string;
  message: string;
  Message?: string;
  OriginalStatusCode?: number;
  OriginalMessage?: string;
  $metadata?: { httpStatusCode?: number | undefined };
}

function meaningOf(error: unknown, place: SageMakerPlace, subject: Subject, begun: boolean): Meaning {
  const again = subject === "model" ? "Ask again" : "Try again";
  if (error instanceof SyntaxError) {
    const message = `The endpoint "${place.endpoint}" sent something that its contract does not foresee. Check in the settings that it names the right contract. If it worked before, ${again.toLowerCase()}.`;
    return { problem: "garbled", message };
  }
  const failed = (error instanceof Error ? error : new Error(String(error))) as SdkError;
  const said = withoutArns(failed.OriginalMessage ?? failed.Message ?? failed.message);
  const quoted = quote(said, place.key?.secretAccessKey);
  if (begun) {
    // what broke the connection says nothing to people; what the container said does
    const told = failed.name === "ModelStreamError" ? ` ${quoted}` : "";
    return { problem: "broken_off", message: `The ${subject}'s answer broke off before its end. ${again}.${told}` };
  }
  if (failed.name === "ModelError") return byContainer(failed.OriginalStatusCode, quoted, subject, again);
  if (/^(ModelStreamError|InternalStreamFailure)$/.test(failed.name)) return byContainer(500, quoted, subject, again);
  return byService(failed, quoted, place, subject, again);
}

/** The container answered, but not with what was asked for. */
function byContainer(status: number | undefined, quoted: string, subject: Subject, again: string): Meaning {
  const told = quoted && ` ${quoted}`;
  if (status === 429 || status === 503) {
    const message = `The ${subject} is busy. Wait a minute, then ${again.toLowerCase()}.${told}`;
    return { kind: "limited", problem: "busy", message };
  }
  if (status === 400 || status === 404 || status === 413 || status === 415 || status === 422) {
    const message = `The ${subject}'s container refused the request.${told} An administrator can check in the settings that the endpoint names the right contract.`;
    return { problem: "refused", message };
  }
  const message = `The ${subject}'s container failed.${told} ${again} in a minute; if it stays, an administrator finds more in the endpoint's log.`;
  return { problem: "unavailable", message };
}

const clock = /expired|not yet current|too skewed/i;

function byService(
  { name, message: said, $metadata }: SdkError,
  quoted: string,
  { endpoint, region }: SageMakerPlace,
  subject: Subject,
  again: string,
): Meaning {
  if (name === "CredentialsProviderError") {
    const message = `There are no credentials for AWS. An administrator can enter a key for the ${subject} in the settings, or give the desk a role that may call the endpoint.`;
    return { problem: "unauthorized", message };
  }
  if (name === "ExpiredTokenException" || name === "ExpiredToken") {
    const message = `The key for AWS has run out. An administrator can enter a valid one in the settings.`;
    return { problem: "unauthorized", message };
  }
  if (/^(InvalidSignature|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired)/.test(name) && clock.test(said)) {
    const message = `AWS refused the request because the desk's clock is wrong. An administrator can set the clock of its machine.`;
    return { problem: "unauthorized", message };
  }
  if (name === "AccessDeniedException") {
    const message = `The key for AWS may not call the endpoint "${endpoint}" in ${region}. An administrator can allow it sagemaker:InvokeEndpoint and sagemaker:InvokeEndpointWithResponseStream there.`;
    return { problem: "unauthorized", message };
  }
  const status = $metadata?.httpStatusCode;
  if (status === 401 || status === 403) {
    const message = `AWS refused the key. An administrator can enter a valid one in the settings.`;
    return { problem: "unauthorized", message };
  }
  if (/not found/i.test(said) && (status === 400 || status === 404)) {
    const message = `There is no endpoint "${endpoint}" in ${region}. Check its name and its region in the settings, and that it has not been deleted.`;
    return { problem: "not_found", message };
  }
  if (name === "ModelNotReadyException") {
    const message = `The ${subject} is still starting. Wait a minute, then ${again.toLowerCase()}.`;
    return { kind: "limited", problem: "busy", message };
  }
  if (/throttl|too ?many/i.test(name) || status === 429) {
    const message = `The ${subject} is busy. Wait a minute, then ${again.toLowerCase()}.`;
    return { kind: "limited", problem: "busy", message };
  }
  if (status === undefined) {
    const message = `SageMaker in ${region} cannot be reached. Check the region in the settings, and the way from the desk to AWS.`;
    return { problem: "unreachable", message };
  }
  if (status >= 500) {
    const message = `SageMaker has a problem. ${again} in a minute; if it stays, tell an administrator.`;
    return { problem: "unavailable", message };
  }
  const message = `SageMaker refused the request.${quoted && ` ${quoted}`} An administrator can check the endpoint in the settings.`;
  return { problem: "refused", message };
}

import type { ErrorKind } from "../../error.ts";
import type { Subject } from "../openai/openai-error.ts";
import type { BedrockPlace } from "./bedrock-address.ts";

export interface BedrockCall extends BedrockPlace {
  /** What is called: begins the code of its errors and names it in their sentences. */
  subject: Subject | "image model" | "knowledge base";
  /** Whether something of the answer had come: what fails then broke it off. */
  begun?: boolean;
}

export interface Failure {
  /** As Bedrock names its errors; in the middle of a stream it begins them small. */
  name: string;
  text: string;
  status: number | undefined;
  call: BedrockCall;
  again: string;
  /** What Bedrock said, as a sentence after a space, or nothing. */
  said: string;
}

export interface Meaning {
  fits: (failure: Failure) => boolean;
  kind?: ErrorKind;
  /** Second half of the error's code. */
  problem: string;
  message: (failure: Failure) => string;
}

const offline =
  /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|certificate|socket|HTTP2|http2|session|TimeoutError|Region not accepted|Invalid Configuration/i;

/** The first that fits. By name where a name says enough: texts are Bedrock's own and change. */
export const meanings: readonly Meaning[] = [
  {
    fits: named(/^(Credentials|Token)ProviderError$/, /could not load credentials|token is missing/i),
    problem: "unauthorized",
    message: ({ call }) =>
      `The desk has no credentials for AWS. An administrator can enter a key for the ${call.subject} in the settings, or give the desk's machine a role that may use Bedrock.`,
  },
  {
    fits: ({ text }) => /signature (expired|not yet current)/i.test(text),
    problem: "unauthorized",
    message: () =>
      "AWS refused the request because the desk's clock is wrong. An administrator can set the clock of its machine.",
  },
  {
    fits: named(/^(ExpiredToken|RequestExpired)/, /token.*(has |is )?expired/i),
    problem: "unauthorized",
    message: () => "The key for AWS has expired. An administrator can enter a valid one in the settings.",
  },
  {
    fits: named(
      /^(UnrecognizedClient|InvalidSignature|InvalidClientTokenId|IncompleteSignature|MissingAuthentication|SignatureDoesNotMatch|InvalidAccessKeyId|Unauthorized)/,
      /api key|bearer token|authentication failed/i,
    ),
    problem: "unauthorized",
    message: () => "AWS refused the key. An administrator can enter a valid one in the settings.",
  },
  {
    fits: refused(/marketplace/i),
    problem: "unauthorized",
    message: ({ call }) =>
      `The AWS account has not subscribed to "${call.model}" in the AWS Marketplace. An administrator can open the model once in the Bedrock console with a role that may subscribe, and then ask again.`,
  },
  {
    fits: refused(/explicit deny/i),
    problem: "unauthorized",
    message: ({ call, text }) =>
      `A rule of the AWS organisation forbids ${permission(text)} for "${call.model}" in ${call.region}. An administrator can choose another region or model in the settings, or have the rule changed.`,
  },
  {
    fits: refused(/not authorized to perform/i),
    problem: "unauthorized",
    message: ({ call, text }) =>
      `The key or role for AWS may not do ${permission(text)} with "${call.model}" in ${call.region}. An administrator can add that permission in AWS.`,
  },
  {
    fits: ({ name, text }) =>
      /access to the model|use case details|model access|marked by provider as legacy/i.test(text) ||
      (name === "AccessDeniedException" && !/prompt caching/i.test(text)),
    problem: "unauthorized",
    message: ({ call, said }) =>
      `The AWS account has no access to "${call.model}" in ${call.region}.${said} An administrator can request it in the Bedrock console under Model access, for this region.`,
  },
  {
    fits: ({ text }) => /operation not allowed/i.test(text),
    problem: "unauthorized",
    message: ({ call }) =>
      `AWS has not opened Bedrock's models for this account in ${call.region} yet. An administrator can ask AWS Support to.`,
  },
  {
    fits: ({ text }) => /on-demand throughput/i.test(text),
    problem: "not_found",
    message: ({ call }) =>
      `"${call.model}" can be called in ${call.region} only through an inference profile. An administrator can enter the profile's id in the settings${profileFor(call)}.`,
  },
  {
    fits: ({ text }) => /end of its life/i.test(text),
    problem: "not_found",
    message: ({ call }) =>
      `Bedrock does not offer "${call.model}" any more. An administrator can choose a newer model in the settings.`,
  },
  {
    fits: ({ text }) => /guardrail/i.test(text),
    problem: "refused",
    message: ({ call, said }) =>
      `Bedrock does not accept the guardrail.${said} An administrator can check its id and version in the settings: it has to be in ${call.region}.`,
  },
  {
    fits: ({ name, text }) =>
      /model identifier|resolve the foundation model|(not available|not supported|isn.t supported) in (this|your) region/i.test(
        text,
      ) ||
      name === "ResourceNotFoundException" ||
      name === "UnknownOperationException",
    problem: "not_found",
    message: ({ call }) =>
      `Bedrock has no ${call.subject === "knowledge base" ? "knowledge base" : "model"} "${call.model}" in ${call.region}. Check its id and the region in the settings.`,
  },
  {
    fits: ({ name, text }) => /^(Throttling|TooManyRequests)/.test(name) && /per day|daily/i.test(text),
    kind: "limited",
    problem: "busy",
    message: ({ call }) =>
      `The AWS account has used up its tokens of the day for "${call.model}". Ask again tomorrow, or an administrator can choose another model or ask AWS for a higher quota.`,
  },
  {
    fits: ({ name }) => name.startsWith("ServiceQuotaExceeded"),
    kind: "limited",
    problem: "busy",
    message: ({ call, again }) =>
      `The AWS account's quota for "${call.model}" is used up. ${again} later; an administrator can ask for more under Service Quotas.`,
  },
  {
    fits: ({ name }) => name.startsWith("ModelNotReady"),
    kind: "limited",
    problem: "busy",
    message: ({ call, again }) =>
      `The ${call.subject} is being made ready at AWS. Wait a minute, then ${again.toLowerCase()}.`,
  },
  {
    fits: ({ name, status }) => /^(Throttling|TooManyRequests)/.test(name) || status === 429,
    kind: "limited",
    problem: "busy",
    message: ({ call, again }) => `The ${call.subject} is busy. Wait a minute, then ${again.toLowerCase()}.`,
  },
  {
    fits: ({ name, text }) =>
      name === "ValidationException" &&
      /too long|too (large|many (input )?tokens)|context (length|window|limit)|max(imum)? (input )?tokens|exceeds? the model limit|input length/i.test(
        text,
      ),
    kind: "invalid",
    problem: "too_long",
    message: ({ call }) =>
      call.subject === "model"
        ? `There is more to read or to write than "${call.model}" can take. Ask in a new conversation or more briefly; an administrator can choose a model with a larger context.`
        : `A text is longer than "${call.model}" can take. An administrator can choose a model that takes more.`,
  },
  {
    fits: ({ call, text }) => call.subject === "image model" && /content (filter|polic)|moderation/i.test(text),
    problem: "filtered",
    message: () => "The image model's provider withheld the image by its content rules. Try again in other words.",
  },
  {
    fits: ({ name, text, call }) =>
      call.subject === "model" &&
      name === "ValidationException" &&
      /image/i.test(text) &&
      /n[o'’]t support|not permit|unsupported/i.test(text),
    kind: "invalid",
    problem: "cannot_see",
    message: ({ call, said }) =>
      `"${call.model}" does not take the image.${said} Ask without it, or an administrator can choose a model that sees.`,
  },
  {
    fits: ({ name }) => name.startsWith("ModelTimeout"),
    problem: "silent",
    message: ({ call, again }) =>
      `The ${call.subject} at AWS took too long. ${again}; if it stays, it may be overloaded.`,
  },
  {
    fits: ({ call }) => call.begun === true,
    problem: "broken_off",
    message: ({ call, again, name, said }) =>
      `The ${call.subject}'s answer broke off before its end. ${again}.${/^(Model|Validation)/.test(name) ? said : ""}`,
  },
  {
    fits: ({ text, name }) => name === "SyntaxError" || /checksum|in JSON|Deserialization/i.test(text),
    problem: "garbled",
    message: ({ again }) =>
      `What came from Bedrock cannot be read. ${again}; if it stays, an administrator can check what stands between the desk and AWS.`,
  },
  {
    fits: ({ name, status }) =>
      /^(InternalServer|ServiceUnavailable|InternalFailure|ModelError|ModelStreamError)/.test(name) ||
      (status ?? 0) >= 500,
    problem: "unavailable",
    message: ({ again, name, said }) =>
      `Bedrock has a problem.${name.startsWith("Model") ? said : ""} ${again} in a minute; if it stays, tell an administrator.`,
  },
  {
    fits: ({ status, name, text }) => status === undefined && offline.test(`${name} ${text}`),
    problem: "unreachable",
    message: ({ call }) =>
      call.region.startsWith("cn-")
        ? `There is no Bedrock in China (${call.region}). An administrator can choose a region elsewhere, an endpoint of SageMaker, or a server that speaks OpenAI's dialect.`
        : `Bedrock cannot be reached in ${call.region}. Check the region in the settings, and that the desk's network lets it through to AWS.`,
  },
];

/** What fits nothing else. */
export const other: Meaning = {
  fits: () => true,
  problem: "refused",
  message: ({ said }) =>
    `Bedrock refused the request.${said} An administrator can test the connection in the settings.`,
};

function named(name: RegExp, text: RegExp): Meaning["fits"] {
  return (failure) => name.test(failure.name) || (failure.name !== "ValidationException" && text.test(failure.text));
}

function refused(text: RegExp): Meaning["fits"] {
  return (failure) => failure.name === "AccessDeniedException" && text.test(failure.text);
}

function permission(text: string): string {
  return /\b(bedrock|aws-marketplace):\w+/.exec(text)?.[0] ?? "this";
}

/** For models of their own account's region group, profiles are named after it. */
function profileFor({ region, model }: BedrockCall): string {
  const group = /^(us-gov|us|eu|ap)-/.exec(region)?.[1];
  if (!group || model.startsWith("arn:")) return "";
  return `, for example "${group === "ap" ? "apac" : group}.${model}" or "global.${model}"`;
}

import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai/error";
import { type ErrorKind, PublicError } from "../../error.ts";
import { filtered, tooLong } from "../broken-answer.ts";
import { quote, tellsTooLong, withoutKey } from "../said.ts";

/** Whose server it is: begins the code of its errors and names it in their sentences. */
export type Subject = "model" | "embedder" | "reranker" | "image model";

/** What a failed call to a model's server means for the people who wait for it. Never holds the key or the server's address. */
export function toModelError(
  error: unknown,
  { model, apiKey }: { model: string; apiKey?: string },
  subject: Subject = "model",
): PublicError {
  if (error instanceof PublicError) return error;
  if (subject === "model" && error instanceof APIError) {
    const said = `${error.code ?? ""} ${error.message}`;
    if (error.status === 413 || (isRefusal(error) && tellsTooLong(said))) return tooLong(model);
    if (isRefusal(error) && rules.test(said)) return filtered();
  }
  const { kind = "unavailable", problem, message } = meaningOf(error, subject, model, apiKey);
  return new PublicError(kind, `${subject.replace(" ", "_")}.${problem}`, message, {
    cause: withoutKey(error, apiKey),
  });
}

/** What providers say when their rules on content keep a question out. */
const rules = /data_inspection_failed|content_filter|content_policy|content management policy|inappropriate content/i;
/** DeepSeek and LM Studio say so under the status of a wrong request. */
const absences = /model[_ ]not[_ ](found|exist)|no models? (is )?loaded/i;
/** Some say so of an account in debt under another status than 402. */
const debts = /insufficient_quota|exceeded your current quota|insufficient balance|arrearage|in good standing/i;

function isRefusal({ status }: APIError): boolean {
  return status === 400 || status === 422;
}

interface Meaning {
  kind?: ErrorKind;
  /** Second half of the error's code. */
  problem: string;
  message: string;
}

function meaningOf(error: unknown, subject: Subject, model: string, apiKey: string | undefined): Meaning {
  const again = againWith(subject);
  if (error instanceof APIConnectionTimeoutError) {
    const message = `The ${subject}'s server took too long. ${again}; if it stays, its server may be overloaded.`;
    return { problem: "silent", message };
  }
  if (error instanceof APIConnectionError) {
    const message = `The ${subject}'s server cannot be reached. Check that it runs and that its address in the settings is right.`;
    return { problem: "unreachable", message };
  }
  if (error instanceof APIError && error.status !== undefined)
    return byStatus(
      statusOf(error.status, `${error.code ?? ""} ${error.message}`),
      subject,
      model,
      said(error, apiKey),
    );
  if (error instanceof SyntaxError) {
    const message = `The ${subject}'s server sent something that is no answer. Check its address in the settings: most end in /v1. If it worked before, ${again.toLowerCase()}.`;
    return { problem: "garbled", message };
  }
  const message = `The ${subject}'s answer broke off before its end. ${again}.`;
  return { problem: "broken_off", message: `${message}${error instanceof APIError ? said(error, apiKey) : ""}` };
}

/** The status that fits what was said. */
function statusOf(status: number, said: string): number {
  if (debts.test(said)) return 402;
  return status < 500 && absences.test(said) ? 404 : status;
}

function byStatus(status: number, subject: Subject, model: string, said: string): Meaning {
  const again = againWith(subject);
  if (status === 401 || status === 403) {
    const message = `The ${subject}'s server refused the key. An administrator can enter a valid one in the settings.`;
    return { problem: "unauthorized", message };
  }
  if (status === 402) {
    const message = `The account at the ${subject}'s provider has no credit left. An administrator can top it up or connect another model.`;
    return { problem: "no_credit", message };
  }
  if (status === 404) {
    const message = `The server does not know the model "${model}". Check its name in the settings, and that the address is complete: most end in /v1.`;
    return { problem: "not_found", message };
  }
  if (status === 429) {
    const message = `The ${subject} is busy. Wait a minute, then ${again.toLowerCase()}.`;
    return { kind: "limited", problem: "busy", message };
  }
  // 501 is what a server cannot do, such as embedding
  if (status >= 500 && status !== 501) {
    const message = `The ${subject}'s server has a problem. ${again} in a minute; if it stays, tell an administrator.`;
    return { problem: "unavailable", message };
  }
  const message = `The ${subject}'s server refused the request.${said} An administrator can test the connection in the settings.`;
  return { problem: "refused", message };
}

function againWith(subject: Subject): string {
  return subject === "model" ? "Ask again" : "Try again";
}

/** What the server said about it, shortened. */
function said(error: APIError, apiKey: string | undefined): string {
  const body: unknown = error.error;
  const text = typeof body === "object" && body !== null && "message" in body ? body.message : body;
  const quoted = quote(text, apiKey);
  return quoted && ` ${quoted}`;
}

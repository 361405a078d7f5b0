import { APIConnectionError, APIError } from "openai/error";
import { type ErrorKind, PublicError } from "../error.ts";
import type { ModelAddress } from "./chat-model.ts";

interface Meaning {
  kind: ErrorKind;
  code: string;
  message: string;
}

/** What a failed call to a model means for the people who wait for it. Never holds the key or the server's address. */
export function toModelError(error: unknown, { model, apiKey }: ModelAddress): PublicError {
  if (error instanceof PublicError) return error;
  const { kind, code, message } = meaningOf(error, model, apiKey);
  return new PublicError(kind, code, message, { cause: withoutKey(error, apiKey) });
}

function meaningOf(error: unknown, model: string, apiKey: string | undefined): Meaning {
  if (error instanceof APIConnectionError) return unreachable;
  if (error instanceof APIError && error.status !== undefined)
    return byStatus(error.status, model, said(error, apiKey));
  if (error instanceof SyntaxError) return garbled;
  return { ...brokenOff, message: `${brokenOff.message}${error instanceof APIError ? said(error, apiKey) : ""}` };
}

function byStatus(status: number, model: string, said: string): Meaning {
  if (status === 401 || status === 403) {
    return {
      kind: "unavailable",
      code: "model.unauthorized",
      message: "The model's server refused the key. An administrator can enter a valid one in the settings.",
    };
  }
  if (status === 402) {
    return {
      kind: "unavailable",
      code: "model.no_credit",
      message:
        "The account at the model's provider has no credit left. An administrator can top it up or connect another model.",
    };
  }
  if (status === 404) {
    return {
      kind: "unavailable",
      code: "model.not_found",
      message: `The server does not know the model "${model}". Check its name in the settings, and that the address is complete: most end in /v1.`,
    };
  }
  if (status === 429) {
    return { kind: "limited", code: "model.busy", message: "The model is busy. Wait a minute, then ask again." };
  }
  if (status >= 500) {
    return {
      kind: "unavailable",
      code: "model.unavailable",
      message: "The model's server has a problem. Ask again in a minute; if it stays, tell an administrator.",
    };
  }
  return {
    kind: "unavailable",
    code: "model.refused",
    message: `The model's server refused the request.${said} An administrator can test the connection in the settings.`,
  };
}

const unreachable: Meaning = {
  kind: "unavailable",
  code: "model.unreachable",
  message: "The model's server cannot be reached. Check that it runs and that its address in the settings is right.",
};

const garbled: Meaning = {
  kind: "unavailable",
  code: "model.garbled",
  message:
    "The model's server sent something that is no answer. Check its address in the settings: most end in /v1. If it worked before, ask again.",
};

const brokenOff: Meaning = {
  kind: "unavailable",
  code: "model.broken_off",
  message: "The model's answer broke off before its end. Ask again.",
};

/** What the server said about it, shortened. */
function said(error: APIError, apiKey: string | undefined): string {
  const body: unknown = error.error;
  const text = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  if (typeof text !== "string" || !text.trim()) return "";
  return ` It said: "${redact(text.replace(/\s+/g, " ").trim().slice(0, 200), apiKey)}".`;
}

/** For the log: the same error without the key, which servers like to repeat, and without headers. */
function withoutKey(error: unknown, apiKey: string | undefined): Error {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Error(redact(text.slice(0, 500), apiKey));
}

function redact(text: string, apiKey: string | undefined): string {
  const known = apiKey ? text.replaceAll(apiKey, "***") : text;
  return known.replace(/\b(sk|key|Bearer)[-_ ][\w*-]{6,}/gi, "***");
}

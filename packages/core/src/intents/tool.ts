import { Validator } from "@cfworker/json-schema";
import { z } from "zod";
import { PublicError } from "../error.ts";
import { seal, unseal } from "../models/sealed.ts";
import { guarded, type Answered } from "../net/guarded.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import type { Action, Input, Shown, Tool } from "./action.ts";

const schemaCharactersMax = 20_000;
const timeoutMs = 15_000;
const bytesMax = 64 * 1024;
const Outline = z.object({
  required: z.array(z.string()).catch([]),
  properties: z
    .record(z.string(), z.object({ description: z.string().max(200).optional().catch(undefined) }).catch({}))
    .catch({}),
});
const Headers = z.record(z.string(), z.string());

/** An editor's action as it is stored: headers sealed, what only an administrator may say checked. */
export function toStored(scope: Scope, input: Input, before?: Action): Action {
  if (input.type !== "tool") return input;
  refuseUnfit(input.parameters);
  const { headers, ...rest } = input;
  const known = before?.type === "tool" && sameServer(before.url, input.url) ? before : undefined;
  if (input.allowPrivate && !known?.allowPrivate) requireRole(scope, "admin");
  // a key goes to no other server than the one it was entered for
  if (headers === undefined) return { ...rest, headers: known?.headers ?? null };
  const none = headers === null || Object.keys(headers).length === 0;
  return {
    ...rest,
    headers: none ? null : seal(scope.secret, purposeOf(requireCompany(scope)), JSON.stringify(headers)),
  };
}

export function toShown(scope: Scope, action: Action): Shown {
  if (action.type !== "tool") return action;
  const { headers, ...rest } = action;
  return { ...rest, headerNames: headers === null ? [] : Object.keys(headersOf(scope, action)) };
}

/** What is wrong with the arguments, in words a model can act on; nothing when they fit. */
export function problemsOf(tool: Tool, args: unknown): string[] {
  const { valid, errors } = new Validator(tool.parameters, "2020-12", false).validate(args);
  if (valid) return [];
  return errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).slice(0, 10);
}

/** What the service needs and these arguments do not say, by the name that people know it by. */
export function missingOf({ parameters }: Tool, args: Record<string, unknown>): string[] {
  const { required, properties } = Outline.parse(parameters);
  return required.filter((name) => args[name] === undefined).map((name) => properties[name]?.description ?? name);
}

/**
 * Calls the service with arguments that fit. Throws `tool.no_address`, `tool.forbidden_address`, `tool.unreachable`,
 * `tool.failed`.
 */
export async function call(
  scope: Scope,
  tool: Tool,
  args: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Answered> {
  if (tool.url === null) {
    const message = "The service for this has no address yet. An editor can add it under Tune, Intents.";
    throw new PublicError("unavailable", "tool.no_address", message);
  }
  const url = new URL(tool.url);
  if (tool.method === "GET") {
    for (const [name, value] of Object.entries(args)) {
      url.searchParams.append(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  const answer = await guarded(url, {
    method: tool.method,
    headers: { accept: "application/json, text/plain", ...headersOf(scope, tool) },
    ...(tool.method === "POST" && { json: args }),
    allowPrivate: tool.allowPrivate,
    timeoutMs,
    bytesMax,
    signal,
  });
  if (answer.status >= 200 && answer.status < 300) return answer;
  const hint = answer.status < 400 ? "It sends callers elsewhere, which is not followed; enter its final address." : "";
  const message = `The service answered with the error ${answer.status}. ${hint || "Try again later, or tell an editor."}`;
  throw new PublicError("unavailable", "tool.failed", message);
}

function headersOf(scope: Scope, { headers }: Tool): Record<string, string> {
  if (headers === null) return {};
  return Headers.parse(JSON.parse(unseal(scope.secret, purposeOf(requireCompany(scope)), headers)));
}

/** What the headers of a company's tools are sealed for. */
export function purposeOf(companyId: string): string {
  return `tool-headers:${companyId}`;
}

function sameServer(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && new URL(before).origin === new URL(after).origin;
}

function refuseUnfit(parameters: Record<string, unknown>): void {
  const fail = (why: string) => {
    const message = `The arguments are no JSON Schema that can be used: ${why}. Begin with {"type":"object","properties":{…}}.`;
    throw new PublicError("invalid", "tool.schema_invalid", message);
  };
  if (JSON.stringify(parameters).length > schemaCharactersMax)
    fail(`it is longer than ${schemaCharactersMax} characters`);
  if ((parameters["type"] ?? "object") !== "object") fail("they have to be an object");
  try {
    new Validator(parameters, "2020-12").validate({});
  } catch (error) {
    fail(error instanceof Error ? error.message : "it cannot be read");
  }
}

import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { PublicError } from "@docent/core/error";
import { requireUser, type Scope } from "@docent/core/scope";
import { statusOf } from "../../trpc/trpc.ts";
import type { Desk } from "../desk.ts";
import { answer } from "./chat.ts";
import type { Fields } from "./fields.ts";
import { isManagement, manage } from "./management.ts";
import { replyOf } from "./reply.ts";

export const legacyPath = "/api/legacy";
const bodyBytesMax = 1024 * 1024;
const headers = { "Content-Type": "application/json" };

/**
 * Questions and management as programs written for the predecessor send them, at one address. What goes wrong has a status
 * of its own and stands where such programs look for the answer.
 */
export function addLegacyRoute(app: Hono, desk: Desk): void {
  const limit = bodyLimit({ maxSize: bodyBytesMax, onError: (c) => c.json(asAnswer(tooLarge(), {}), 400) });
  app.post(legacyPath, limit, async (c) => {
    const scope: Scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    let sent: Fields = {};
    try {
      requireUser(scope);
      sent = await fieldsOf(c);
      const body = isManagement(sent) ? await manage(scope, sent) : [await whole(answer(scope, sent, false))];
      return c.json({ statusCode: 200, headers, body });
    } catch (error) {
      if (!(error instanceof PublicError)) throw error;
      return c.json(asAnswer(error, sent), statusOf(error));
    }
  });
}

/** What a generator comes to, whatever it yields. */
async function whole<T>(told: AsyncGenerator<string, T>): Promise<T> {
  for (;;) {
    const next = await told.next();
    if (next.done) return next.value;
  }
}

async function fieldsOf(c: Context): Promise<Fields> {
  const sent: unknown = await c.req.json().catch((cause: unknown) => {
    throw new PublicError("invalid", "request.invalid", "The request is not JSON.", { cause });
  });
  if (typeof sent === "object" && sent !== null && !Array.isArray(sent)) return sent as Fields;
  throw new PublicError("invalid", "request.invalid", "The request must be a JSON object.");
}

/** An error where clients look for the answer. */
function asAnswer(error: PublicError, sent: Fields) {
  const { kind, code, message } = error;
  const now = new Date();
  const query = typeof sent["prompt"] === "string" ? sent["prompt"] : "";
  const msgid = typeof sent["msgid"] === "string" ? sent["msgid"] : undefined;
  const reply = replyOf({ text: message, query, msgid, streams: false, began: now, ended: now, notHonoured: [] });
  return { statusCode: statusOf(error), headers, kind, code, message, body: isManagement(sent) ? message : [reply] };
}

function tooLarge(): PublicError {
  return new PublicError("invalid", "request.invalid", "The request is larger than 1 MB.");
}

import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { requireUser, type Scope } from "@docent/core/scope";
import type { Desk } from "../http/desk.ts";
import { answer } from "../http/legacy/chat.ts";
import { answerTo, type Reply } from "../http/legacy/reply.ts";
import { isOwnOrigin } from "../http/origin.ts";
import { requireOwnPassword } from "../trpc/own-password.ts";

export const legacySocketPath = "/api/legacy/socket";
const messageBytesMax = 256 * 1024;
const atOnceMax = 4;
const pingMs = 25_000;

const Sent = z.object({
  action: z.literal("sendprompt", { error: 'There is one action: "sendprompt".' }),
  payload: z.object({
    msgid: z.string().min(1).max(200),
    messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
    params: z.record(z.string(), z.unknown()).default({}),
  }),
});

/**
 * Answers as they are written, for programs written for the predecessor: a question in one message, frames with its text,
 * and one that says `[DONE]`. The key is sent as everywhere, in the header, and looked at again for every question.
 */
export function attachLegacySocket(server: Server, desk: Desk): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    if (new URL(request.url ?? "/", "http://desk").pathname !== legacySocketPath) return;
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, request, desk));
  });
  const ping = setInterval(() => sockets.clients.forEach((socket) => socket.ping()), pingMs);
  ping.unref();
  return {
    async close() {
      clearInterval(ping);
      for (const socket of sockets.clients) socket.close(1012, "restarting");
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

function serve(socket: WebSocket, request: IncomingMessage, desk: Desk): void {
  const connectionId = randomUUID();
  let underway = 0;
  socket.on("message", (data) => {
    const send = (msgid: string, content: string, more: Pick<Reply, "not_honoured"> = {}) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify({ msgid: answerTo(msgid), role: "AI", text: { content }, connectionId, ...more }));
    };
    underway++;
    tell({ data, request, desk, isBusy: underway > atOnceMax }, send)
      .catch((error: unknown) => desk.ports.log.error("legacy.failed", { error }))
      .finally(() => underway--);
  });
  socket.on("error", (error) => desk.ports.log.warn("legacy.socket_failed", { error }));
}

type Send = (msgid: string, content: string, more?: Pick<Reply, "not_honoured">) => void;

interface Heard {
  data: RawData;
  request: IncomingMessage;
  desk: Desk;
  /** So many questions of this connection are being answered that it has to wait. */
  isBusy: boolean;
}

async function tell({ data, request, desk, isBusy }: Heard, send: Send): Promise<void> {
  const value = parsed(data);
  const msgid = msgidOf(value);
  let more: Pick<Reply, "not_honoured"> = {};
  try {
    const scope = await scopeOf(request, desk);
    if (isBusy) throw new PublicError("limited", "request.throttled", "Wait for the answers that are on their way.");
    const told = answer(scope, questionOf(value), true);
    for (let next = await told.next(); ; next = await told.next()) {
      if (next.done) {
        more = next.value.not_honoured ? { not_honoured: next.value.not_honoured } : {};
        break;
      }
      send(msgid, next.value);
    }
  } catch (error) {
    const isPublic = error instanceof PublicError;
    if (!isPublic) desk.ports.log.error("legacy.failed", { error });
    send(msgid, isPublic ? error.message : "Something went wrong on our side. Try again.");
  }
  send(msgid, "[DONE]", more);
}

async function scopeOf({ headers }: IncomingMessage, desk: Desk): Promise<Scope> {
  const sent = Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  const scope = { ...desk.ports, actor: await desk.actorOf(new Headers(sent as [string, string][])) };
  requireUser(scope);
  requireOwnPassword(scope.actor, legacySocketPath);
  return scope;
}

/** The question as it would be sent over HTTP; the session is called after its user where nothing else is said. */
function questionOf(value: unknown): Record<string, unknown> {
  const read = Sent.safeParse(value);
  if (!read.success) throw new PublicError("invalid", "request.invalid", z.prettifyError(read.error));
  const { msgid, messages, params } = read.data.payload;
  const { username, feedback: _, ...fields } = params;
  const user = typeof username === "string" ? username : "";
  return { chat_name: `web_chat_${user}`, user_id: user, ...fields, msgid, prompt: messages.at(-1)?.content ?? "" };
}

function msgidOf(value: unknown): string {
  const read = z.object({ payload: z.object({ msgid: z.string() }) }).safeParse(value);
  return read.success ? read.data.payload.msgid : "";
}

function parsed(data: RawData): unknown {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

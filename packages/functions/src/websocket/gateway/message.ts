import { callTRPCProcedure, TRPCError, type AnyTRPCRouter, type inferRouterContext } from "@trpc/server";
import { parseTRPCMessage, type TRPCClientOutgoingMessage, type TRPCResponseMessage } from "@trpc/server/rpc";
import { done, type Caller, type Invocation, type MessageEvent } from "./event.ts";
import type { Id } from "./frames.ts";
import type { Gateway, Parts } from "./parts.ts";

/** More calls in one frame than a page ever makes at once. */
const callsMax = 50;

type Request = Extract<TRPCClientOutgoingMessage, { method: "query" | "mutation" | "subscription" }>;

/** One frame from a client: a sign of life, calls that are answered here, or the beginning or end of a subscription. */
export function messageHandler<Router extends AnyTRPCRouter>(parts: Parts<Router>): Gateway["message"] {
  const { connections, sockets, frames, times, log } = parts;

  return async function message(event, invocation) {
    const { connectionId, connectedAt } = event.requestContext;
    try {
      const body = bodyOf(event);
      if (body === "PING") await pong(connectionId, connectedAt);
      else if (body !== "PONG") await take(event, body, invocation);
    } catch (error) {
      // a call that is never answered would wait for ever: on a new socket it is made again
      log.error("socket.message_failed", { error });
      await sockets.close(connectionId).catch((failure: unknown) => log.warn("socket.not_closed", { error: failure }));
    }
    return done;
  };

  async function pong(connectionId: string, connectedAt: number | undefined): Promise<void> {
    const now = parts.now().getTime();
    if (!(await parts.post(connectionId, "PONG"))) return;
    if (await connections.isDeserted(connectionId, new Date(now - times.deserted))) {
      log.warn("socket.deserted", { connectionId });
      return sockets.close(connectionId);
    }
    const old = connectedAt !== undefined && now - connectedAt > times.reconnectAfter;
    // the client opens another socket first, and leaves this one when that answers
    if (old && (await connections.once(connectionId, "reconnect"))) {
      await parts.post(connectionId, JSON.stringify({ id: null, method: "reconnect" }));
    }
  }

  async function take(event: MessageEvent, body: string, invocation: Invocation | undefined): Promise<void> {
    const { connectionId, authorizer = null } = event.requestContext;
    const refuse = (id: Id, failure: unknown) =>
      parts.post(connectionId, frames.failure(id, failure, { type: "unknown" }));
    const calls = parse(body);
    if (!calls) return void (await refuse(null, new TRPCError({ code: "PARSE_ERROR", message: "This is no JSON." })));
    const [first] = calls;
    if (isParams(first)) return connections.setParams(connectionId, first.data ?? null);
    if (calls.length > callsMax) {
      const tooMany = new TRPCError({ code: "BAD_REQUEST", message: `At most ${callsMax} calls fit in one message.` });
      await Promise.all(calls.map((call) => refuse(idOf(call), tooMany)));
      return;
    }
    const caller = once(async (): Promise<Caller> => {
      // messages race each other: the one with the parameters may come after the first call
      const params = parts.takesParams ? await connections.params(connectionId, times.params) : null;
      return { connectionId, authorizer, params };
    });
    const context = once(async () => parts.contextOf(await caller()));
    await Promise.all(calls.map((call, batchIndex) => one(call, batchIndex)));

    async function one(raw: unknown, batchIndex: number): Promise<void> {
      let call: TRPCClientOutgoingMessage;
      try {
        call = parseTRPCMessage(raw, parts.router._def._config.transformer);
        if (call.id === null) throw new Error("a call without an id");
      } catch (cause) {
        await refuse(idOf(raw), new TRPCError({ code: "PARSE_ERROR", cause, message: "This is no call." }));
        return;
      }
      if (call.method === "subscription.stop") return connections.cancel(connectionId, String(call.id));
      if (call.method === "subscription") {
        const input = { caller: await caller(), message: raw, batchIndex, chain: 0 };
        // noted as well, so that a function that never began is missed
        await Promise.all([connections.request(connectionId, String(call.id)), parts.invokeWorker(input)]);
        return;
      }
      const ctx = await context();
      if (ctx === undefined) return sockets.close(connectionId);
      await parts.post(connectionId, await answer(call, ctx, batchIndex, invocation));
    }
  }

  async function answer(
    { id, method: type, params: { path, input } }: Request,
    ctx: inferRouterContext<Router>,
    batchIndex: number,
    invocation: Invocation | undefined,
  ): Promise<string> {
    const abort = new AbortController();
    const limitMs = Math.min(times.answer, (invocation?.getRemainingTimeInMillis() ?? Infinity) - 1_000);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const message = "This took longer than a live connection waits. Try again.";
      late.reject(new TRPCError({ code: "TIMEOUT", message }));
      abort.abort();
    }, limitMs);
    try {
      const getRawInput = async () => input;
      const call = { router: parts.router, path, getRawInput, ctx, type, signal: abort.signal, batchIndex };
      const data: unknown = await Promise.race([callTRPCProcedure(call), late.promise]);
      return frames.encode({ id, result: { type: "data", data } } as TRPCResponseMessage);
    } catch (failure) {
      return frames.failure(id, failure, { type, path, input, ctx });
    } finally {
      clearTimeout(timer);
    }
  }
}

function bodyOf({ body, isBase64Encoded }: MessageEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? "", "base64").toString("utf8") : (body ?? "");
}

/** The calls in a frame: one, or several in a list. Undefined when it is no JSON. */
function parse(body: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isParams(call: unknown): call is { data?: Record<string, string> | null } {
  return typeof call === "object" && call !== null && "method" in call && call.method === "connectionParams";
}

function idOf(call: unknown): Id {
  const id = typeof call === "object" && call !== null && "id" in call ? call.id : null;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

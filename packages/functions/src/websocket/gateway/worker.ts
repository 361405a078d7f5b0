import { callTRPCProcedure, isTrackedEnvelope, type AnyTRPCRouter, type inferRouterContext } from "@trpc/server";
import { isObservable, observableToAsyncIterable } from "@trpc/server/observable";
import { parseTRPCMessage, type TRPCRequestMessage, type TRPCResponseMessage } from "@trpc/server/rpc";
import { GoneError } from "@docent/core/realtime/sockets";
import type { Ending, Invocation, Outcome, WorkerInput } from "./event.ts";
import type { Gateway, Parts } from "./parts.ts";
import { senderOf, type Sender, type Told } from "./sender.ts";

/** How long a procedure has to put its things in order when nobody reads any more. */
const finalMs = 2_000;

/** Works for one subscription until it ends, is stopped, its socket is gone, or the time of this function runs out. */
export function workerHandler<Router extends AnyTRPCRouter>(parts: Parts<Router>): Gateway["worker"] {
  const { connections, sockets, frames, log } = parts;

  return async function worker(input, invocation) {
    const { connectionId } = input.caller;
    try {
      return await work(input, invocation);
    } catch (error) {
      log.error("socket.worker_failed", { error });
      await sockets.close(connectionId).catch((failure: unknown) => log.warn("socket.not_closed", { error: failure }));
      return { outcome: "hung-up", frames: 0 };
    }
  };

  async function work(input: WorkerInput, invocation: Invocation | undefined): Promise<Outcome> {
    const { caller, chain } = input;
    const { connectionId } = caller;
    const message = parseTRPCMessage(input.message, parts.router._def._config.transformer) as TRPCRequestMessage;
    const subscription = String(message.id);
    // events arrive at least once, and a stop may have overtaken this one
    const [claim, ctx] = await Promise.all([
      connections.claim(connectionId, subscription, chain),
      parts.contextOf(caller),
    ]);
    if (claim === "duplicate") return { outcome: "duplicate", frames: 0 };

    const sender = senderOf({
      send: (frame) => sockets.post(connectionId, frame),
      encode: (told) => encode(message.id, told),
      fold: parts.fold,
    });
    const ending = await end();
    await connections.finish(connectionId, subscription);
    return { outcome: ending, frames: sender.frames };

    async function end(): Promise<Ending> {
      try {
        if (ctx === undefined) return await hangUp();
        const { why, lastId } =
          claim === "cancelled" ? { why: "stop" } : await stream({ input, message, ctx, sender, invocation });
        if (why === "refused") return await hangUp();
        if (why === "time") {
          await parts.invokeWorker({ ...input, chain: chain + 1, message: resumed(input.message, lastId) });
          return "handed-over";
        }
        sender.push({ type: "stopped" });
        await sender.drain();
        return why === "stop" ? "stopped" : "completed";
      } catch (error) {
        if (error instanceof GoneError) return "gone";
        if (!(error instanceof Failure)) throw error;
        return await fail(error.cause ?? error);
      }
    }

    /** Tells of a failure, after all that was yielded before it. */
    async function fail(cause: unknown): Promise<Ending> {
      try {
        await sender.drain().catch(unlessFailure);
        const { path, input: given } = message.params;
        const frame = frames.failure(message.id, cause, { type: "subscription", path, input: given, ctx });
        await sockets.post(connectionId, frame);
        return "failed";
      } catch (error) {
        if (error instanceof GoneError) return "gone";
        throw error;
      }
    }

    async function hangUp(): Promise<Ending> {
      await sockets.close(connectionId);
      return "hung-up";
    }
  }

  function encode(id: TRPCRequestMessage["id"], told: Told): string {
    const result =
      told.type === "data" && told.id !== undefined ? { ...told, data: { id: told.id, data: told.data } } : told;
    try {
      return frames.encode({ id, result } as TRPCResponseMessage);
    } catch (cause) {
      throw new Failure("the event does not fit", { cause });
    }
  }

  interface Stream {
    input: WorkerInput;
    message: TRPCRequestMessage;
    ctx: inferRouterContext<Router>;
    sender: Sender;
    invocation: Invocation | undefined;
  }

  type Why = "end" | "stop" | "refused" | "time";

  /** Sends what the procedure yields, until something ends it. Throws `Failure` for what the client is to be told. */
  async function stream({ input, message, ctx, sender, invocation }: Stream): Promise<{ why: Why; lastId?: string }> {
    const abort = new AbortController();
    const called = Promise.withResolvers<Why>();
    const { chain } = input;
    const watching = watch({ input, message, ctx, invocation }, (why) => {
      called.resolve(why);
      abort.abort();
    });
    let lastId = message.params.lastEventId;
    let iterator: AsyncIterator<unknown> | undefined;
    try {
      iterator = await begin({ input, message, ctx }, abort.signal);
      // the client hears it once, however many functions work for it
      if (chain === 0) sender.push({ type: "started" });
      let why: Why | undefined;
      while (!why) {
        const room = await Promise.race([sender.ready(), called.promise]);
        const next = room ?? (await Promise.race([asTold(iterator.next()), called.promise]));
        if (typeof next === "string") why = next;
        else if (next.done) why = "end";
        else {
          const told = toldOf(next.value);
          lastId = told.id ?? lastId;
          sender.push(told);
        }
      }
      await sender.drain();
      return { why, ...(lastId !== undefined && { lastId }) };
    } finally {
      watching.stop();
      abort.abort();
      await settled(iterator);
    }
  }

  async function begin(
    { input, message, ctx }: Pick<Stream, "input" | "message" | "ctx">,
    signal: AbortSignal,
  ): Promise<AsyncIterator<unknown>> {
    const { path, lastEventId } = message.params;
    const given = withLastEvent(message.params.input, lastEventId);
    const { router } = parts;
    const call = { router, path, ctx, type: "subscription" as const, signal, batchIndex: input.batchIndex };
    const result: unknown = await asTold(callTRPCProcedure({ ...call, getRawInput: async () => given }));
    const events = isObservable(result) ? observableToAsyncIterable(result, signal) : result;
    if (isAsyncIterable(events)) return events[Symbol.asyncIterator]();
    throw new Failure(`${path} yields no events`);
  }

  /** Calls back once, when the stream is to end: stopped, no longer allowed, or out of time. */
  function watch(
    { input, message, ctx, invocation }: Omit<Stream, "sender">,
    call: (why: Why) => void,
  ): { stop(): void } {
    const { caller } = input;
    const { times } = parts;
    const subscription = String(message.id);
    const unheard = (error: unknown) => log.warn("socket.not_watched", { error });
    const look = setInterval(() => {
      connections.isCancelled(caller.connectionId, subscription).then((stopped) => stopped && call("stop"), unheard);
    }, times.look);
    const renew = setInterval(() => {
      connections.renew(caller.connectionId, subscription).catch(unheard);
      parts.holds?.(ctx, caller).then((held) => held || call("refused"), unheard);
    }, times.renew);
    const leftMs = invocation && Math.max(1, invocation.getRemainingTimeInMillis() - times.handOver);
    const end = leftMs === undefined ? undefined : setTimeout(() => call("time"), leftMs);
    return {
      stop() {
        clearInterval(look);
        clearInterval(renew);
        clearTimeout(end);
      },
    };
  }
}

/** What went wrong in a procedure, for the client to be told. Anything else is the gateway's own trouble. */
class Failure extends Error {}

function unlessFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}

async function asTold<T>(working: Promise<T>): Promise<T> {
  try {
    return await working;
  } catch (cause) {
    throw new Failure("the procedure failed", { cause });
  }
}

function toldOf(value: unknown): Extract<Told, { type: "data" }> {
  if (!isTrackedEnvelope(value)) return { type: "data", id: undefined, data: value };
  const [id, data] = value;
  return { type: "data", id, data };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** As tRPC's own server does it: the procedure finds the last event among its input. */
function withLastEvent(input: unknown, lastEventId: string | undefined): unknown {
  if (lastEventId === undefined) return input;
  return typeof input === "object" && input !== null ? { ...input, lastEventId } : (input ?? { lastEventId });
}

/** The client's message, as it would be if it had been sent after the event `lastId`. */
function resumed(message: unknown, lastId: string | undefined): unknown {
  if (lastId === undefined) return message;
  const request = message as { params: object };
  return { ...request, params: { ...request.params, lastEventId: lastId } };
}

async function settled(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  const ended = Promise.resolve(iterator?.return?.()).catch(() => undefined);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, finalMs).unref())]);
}

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** A Lambda function's handler, here or in a process of its own. */
export type Handler = (event: never, context: FunctionContext) => Promise<unknown>;

export interface FunctionContext {
  awsRequestId: string;
  functionName: string;
  getRemainingTimeInMillis(): number;
}

export interface Functions {
  add(name: string, handler: Handler, timeoutMs?: number): void;
  /** Calls a function as Lambda does: everything passes through JSON, and its time is limited. */
  invoke(name: string, event: unknown, limitMs?: number): Promise<unknown>;
  /** The Invoke operation of Lambda's own API. */
  serve(name: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void>;
  /** What events came to, for the tests to read. */
  readonly ended: { name: string; result?: unknown; error?: unknown }[];
  /** Waits until no invocation is under way. */
  settle(): Promise<void>;
}

/** When each delivery of an event is made, in milliseconds from now: once at once; none when it is lost. */
export type Deliveries = (functionName: string) => readonly number[];

const timeoutMsMax = 900_000;
const payloadBytesMax = { event: 1024 * 1024, call: 6 * 1024 * 1024 };

export class TimedOut extends Error {}

/** AWS Lambda, as far as calling functions goes. */
export function localFunctions(deliveries: Deliveries = () => [0]): Functions {
  const handlers = new Map<string, { handler: Handler; timeoutMs: number }>();
  const ended: Functions["ended"] = [];
  const underWay = new Set<Promise<unknown>>();

  async function invoke(name: string, event: unknown, limitMs = Infinity): Promise<unknown> {
    const found = handlers.get(name);
    if (!found) throw new Error(`There is no function ${name}`);
    const end = Date.now() + found.timeoutMs;
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      getRemainingTimeInMillis: () => end - Date.now(),
    };
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new TimedOut(name)), Math.min(found.timeoutMs, limitMs));
    const working = found.handler(copy(event) as never, context);
    underWay.add(working);
    working.catch(() => undefined).finally(() => underWay.delete(working));
    try {
      return copy((await Promise.race([working, late.promise])) ?? null);
    } finally {
      clearTimeout(timer);
    }
  }

  async function deliver(name: string, event: unknown, afterMs: number): Promise<void> {
    if (afterMs) await sleep(afterMs);
    try {
      ended.push({ name, result: await invoke(name, event) });
    } catch (error) {
      ended.push({ name, error });
    }
  }

  return {
    ended,
    add(name, handler, timeoutMs = timeoutMsMax) {
      handlers.set(name, { handler, timeoutMs });
    },
    invoke,
    async serve(name, { headers }, body, response) {
      const isEvent = headers["x-amz-invocation-type"] === "Event";
      if (body.length > (isEvent ? payloadBytesMax.event : payloadBytesMax.call)) {
        return answer(response, 413, { message: "The payload is too large" }, "RequestTooLargeException");
      }
      if (!handlers.has(name)) return answer(response, 404, { Message: name }, "ResourceNotFoundException");
      const event: unknown = body.length ? JSON.parse(body.toString()) : {};
      if (isEvent) {
        for (const afterMs of deliveries(name)) {
          const working = deliver(name, event, afterMs);
          underWay.add(working);
          void working.finally(() => underWay.delete(working));
        }
        response.writeHead(202).end();
        return;
      }
      try {
        answer(response, 200, await invoke(name, event));
      } catch (error) {
        response.setHeader("x-amz-function-error", "Unhandled");
        answer(response, 200, { errorMessage: String(error) });
      }
    },
    async settle() {
      while (underWay.size) await Promise.allSettled(underWay);
    },
  };
}

/** An answer of an AWS service; `type` names an error as its SDK knows it. */
export function answer(response: ServerResponse, status: number, body: unknown, type?: string): void {
  response.writeHead(status, { "content-type": "application/json", ...(type && { "x-amzn-errortype": type }) });
  response.end(JSON.stringify(body));
}

function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

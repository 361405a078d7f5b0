import type { AnyTRPCRouter, inferRouterContext } from "@trpc/server";
import { PublicError } from "@docent/core/error";
import type { Connections } from "@docent/core/realtime/connections";
import type { Invoke } from "@docent/core/realtime/lambda-invoker";
import { GoneError, type Sockets } from "@docent/core/realtime/sockets";
import type { Log } from "@docent/core/telemetry/log";
import { done, type Caller, type ConnectEvent, type Invocation, type MessageEvent, type WorkerInput } from "./event.ts";
import { framesOf, type Frames } from "./frames.ts";
import { messageHandler } from "./message.ts";
import { workerHandler, type Outcome } from "./worker.ts";

export interface GatewayOptions<Router extends AnyTRPCRouter> {
  router: Router;
  /** What procedures get for this caller; undefined when the caller is not let in any more, and is hung up on. */
  contextOf(caller: Caller): Promise<inferRouterContext<Router> | undefined>;
  /** Whether a context is what the caller would get today. Asked every now and then while something is sent. */
  holds?(context: inferRouterContext<Router>, caller: Caller): Promise<boolean>;
  connections: Connections;
  sockets: Sockets;
  /** Has `worker` work for a subscription, in a function that may run for longer. */
  invokeWorker: Invoke<WorkerInput>;
  fold?: (earlier: unknown, later: unknown) => unknown;
  log: Log;
  now?: () => Date;
  times?: Partial<Times>;
}

/** In milliseconds. */
export interface Times {
  /** Queries and mutations are answered within the 29 seconds of a route, or not at all. */
  answer: number;
  /** Connections end after two hours: clients are asked for a new one before. */
  reconnectAfter: number;
  /** How often a worker looks whether its subscription was stopped. */
  look: number;
  /** How often a worker says that it is at work, and whether its caller may still be served. */
  renew: number;
  /** A subscription that nobody was at work for so long is begun again, on a new socket. */
  deserted: number;
  /** Functions end after 15 minutes: the next takes over so long before. */
  handOver: number;
  /** How long the parameters that a connection announced are waited for. */
  params: number;
}

const usual: Times = {
  answer: 25_000,
  reconnectAfter: 110 * 60_000,
  look: 400,
  renew: 5_000,
  deserted: 30_000,
  handOver: 20_000,
  params: 5_000,
};

/** Routers of one gateway need the same parts. */
export type Parts<Router extends AnyTRPCRouter> = Omit<GatewayOptions<Router>, "times" | "now"> & {
  frames: Frames<Router>;
  times: Times;
  now: () => Date;
  /** False when the socket is gone. */
  post(connectionId: string, frame: string): Promise<boolean>;
};

/**
 * tRPC over the WebSocket API of API Gateway, for the client's own `wsLink`. Nobody holds the socket here: each message
 * is a function call of its own, subscriptions are worked for by a function that runs up to 15 minutes and then hands
 * over to the next. None of them ever throws: whoever cannot go on hangs up, and the client resumes on a new socket.
 */
export interface Gateway {
  connect(event: ConnectEvent): Promise<typeof done>;
  message(event: MessageEvent, invocation?: Invocation): Promise<typeof done>;
  disconnect(event: { requestContext: { connectionId: string } }): Promise<typeof done>;
  worker(input: WorkerInput, invocation?: Invocation): Promise<Outcome>;
}

export function gatewayOf<Router extends AnyTRPCRouter>(options: GatewayOptions<Router>): Gateway {
  const { connections, sockets, log, now = () => new Date() } = options;
  const parts: Parts<Router> = {
    ...options,
    now,
    times: { ...usual, ...options.times },
    frames: framesOf(options.router, (error, { path }) => {
      const expected = error.code !== "INTERNAL_SERVER_ERROR" || error.cause instanceof PublicError;
      if (!expected) log.error("socket.failed", { path, error: error.cause ?? error });
    }),
    async post(connectionId, frame) {
      try {
        await sockets.post(connectionId, frame);
        return true;
      } catch (error) {
        if (error instanceof GoneError) return false;
        throw error;
      }
    },
  };
  return {
    async connect({ requestContext, queryStringParameters }) {
      const { connectionId, connectedAt } = requestContext;
      await connections.open(connectionId, {
        connectedAt: connectedAt === undefined ? now() : new Date(connectedAt),
        // the address is seen here only, never with later messages
        expectsParams: queryStringParameters?.["connectionParams"] === "1",
      });
      return done;
    },
    message: messageHandler(parts),
    async disconnect({ requestContext }) {
      // may never be called; a worker also hears of it when it sends
      await connections.close(requestContext.connectionId);
      return done;
    },
    worker: workerHandler(parts),
  };
}

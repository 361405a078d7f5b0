import type { AnyTRPCRouter, inferRouterContext } from "@trpc/server";
import type { Connections } from "@docent/core/realtime/connections";
import type { Invoke } from "@docent/core/realtime/lambda-invoker";
import type { Sockets } from "@docent/core/realtime/sockets";
import type { Log } from "@docent/core/telemetry/log";
import type { Caller, ConnectEvent, done, Invocation, MessageEvent, Outcome, WorkerInput } from "./event.ts";
import type { Frames } from "./frames.ts";

/** The functions behind a WebSocket API. */
export interface Gateway {
  connect: (event: ConnectEvent) => Promise<typeof done>;
  message: (event: MessageEvent, invocation?: Invocation) => Promise<typeof done>;
  disconnect: (event: { requestContext: { connectionId: string } }) => Promise<typeof done>;
  worker: (input: WorkerInput, invocation?: Invocation) => Promise<Outcome>;
}

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
  /** Clients may send parameters as their first message; otherwise nobody looks for them, which every call waits for. */
  takesParams?: boolean;
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

/** What the handlers of one gateway share. */
export type Parts<Router extends AnyTRPCRouter> = Omit<GatewayOptions<Router>, "times" | "now"> & {
  frames: Frames<Router>;
  times: Times;
  now: () => Date;
  /** False when the socket is gone. */
  post(connectionId: string, frame: string): Promise<boolean>;
};

import { setTimeout as sleep } from "node:timers/promises";
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { createTRPCClient, createWSClient, wsLink, type WebSocketClientOptions } from "@trpc/client";
import { initTRPC, tracked, TRPCError } from "@trpc/server";
import { WebSocket } from "ws";
import { z } from "zod";
import type { Connections } from "@docent/core/realtime/connections";
import { gatewaySockets } from "@docent/core/realtime/gateway-sockets";
import { lambdaInvoker } from "@docent/core/realtime/lambda-invoker";
import { memoryConnections } from "@docent/core/realtime/memory-connections";
import type { Outcome, WorkerInput } from "@docent/functions/websocket/gateway/event";
import { gatewayOf } from "@docent/functions/websocket/gateway/gateway";
import type { GatewayOptions, Times } from "@docent/functions/websocket/gateway/parts";
import { silentLog } from "../scope.ts";
import { localAws, type LocalAws, type LocalAwsOptions } from "./local-aws.ts";

export interface Asker {
  userId: string;
  params: Record<string, string> | null;
}

/** An answer's next piece of text, and where it begins. */
export interface Piece {
  offset: number;
  text: string;
}

const t = initTRPC.context<Asker>().create();

/** How often the stream below began and from where, and how often it was left in order. */
export const seen = { begun: [] as (string | null)[], left: 0 };

export const router = t.router({
  me: t.procedure.query(({ ctx }) => ctx.userId),
  params: t.procedure.query(({ ctx }) => ctx.params),
  add: t.procedure.input(z.tuple([z.number(), z.number()])).mutation(({ input: [a, b] }) => a + b),
  big: t.procedure.input(z.number()).query(({ input }) => "x".repeat(input)),
  slow: t.procedure.query(async () => sleep(5_000, 1)),
  length: t.procedure.input(z.string()).query(({ input }) => input.length),
  /** One piece, as long as is wished. */
  long: t.procedure.input(z.number()).subscription(async function* ({ input }) {
    yield tracked("0", { offset: 0, text: "x".repeat(input) });
  }),
  /** Counts up to `until`, every number tracked by itself. Reads on after `lastEventId`, as reading a log does. */
  count: t.procedure
    .input(
      z.object({
        until: z.number(),
        everyMs: z.number().default(3),
        failAt: z.number().optional(),
        lastEventId: z.string().nullish(),
      }),
    )
    .subscription(async function* ({ input, signal }) {
      const { until, everyMs, failAt, lastEventId } = input;
      seen.begun.push(lastEventId ?? null);
      const first = lastEventId ? Number(lastEventId) + 1 : 0;
      let offset = counted(first).length;
      try {
        for (let number = first; number < until; number++) {
          if (signal?.aborted) return;
          if (number === failAt) throw new TRPCError({ code: "BAD_GATEWAY", message: "The model failed" });
          if (everyMs) await sleep(everyMs);
          const text = `<${number}>`;
          yield tracked(String(number), { offset, text });
          offset += text.length;
        }
      } finally {
        seen.left += 1;
      }
    }),
});

export type TestRouter = typeof router;

/** What counting up to `until` comes to. */
export function counted(until: number): string {
  return Array.from({ length: until }, (_, number) => `<${number}>`).join("");
}

/** Two pieces that follow each other, as one. */
export function fold(earlier: unknown, later: unknown): Piece {
  const { offset, text } = earlier as Piece;
  return { offset, text: text + (later as Piece).text };
}

export interface Served {
  aws: LocalAws;
  connections: Connections;
  client: ReturnType<typeof createTRPCClient<TestRouter>>;
  /** What workers came to, in the order in which they ended. */
  outcomes: Outcome[];
  opened(): number;
  /** How often the client asked for an address to connect to. */
  addresses(): number;
  watch(until: number, more?: { everyMs?: number; failAt?: number }): Watched;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Watched {
  /** What came, one after the other. */
  appended: string;
  /** What came, each put where it belongs. */
  text: string;
  events: number;
  started: number;
  state: "open" | "complete" | Error;
  stop(): void;
}

export interface ServedOptions {
  aws?: Partial<Omit<LocalAwsOptions, "sockets">> & { messageDelayMs?: () => number };
  gateway?: Partial<GatewayOptions<TestRouter>>;
  times?: Partial<Times>;
  client?: Partial<WebSocketClientOptions>;
  ticket?: string;
  workerMs?: number;
}

/** As many requests at once as a function for each would make. */
const requestHandler = { socketAcquisitionWarningTimeout: 60_000, httpAgent: { maxSockets: 1_000, keepAlive: true } };
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The stock tRPC client, connected to the gateway's functions by API Gateway and Lambda on this machine. */
export async function served(options: ServedOptions = {}): Promise<Served> {
  const { messageDelayMs, ...given } = options.aws ?? {};
  const aws = await localAws({
    sockets: {
      routes: { $connect: "connect", $default: "default", $disconnect: "disconnect" },
      authorizer: { name: "authorizer", identity: ["route.request.querystring.ticket"] },
      ...(messageDelayMs && { messageDelayMs }),
    },
    ...given,
  });
  const connections = options.gateway?.connections ?? memoryConnections();
  const lambda = new LambdaClient({ endpoint: aws.url, region: "us-east-1", credentials, requestHandler });
  const management = new ApiGatewayManagementApiClient({
    endpoint: aws.managementUrl,
    region: "us-east-1",
    credentials,
    maxAttempts: 5,
    requestHandler,
  });
  const gateway = gatewayOf<TestRouter>({
    router,
    contextOf: async ({ authorizer, params }) => ({ userId: String(authorizer?.["userId"]), params }),
    connections,
    sockets: gatewaySockets(management),
    invokeWorker: lambdaInvoker<WorkerInput>("worker", lambda),
    log: silentLog,
    ...options.gateway,
    times: { look: 40, ...options.times },
  });
  const outcomes: Outcome[] = [];
  aws.functions.add("connect", gateway.connect);
  aws.functions.add("disconnect", gateway.disconnect);
  aws.functions.add("default", gateway.message);
  aws.functions.add("authorizer", authorize);
  const worker = async (input: WorkerInput, invocation: { getRemainingTimeInMillis(): number }) => {
    const outcome = await gateway.worker(input, invocation);
    outcomes.push(outcome);
    return outcome;
  };
  aws.functions.add("worker", worker, options.workerMs);

  let opened = 0;
  let addresses = 0;
  const socket = createWSClient({
    url: async () => {
      addresses += 1;
      return `${aws.socketUrl}?ticket=${options.ticket ?? "alice"}`;
    },
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    onOpen: () => (opened += 1),
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : 50),
    ...options.client,
  });
  const client = createTRPCClient<TestRouter>({ links: [wsLink({ client: socket })] });
  return {
    aws,
    connections,
    client,
    outcomes,
    opened: () => opened,
    addresses: () => addresses,
    watch: (until, more = {}) => watch(client, until, more),
    async [Symbol.asyncDispose]() {
      await socket.close();
      await aws[Symbol.asyncDispose]();
      lambda.destroy();
      management.destroy();
    },
  };
}

/** Lets in whoever names themselves by their ticket, save "unknown" and "forbidden". */
async function authorize(event: { methodArn: string; queryStringParameters: { ticket: string } }) {
  const { ticket } = event.queryStringParameters;
  if (ticket === "unknown") throw new Error("Unauthorized");
  const Effect = ticket === "forbidden" ? "Deny" : "Allow";
  const Statement = [{ Action: "execute-api:Invoke", Effect, Resource: event.methodArn }];
  return { principalId: ticket, policyDocument: { Version: "2012-10-17", Statement }, context: { userId: ticket } };
}

function watch(client: Served["client"], until: number, more: { everyMs?: number; failAt?: number }): Watched {
  const watched: Watched = { appended: "", text: "", events: 0, started: 0, state: "open", stop: () => undefined };
  const subscription = client.count.subscribe(
    { until, ...more },
    {
      onStarted: () => (watched.started += 1),
      onData({ data }) {
        watched.events += 1;
        watched.appended += data.text;
        watched.text = put(watched.text, data);
      },
      onComplete: () => (watched.state = "complete"),
      onError: (error) => (watched.state = error),
    },
  );
  watched.stop = () => subscription.unsubscribe();
  return watched;
}

/** A piece that is there already changes nothing: it came late, by a socket that was left. */
export function put(text: string, { offset, text: added }: Piece): string {
  return offset + added.length <= text.length ? text : text.slice(0, offset) + added;
}

import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer, type WebSocket } from "ws";
import { TimedOut, type Functions } from "./functions.ts";

/** A WebSocket API of API Gateway, with the limits that it has unless they are given. */
export interface SocketApi {
  stage: string;
  /** Names of functions. */
  routes: { $connect?: string; $default: string; $disconnect?: string };
  authorizer?: { name: string; identity: readonly string[] };
  limits: SocketLimits;
  /** How long each message waits before its function is called: on AWS they are not in order either. */
  messageDelayMs?: () => number;
}

export interface SocketLimits {
  idleMs: number;
  connectionMs: number;
  integrationMs: number;
  frameBytes: number;
  messageBytes: number;
}

export const usualLimits: SocketLimits = {
  idleMs: 600_000,
  connectionMs: 7_200_000,
  integrationMs: 29_000,
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
};

export interface OpenSocket {
  id: string;
  socket: WebSocket;
  connectedAt: number;
  authorizer?: Record<string, string>;
  idle?: NodeJS.Timeout;
  identity: { sourceIp: string; userAgent: string | null };
}

export interface SocketServer {
  open: ReadonlyMap<string, OpenSocket>;
  /** The codes that sockets were closed with, in order. */
  closes: readonly number[];
  /** Every message that came. */
  messages: readonly string[];
  /** What functions threw. */
  failures: readonly unknown[];
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The socket was used: it is not idle. */
  touch(open: OpenSocket): void;
  /** Cuts a socket as a lost network does, with or without its client noticing. */
  cut(open: OpenSocket, noticed: boolean): void;
  /** Lets nobody in from now on, as a network that is down, or does again. */
  refuse(refusing: boolean): void;
  close(): void;
}

export function socketServer(api: SocketApi, functions: Functions): SocketServer {
  const { limits, routes, stage } = api;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes });
  const open = new Map<string, OpenSocket>();
  const closes: number[] = [];
  const messages: string[] = [];
  const failures: unknown[] = [];
  let isDown = false;

  function contextOf(
    { id, connectedAt, authorizer, identity }: Omit<OpenSocket, "socket">,
    route: string,
    type: string,
  ) {
    const now = Date.now();
    return {
      routeKey: route,
      eventType: type,
      messageDirection: "IN",
      stage,
      apiId: "local",
      domainName: "127.0.0.1",
      connectionId: id,
      connectedAt,
      requestId: randomUUID(),
      extendedRequestId: randomUUID(),
      requestTime: new Date(now).toISOString(),
      requestTimeEpoch: now,
      identity,
      ...(type === "MESSAGE" && { messageId: randomUUID() }),
      ...(authorizer && { authorizer }),
    };
  }

  async function upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): Promise<void> {
    const refuse = (status: number, message: string) => {
      duplex.end(
        `HTTP/1.1 ${status} ${message}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${JSON.stringify({ message })}`,
      );
    };
    duplex.on("error", () => undefined);
    if (isDown) return void duplex.destroy();
    const url = new URL(request.url ?? "/", "http://local");
    if (decodeURIComponent(url.pathname).replace(/\/$/, "") !== `/${stage}`) return refuse(403, "Forbidden");
    const identity = { sourceIp: "127.0.0.1", userAgent: request.headers["user-agent"] ?? null };
    const made = { id: `${randomBytes(9).toString("base64url")}=`, connectedAt: Date.now(), identity };
    const query = Object.fromEntries(url.searchParams);
    const event = {
      headers: request.headers,
      isBase64Encoded: false,
      ...(url.search && { queryStringParameters: query }),
    };
    let authorizer: Record<string, string> | undefined;
    try {
      if (api.authorizer) {
        const missing = api.authorizer.identity.some((source) => !query[source.split(".").at(-1) ?? ""]);
        if (missing) return refuse(401, "Unauthorized");
        const said = await authorize(api.authorizer.name, {
          ...event,
          requestContext: contextOf(made, "$connect", "CONNECT"),
        });
        if (typeof said === "number") return refuse(said, said === 401 ? "Unauthorized" : "Forbidden");
        authorizer = said;
      }
      if (routes.$connect) {
        const requestContext = contextOf({ ...made, ...(authorizer && { authorizer }) }, "$connect", "CONNECT");
        const answered = await functions.invoke(routes.$connect, { ...event, requestContext }, limits.integrationMs);
        const status = (answered as { statusCode?: number } | null)?.statusCode ?? 502;
        if (status < 200 || status > 299) return refuse(status, "Forbidden");
      }
    } catch (error) {
      failures.push(error);
      return refuse(502, "Bad Gateway");
    }
    sockets.handleUpgrade(request, duplex, head, (socket) => {
      accept({ ...made, socket, ...(authorizer && { authorizer }) });
    });
  }

  /** What the authorizer adds to every event of the socket, or the status that it refuses with. */
  async function authorize(name: string, event: object): Promise<Record<string, string> | number> {
    const methodArn = `arn:aws:execute-api:us-east-1:123456789012:local/${stage}/$connect`;
    try {
      const said = (await functions.invoke(name, { type: "REQUEST", methodArn, ...event })) as {
        principalId?: string;
        policyDocument?: { Statement?: { Effect: string }[] };
        context?: Record<string, unknown>;
      };
      const allowed = said.policyDocument?.Statement?.every(({ Effect }) => Effect === "Allow");
      if (!said.principalId || !allowed) return 403;
      const context = Object.entries(said.context ?? {}).map(([key, value]) => [key, String(value)]);
      return { ...Object.fromEntries(context), principalId: said.principalId };
    } catch (error) {
      if (error instanceof Error && error.message === "Unauthorized") return 401;
      throw error;
    }
  }

  function accept(opened: OpenSocket): void {
    const { socket, id } = opened;
    open.set(id, opened);
    touch(opened);
    const end = setTimeout(() => socket.close(1001, "Going away"), limits.connectionMs);
    socket.on("error", () => undefined);
    socket.on("message", (data: Buffer, binary: boolean) => void message(opened, data, binary));
    socket.on("close", (code) => {
      clearTimeout(opened.idle);
      clearTimeout(end);
      closes.push(code);
      forget(opened);
    });
  }

  function forget(opened: OpenSocket): void {
    if (!open.delete(opened.id) || !routes.$disconnect) return;
    const requestContext = contextOf(opened, "$disconnect", "DISCONNECT");
    functions
      .invoke(routes.$disconnect, { isBase64Encoded: false, requestContext })
      .catch((error: unknown) => failures.push(error));
  }

  function touch(opened: OpenSocket): void {
    clearTimeout(opened.idle);
    opened.idle = setTimeout(() => opened.socket.close(1001, "Going away"), limits.idleMs);
  }

  async function message(opened: OpenSocket, data: Buffer, binary: boolean): Promise<void> {
    if (!open.has(opened.id)) return;
    touch(opened);
    // clients send each message in one frame
    if (data.length > limits.frameBytes) return opened.socket.close(1009, "Message too big");
    messages.push(data.toString("utf8"));
    if (api.messageDelayMs) await sleep(api.messageDelayMs());
    const requestContext = contextOf(opened, "$default", "MESSAGE");
    const body = data.toString(binary ? "base64" : "utf8");
    try {
      // the body of the answer is dropped: the route has no response of its own
      await functions.invoke(routes.$default, { requestContext, body, isBase64Encoded: binary }, limits.integrationMs);
    } catch (error) {
      failures.push(error);
      const text = error instanceof TimedOut ? "Endpoint request timed out" : "Internal server error";
      const { requestId } = requestContext;
      opened.socket.send(JSON.stringify({ message: text, connectionId: opened.id, requestId }));
    }
  }

  return {
    open,
    closes,
    messages,
    failures,
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    touch,
    cut(opened, noticed) {
      if (noticed) opened.socket.terminate();
      else forget(opened);
    },
    refuse(refusing) {
      isDown = refusing;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

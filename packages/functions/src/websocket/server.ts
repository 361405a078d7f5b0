import type { IncomingMessage, Server } from "node:http";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer, type WebSocket } from "ws";
import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";
import type { Role } from "@docent/core/users/role";
import type { SocketSession } from "../compose/auth.ts";
import { legacySocketPath } from "./legacy.ts";
import { hostOf } from "../http/app.ts";
import type { Desk } from "../http/desk.ts";
import { isOwnOrigin } from "../http/origin.ts";
import { appRouter } from "../trpc/router.ts";
import type { Context } from "../trpc/trpc.ts";

const checkEveryMs = 2_000;
const messageBytesMax = 256 * 1024;

export interface SocketDoor {
  redeemTicket(ticket: string): Promise<SocketSession | undefined>;
  rolesOf(sessionTokens: readonly string[]): Promise<Map<string, Role>>;
}

/**
 * tRPC over WebSocket at /trpc. A socket opens with a one-time ticket in its address, and closes soon after its session
 * has ended or its person was given another role: a new one opens with the rights of that moment.
 */
export function attachWebSocket(server: Server, desk: Desk, door: SocketDoor): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax });
  const sessions = new Map<WebSocket, SocketSession>();

  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    const path = new URL(request.url ?? "/", "http://desk").pathname;
    if (path === legacySocketPath) return;
    if (path !== "/trpc" || !isOwnOrigin(request.headers.origin, request.headers.host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit("connection", opened, request));
  });

  const handler = applyWSSHandler({
    wss: sockets,
    router: appRouter,
    keepAlive: { enabled: true, pingMs: 25_000, pongWaitMs: 10_000 },
    createContext: async ({ req, res }): Promise<Context> => {
      const ticket = new URL(req.url ?? "/", "http://desk").searchParams.get("ticket");
      const session = ticket ? await door.redeemTicket(ticket) : undefined;
      if (!session) {
        const message = "This connection needs a fresh ticket. Reload the page and sign in.";
        throw new PublicError("unauthenticated", "socket.ticket_required", message);
      }
      sessions.set(res, session);
      res.once("close", () => sessions.delete(res));
      return withActor(desk, session.actor);
    },
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PublicError)) {
        desk.ports.log.error("subscription.failed", { path, error: error.cause ?? error });
      }
    },
  });

  const check = setInterval(() => {
    closeStale(sessions, door).catch((error: unknown) => desk.ports.log.warn("session.check_failed", { error }));
  }, checkEveryMs);
  check.unref();

  return {
    async close() {
      clearInterval(check);
      handler.broadcastReconnectNotification();
      for (const socket of sockets.clients) socket.close(1012, "restarting");
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** Closes the sockets of people who were signed out, or whose rights are others now. */
async function closeStale(sessions: ReadonlyMap<WebSocket, SocketSession>, door: SocketDoor): Promise<void> {
  if (!sessions.size) return;
  const roles = await door.rolesOf([...new Set(Array.from(sessions.values(), ({ sessionToken }) => sessionToken))]);
  for (const [socket, { sessionToken, actor }] of sessions) {
    const role = roles.get(sessionToken);
    if (role === undefined) socket.close(4401, "signed out");
    else if (actor.type === "user" && actor.role !== role) socket.close(1012, "other rights");
  }
}

function withActor(desk: Desk, actor: Actor): Context {
  return { ...desk.ports, actor, host: hostOf(desk, new Headers()) };
}

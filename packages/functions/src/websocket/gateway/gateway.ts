import type { AnyTRPCRouter } from "@trpc/server";
import { PublicError } from "@docent/core/error";
import { GoneError } from "@docent/core/realtime/sockets";
import { connectionHandlers } from "./connection.ts";
import { framesOf } from "./frames.ts";
import { messageHandler } from "./message.ts";
import type { Gateway, GatewayOptions, Parts, Times } from "./parts.ts";
import { workerHandler } from "./worker.ts";

const usual: Times = {
  answer: 25_000,
  reconnectAfter: 110 * 60_000,
  look: 400,
  renew: 5_000,
  deserted: 30_000,
  handOver: 20_000,
  params: 5_000,
};

/**
 * tRPC over the WebSocket API of API Gateway, for the client's own `wsLink`. Nobody holds the socket here: each message
 * is a function call of its own, subscriptions are worked for by a function that runs up to 15 minutes and then hands
 * over to the next. None of them ever throws: whoever cannot go on hangs up, and the client resumes on a new socket.
 */
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
    ...connectionHandlers(connections, now),
    message: messageHandler(parts),
    worker: workerHandler(parts),
  };
}

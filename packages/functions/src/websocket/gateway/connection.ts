import type { Connections } from "@docent/core/realtime/connections";
import { done, type ConnectEvent } from "./event.ts";
import type { Gateway } from "./parts.ts";

/** Sockets that open and close. Apart from the rest, so that the functions for it hold little and start at once. */
export function connectionHandlers(
  connections: Pick<Connections, "open" | "close">,
  now: () => Date = () => new Date(),
): Pick<Gateway, "connect" | "disconnect"> {
  return {
    async connect({ requestContext, queryStringParameters }: ConnectEvent) {
      const { connectionId, connectedAt } = requestContext;
      await connections.open(connectionId, {
        connectedAt: connectedAt === undefined ? now() : new Date(connectedAt),
        // the address is seen here only, never with later messages
        expectsParams: queryStringParameters?.["connectionParams"] === "1",
      });
      return done;
    },
    async disconnect({ requestContext }) {
      // may never be called; a worker also hears of it when it sends
      await connections.close(requestContext.connectionId);
      return done;
    },
  };
}

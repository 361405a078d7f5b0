import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answer } from "./functions.ts";
import type { SocketLimits, SocketServer } from "./socket-api.ts";

/**
 * What becomes of a post. "throttled": 429. "failed": 500, and nothing was sent. "unanswered": it was sent, and 500 is
 * what the sender hears. "cut": the socket is lost with it, and the sender hears that all is well. "vanished": 410, and
 * the client has not noticed yet.
 */
export type Fate = "sent" | "throttled" | "failed" | "unanswered" | "cut" | "vanished";

export interface Management {
  fateOf?: () => Fate;
  /** How long a post takes. */
  latencyMs?: number;
}

/** The @connections API: posts to sockets, closes them and tells of them. */
export function managementApi(
  { fateOf = () => "sent", latencyMs = 0 }: Management,
  limits: SocketLimits,
  sockets: SocketServer,
) {
  return async (id: string, { method }: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
    const open = sockets.open.get(id);
    if (open?.socket.readyState !== 1) return answer(response, 410, { message: "Gone" }, "GoneException");
    if (method === "DELETE") {
      open.socket.close(1000);
      response.writeHead(204).end();
      return;
    }
    if (method !== "POST") {
      return answer(response, 200, { connectedAt: new Date(open.connectedAt).toISOString(), identity: open.identity });
    }
    if (body.length > limits.messageBytes) {
      return answer(response, 413, { message: "Too large" }, "PayloadTooLargeException");
    }
    if (latencyMs) await sleep(latencyMs);
    const fate = fateOf();
    if (fate === "throttled") return answer(response, 429, { message: "Rate exceeded" }, "LimitExceededException");
    if (fate === "failed") return answer(response, 500, { message: "Internal server error" });
    if (fate === "vanished") {
      sockets.cut(open, false);
      return answer(response, 410, { message: "Gone" }, "GoneException");
    }
    if (fate === "cut") sockets.cut(open, true);
    else {
      sockets.touch(open);
      open.socket.send(body.toString("utf8"));
    }
    if (fate === "unanswered") return answer(response, 500, { message: "Internal server error" });
    response.writeHead(200).end();
  };
}

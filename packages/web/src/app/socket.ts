import type { WebSocketClientOptions } from "@trpc/client";

const socketIdleMs = 20_000;
const reconnectMsMax = 5_000;

/** What opens one socket: a ticket, and where it is taken when that is not the page's own host. */
export interface Admission {
  ticket: string;
  socketUrl: string | null;
}

/** How the socket of a page at `origin` is opened, kept and opened again; each time with a ticket of its own. */
export function socketOptions(origin: string, admit: () => Promise<Admission>): WebSocketClientOptions {
  return {
    async url() {
      const { ticket, socketUrl } = await admit();
      const url = new URL(socketUrl ?? "/trpc", origin.replace(/^http/, "ws"));
      url.searchParams.set("ticket", ticket);
      return url.toString();
    },
    lazy: { enabled: true, closeMs: socketIdleMs },
    // a server that is only now being started takes its time to answer
    keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 8_000 },
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : Math.min(250 * 2 ** attempt, reconnectMsMax)),
  };
}

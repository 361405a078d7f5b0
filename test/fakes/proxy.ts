import { createServer, request, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tie } from "./tied-sockets.ts";

export interface ProxyHabits {
  /** Puts another Host header in place of the one that came. */
  host?: string;
  /** Refuses longer bodies, in bytes. */
  bodyMax?: number;
  /** Response headers that it takes away. */
  drops?: readonly string[];
  /** How many WebSocket connections it lets through; all when absent. */
  socketsMax?: number;
  /** Holds what a socket says for so long, and passes all of it on at once. */
  holdMs?: number;
  /** Answers everything itself with this status. */
  status?: number;
}

export interface Proxy extends AsyncDisposable {
  url: string;
}

/** A proxy in front of a desk, with the bad habits that real ones have. */
export async function startProxy(to: string, habits: ProxyHabits = {}): Promise<Proxy> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let upgrades = 0;
  const headersOf = ({ headers }: IncomingMessage) => ({ ...headers, host: habits.host ?? headers.host });

  const server = createServer((incoming, outgoing) => {
    const refused =
      Number(incoming.headers["content-length"] ?? 0) > (habits.bodyMax ?? Infinity) ? 413 : habits.status;
    if (refused) {
      incoming.resume();
      outgoing.writeHead(refused).end("<html>proxy</html>");
      return;
    }
    const passed = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: headersOf(incoming) },
      (answer) => {
        const headers = Object.entries(answer.headers).filter(([name]) => !habits.drops?.includes(name));
        outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers) as Record<string, string>);
        answer.pipe(outgoing);
      },
    );
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });

  server.on("upgrade", (incoming, near: Socket) => {
    upgrades += 1;
    if (upgrades > (habits.socketsMax ?? Infinity)) {
      near.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      return;
    }
    const far = connect(Number(port), hostname, () => {
      const lines = Object.entries(headersOf(incoming)).map(([name, value]) => `${name}: ${String(value)}`);
      far.write([`${incoming.method} ${incoming.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    });
    tie(near, far, sockets);
    near.pipe(far);
    if (habits.holdMs) hold(far, near, habits.holdMs);
    else far.pipe(near);
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The answer to the upgrade goes through at once, what follows in bursts. */
function hold(from: Socket, to: Socket, holdMs: number): void {
  let held: Buffer[] = [];
  let isOpen = false;
  const timer = setInterval(() => {
    for (const piece of held) to.write(piece);
    held = [];
  }, holdMs);
  from.on("data", (piece: Buffer) => {
    if (isOpen) held.push(piece);
    else to.write(piece);
    isOpen = true;
  });
  from.on("close", () => clearInterval(timer));
}

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { consoleFolder } from "@docent/functions/compose/local";
import { policyHeader } from "@docent/functions/http/page-policy";

export interface Front extends AsyncDisposable {
  /** Where people find the desk. */
  url: string;
  /** Hands what belongs to the API on to it from now on; pages may reach `others` besides. */
  serve(api: string, others: readonly string[]): void;
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** CloudFront with the console's files behind it, and the API behind the same address. */
export async function front(port = 0): Promise<Front> {
  let api = "";
  let policy = "";
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const server = createServer((asked, answer) => {
    const said = {
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    };
    // what the desk itself says of an answer of its own holds
    for (const [name, value] of Object.entries(said)) answer.setHeader(name, value);
    if (/^\/(api|trpc)(\/|\?|$)/.test(asked.url ?? "")) passOn(asked, answer);
    else void page(asked, answer).catch(() => answer.destroy());
  });

  function passOn(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, socket } = asked;
    const headers = { ...asked.headers, host: new URL(api).host };
    // who asks from elsewhere comes by another edge, and that is whom API Gateway sees
    const localAddress = socket.remoteAddress;
    const passedOn = request(new URL(asked.url ?? "/", api), { method, headers, agent, localAddress });
    passedOn.on("response", (got: IncomingMessage) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passedOn.on("error", () => answer.destroy());
    asked.pipe(passedOn);
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(address, others) {
      api = address;
      policy = policyHeader([...others]);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      agent.destroy();
    },
  };
}

/** A file of the console; what is none is a page, and the console knows its own addresses. */
async function page({ url = "/" }: IncomingMessage, answer: ServerResponse): Promise<void> {
  const path = normalize(decodeURIComponent(new URL(url, "http://desk").pathname));
  const isAsset = path.startsWith("/assets/");
  const file = extname(path) ? path : "/index.html";
  const bytes = await readFile(join(consoleFolder(), file)).catch(() => undefined);
  if (!bytes) {
    answer.writeHead(404).end();
    return;
  }
  answer.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "cache-control": isAsset ? "public, max-age=31536000, immutable" : "no-cache",
  });
  answer.end(bytes);
}

import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { CorsRule } from "./plan.ts";

export interface StoreFront extends AsyncDisposable {
  url: string;
}

/** Stands before S3 on this machine and answers browsers of other origins as the bucket's rules have it. */
export async function storeFront(store: string, rules: readonly CorsRule[]): Promise<StoreFront> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const server = createServer((asked, answer) => {
    const allowed = allowedBy(rules, asked);
    if (asked.method === "OPTIONS") {
      answer.writeHead(allowed ? 200 : 403, allowed).end();
      return;
    }
    const passedOn = request(new URL(asked.url ?? "/", store), { method: asked.method, headers: asked.headers, agent });
    passedOn.on("response", (got: IncomingMessage) => {
      answer.writeHead(got.statusCode ?? 500, { ...got.headers, ...allowed });
      got.pipe(answer);
    });
    passedOn.on("error", () => answer.destroy());
    asked.on("error", () => passedOn.destroy());
    answer.on("close", () => passedOn.destroy());
    asked.pipe(passedOn);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      agent.destroy();
    },
  };
}

/** The headers that let a page read the answer; none when no rule does. */
function allowedBy(
  rules: readonly CorsRule[],
  { method, headers }: IncomingMessage,
): Record<string, string> | undefined {
  const { origin } = headers;
  if (!origin) return undefined;
  const wanted = headers["access-control-request-method"] ?? method ?? "";
  const rule = rules.find(
    ({ allowedOrigins, allowedMethods }) =>
      allowedMethods.includes(wanted) && (allowedOrigins.includes("*") || allowedOrigins.includes(origin)),
  );
  if (!rule) return undefined;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": rule.allowedMethods.join(", "),
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "",
    "access-control-expose-headers": rule.exposeHeaders.join(", "),
    "access-control-max-age": String(rule.maxAgeSeconds),
  };
}

import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Between extends AsyncDisposable {
  url: string;
  /** Of every request that came: `METHOD path`, and who it says it is from. */
  seen: { line: string; authorization: string | undefined }[];
}

interface Refusal {
  status: number;
  body: object;
}

/** Stands between a desk and a node, and may refuse what comes. */
export async function between(url: string, refuse: (line: string) => Refusal | undefined): Promise<Between> {
  const seen: Between["seen"] = [];
  const server = createServer((asked, answer) => {
    const line = `${asked.method} ${asked.url}`;
    seen.push({ line, authorization: asked.headers.authorization });
    const refusal = refuse(line);
    if (refusal) {
      asked.resume();
      answer.writeHead(refusal.status, { "content-type": "application/json" }).end(JSON.stringify(refusal.body));
      return;
    }
    const { authorization: _none, host: _host, ...headers } = asked.headers;
    const passedOn = request(
      new URL(asked.url ?? "/", url),
      { method: asked.method, headers },
      (got: IncomingMessage) => {
        answer.writeHead(got.statusCode ?? 500, got.headers);
        got.pipe(answer);
      },
    );
    asked.pipe(passedOn);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

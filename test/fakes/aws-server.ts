import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer as createNetServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface AwsRequest {
  http: "1.1" | "2";
  method: string;
  /** Decoded: model ids travel with their colon as %3A. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** How often the SDK has sent it, this time included. */
  attempt: number;
  closed?: "finished" | "client-closed-early";
}

/** The two HTTP versions answer alike. */
export interface AwsResponse {
  head(status: number, headers?: Record<string, string>): void;
  /** Waits until the bytes are on their way, else slow pieces would not be slow on the wire. In chunks of so many bytes. */
  write(bytes: Uint8Array, chunkBytes?: number): Promise<void>;
  end(bytes?: Uint8Array | string): void;
  /** Ends the connection without a word; `reset` ends the one answer where several share a connection. */
  kill(): void;
  reset(): void;
  readonly closed: boolean;
}

export type AwsAnswer = (request: AwsRequest, response: AwsResponse) => Promise<void> | void;

export interface AwsServer {
  /** For AWS_ENDPOINT_URL_…. */
  url: string;
  log: AwsRequest[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server that speaks HTTP/1.1 and HTTP/2 on one port, as clients begin. It asks for a signature and does not check it. */
export async function awsServer(answer: AwsAnswer): Promise<AwsServer> {
  const log: AwsRequest[] = [];
  const sockets = new Set<Socket>();
  const old = createServer((request, response) => void serve(request, response));
  const young = createHttp2Server((request, response) => void serve(request, response));

  async function serve(
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ): Promise<void> {
    const logged = await read(request);
    log.push(logged);
    // whether it was ended, since HTTP/2 reports one that the client closed as finished too
    response.on("close", () => (logged.closed = response.writableEnded ? "finished" : "client-closed-early"));
    const out = responseOf(response);
    if (!logged.headers["authorization"]) {
      out.head(403, { "x-amzn-errortype": "MissingAuthenticationTokenException" });
      return out.end(JSON.stringify({ message: "Missing Authentication Token" }));
    }
    await answer(logged, out);
  }

  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    socket.once("readable", () => {
      const start = socket.read() as Buffer | null;
      if (!start) return;
      socket.unshift(start);
      // HTTP/2 begins with PRI
      (start.subarray(0, 3).toString() === "PRI" ? young : old).emit("connection", socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(request: IncomingMessage | Http2ServerRequest): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    http: request.httpVersionMajor === 2 ? "2" : "1.1",
    method: request.method ?? "",
    path: decodeURIComponent(request.url ?? ""),
    headers,
    body: Buffer.concat(chunks),
    attempt: Number(/attempt=(\d+)/.exec(headers["amz-sdk-request"] ?? "")?.[1] ?? 1),
  };
}

function responseOf(response: ServerResponse | Http2ServerResponse): AwsResponse {
  let closed = false;
  response.on("close", () => (closed = true)).on("error", () => undefined);
  const stream = "stream" in response ? response.stream : undefined;
  const socket = stream ? stream.session?.socket : (response as ServerResponse).socket;
  // HTTP/2 lends its socket without what would break it
  const destroy = () => (stream?.session ? stream.session.destroy() : socket?.destroy());

  const writeOnce = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => {
      if (closed) return resolve();
      response.once("close", resolve);
      (response as ServerResponse).write(bytes, () => {
        response.off("close", resolve);
        resolve();
      });
    });

  return {
    head(status, headers = {}) {
      if (!closed) (response as ServerResponse).writeHead(status, headers);
    },
    async write(bytes, chunkBytes = bytes.length) {
      for (let at = 0; at < bytes.length && !closed; at += chunkBytes) {
        await writeOnce(bytes.subarray(at, at + chunkBytes));
        if (chunkBytes < bytes.length) await sleep(0);
      }
    },
    end(bytes) {
      if (!closed) (response as ServerResponse).end(bytes);
    },
    kill: () => void destroy(),
    reset() {
      // 2: internal error
      if (stream) stream.close(2);
      else (socket as Socket | null)?.resetAndDestroy();
    },
    get closed() {
      return closed;
    },
  };
}

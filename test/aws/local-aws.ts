import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, localFunctions, type Deliveries, type Functions } from "./functions.ts";
import { httpApi } from "./http-api.ts";
import { managementApi, type Management } from "./management-api.ts";
import { socketServer, usualLimits, type SocketApi, type SocketLimits, type SocketServer } from "./socket-api.ts";

export interface LocalAwsOptions {
  sockets: Omit<SocketApi, "stage" | "limits">;
  /** An HTTP API's routes, by what they are called there; each names a function. */
  http?: Readonly<Record<string, string>>;
  limits?: Partial<SocketLimits>;
  posts?: Management;
  deliveries?: Deliveries;
  port?: number;
}

export interface LocalAws {
  functions: Functions;
  sockets: SocketServer;
  /** Of Lambda's API and of the HTTP API. */
  url: string;
  /** Where people's sockets connect to. */
  socketUrl: string;
  /** Where functions post to sockets. */
  managementUrl: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const stage = "live";

/** API Gateway (WebSocket API, HTTP API, @connections) and Lambda on one port of this machine. Signatures are asked for, not checked. */
export async function localAws(options: LocalAwsOptions): Promise<LocalAws> {
  const limits = { ...usualLimits, ...options.limits };
  const functions = localFunctions(options.deliveries);
  const sockets = socketServer({ ...options.sockets, stage, limits }, functions);
  const manage = managementApi(options.posts ?? {}, limits, sockets);
  const serveHttp = httpApi(options.http ?? {}, functions);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://local");
    const path = decodeURIComponent(url.pathname);
    const name = /^\/2015-03-31\/functions\/(?:.*:function:)?([^/]+)\/invocations$/.exec(path)?.[1];
    const connection = path.startsWith(`/${stage}/@connections/`) ? path.slice(stage.length + 15) : undefined;
    if (name === undefined && connection === undefined) return serveHttp(request, url, body, response);
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256")) {
      return answer(response, 403, { message: "Missing Authentication Token" }, "MissingAuthenticationTokenException");
    }
    if (name !== undefined) await functions.serve(name, request, body, response);
    else await manage(connection ?? "", request, body, response);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    functions,
    sockets,
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/${stage}`,
    managementUrl: `http://127.0.0.1:${port}/${stage}`,
    async [Symbol.asyncDispose]() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A web site whose pages a test changes as it goes. What it does not have is not found. */
export interface WebSite extends AsyncDisposable {
  url: string;
  pages: Map<string, Answer | ((request: IncomingMessage, response: ServerResponse) => void)>;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Serves on a free port of one address of this machine. Pages have an ETag unless they say otherwise. */
export async function webSite(host = "127.0.0.1"): Promise<WebSite> {
  const pages: WebSite["pages"] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const page = pages.get(path);
    if (typeof page === "function") return page(request, response);
    if (!page) return response.writeHead(404).end("Not found");
    const { status = 200, headers = {}, body = "" } = page;
    if (headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"]) {
      return response.writeHead(304).end();
    }
    return response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://${host}:${port}`, pages, asked, close, [Symbol.asyncDispose]: close };
}

/** A page with a title, some text and links. */
export function html(title: string, text: string, ...links: string[]): Answer {
  const anchors = links.map((link) => `<p><a href="${link}">More of ${link}</a></p>`).join("");
  return { body: `<!doctype html><title>${title}</title><h1>${title}</h1><p>${text}</p>${anchors}` };
}

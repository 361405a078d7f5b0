import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Methods = Record<string, (parameters: unknown) => Promise<unknown>>;

/** The JSON-RPC endpoint that SST's components call (pkg/server), on a free port of this machine. */
export async function serveRpc(methods: Methods): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    void answer(text(request), methods).then((said) => response.end(JSON.stringify(said)));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answer(body: Promise<string>, methods: Methods) {
  const { method, params, id = 0 } = JSON.parse(await body) as { method: string; params: unknown[]; id?: number };
  try {
    const call = methods[method];
    if (!call) throw new Error(`rpc: can't find method ${method}`);
    return { id, result: await call(params[0]), error: null };
  } catch (error) {
    return { id, result: null, error: error instanceof Error ? error.message : String(error) };
  }
}

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { checkedAddresses, DialError, resolveName, type Resolve } from "./dial.ts";

export interface Guard {
  /** Whether a numeric address may be connected to. */
  mayReach: (address: string) => boolean;
  /** Of one answer, as long as it is; depends on what was asked. */
  bytesMax: (query: Record<string, unknown>) => number;
}

type Handle = NodeHttpHandler["handle"];

/**
 * Carries requests of a client of the AWS SDK to a server whose address somebody entered: what is checked is what is dialled,
 * as `dial` does it. Redirects are not followed. Requests fail with `DialError`.
 */
export function guardedHandler({ mayReach, bytesMax }: Guard, resolve: Resolve = resolveName) {
  const lookup: LookupFunction = (host, options, done) => {
    checkedAddresses(host, mayReach, resolve).then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = all;
        if (options.all) done(null, all);
        else done(null, first?.address ?? "", first?.family);
      },
      (error: Error) => done(error, ""),
    );
  };
  const agent = { keepAlive: true, maxSockets: 8, lookup };
  const handler = new NodeHttpHandler({
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  });
  const handle: Handle = async (request, options) => {
    const host = request.hostname.replace(/^\[|\]$/g, "");
    // a numeric address is dialled without being looked up
    if (isIP(host) && !mayReach(host)) throw new DialError("private_address");
    const { response } = await handler.handle(request, options);
    const { body } = response as { body?: unknown };
    if (body instanceof Readable) response.body = limited(body, bytesMax(request.query));
    return { response };
  };
  return {
    metadata: handler.metadata,
    handle,
    destroy: () => handler.destroy(),
    updateHttpClientConfig: handler.updateHttpClientConfig.bind(handler),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
  };
}

function limited(body: Readable, bytesMax: number): Readable {
  async function* parts() {
    let bytes = 0;
    for await (const part of body as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (bytes > bytesMax) throw new DialError("too_large");
      yield part;
    }
  }
  return Readable.from(parts(), { objectMode: false });
}

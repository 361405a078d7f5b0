import { lookup as lookUp } from "node:dns/promises";
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";

export interface Call {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  /** Whether a numeric address may be connected to. */
  mayReach: (address: string) => boolean;
  timeoutMs: number;
  bytesMax: number;
  signal: AbortSignal;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

export type DialProblem =
  "forbidden_form" | "unknown_host" | "private_address" | "timed_out" | "unreachable" | "too_large";

/** Why nothing came back from an address. */
export class DialError extends Error {
  readonly problem: DialProblem;

  constructor(problem: DialProblem, options?: ErrorOptions) {
    super(problem, options);
    this.name = "DialError";
    this.problem = problem;
  }
}

/** Turns a name into addresses; a parameter so that it can be told what to answer. */
export type Resolve = (host: string) => Promise<string[]>;

/**
 * One request to an address that somebody entered. What is checked is what is dialled: names are resolved here, once, and
 * the connection goes to one of the checked addresses. Redirects are not followed. Throws `DialError`.
 */
export async function dial(url: URL, call: Call, resolve: Resolve = resolveName): Promise<Reply> {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new DialError("forbidden_form");
  const addresses = await checkedAddresses(url.hostname.replace(/^\[|\]$/g, ""), call.mayReach, resolve);
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]);
  try {
    return await send(url, addresses, call, signal);
  } catch (cause) {
    call.signal.throwIfAborted();
    if (cause instanceof DialError) throw cause;
    throw new DialError(signal.aborted ? "timed_out" : "unreachable", { cause });
  }
}

/**
 * Where a host is. A name that leads to a private address besides public ones is refused: it would be dialled by chance.
 * Throws `DialError`.
 */
export async function checkedAddresses(host: string, mayReach: Call["mayReach"], resolve: Resolve): Promise<string[]> {
  const addresses = isIP(host) ? [host] : await resolve(host);
  if (!addresses.length) throw new DialError("unknown_host");
  if (addresses.every(mayReach)) return addresses;
  throw new DialError("private_address");
}

function send(url: URL, addresses: readonly string[], call: Call, signal: AbortSignal): Promise<Reply> {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_, options, done) => {
    const [first] = all;
    if (options.all) done(null, all);
    else done(null, first?.address ?? "", first?.family);
  };
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    // a connection of its own: a kept one might lead elsewhere
    const options = { method: call.method, headers: call.headers, lookup, signal, agent: false };
    const sent = request(url, options, (response) => {
      read(response, call.bytesMax).then(resolve, (error: unknown) => {
        sent.destroy();
        reject(error);
      });
    });
    sent.on("error", reject);
    sent.end(call.body);
  });
}

async function read(response: IncomingMessage, bytesMax: number): Promise<Reply> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > bytesMax) throw new DialError("too_large");
    parts.push(part);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(parts) };
}

export async function resolveName(host: string): Promise<string[]> {
  try {
    return (await lookUp(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new DialError("unknown_host", { cause });
  }
}

import { lookup as lookUp } from "node:dns/promises";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { PublicError } from "../error.ts";
import { isMetadata, isPublic } from "./addresses.ts";

export interface Ask {
  method: "GET" | "POST";
  headers: Record<string, string>;
  /** Sent as the body. */
  json?: unknown;
  /** Whether the address may be inside the organisation's own network. Metadata services may not be asked even so. */
  allowPrivate: boolean;
  timeoutMs: number;
  bytesMax: number;
  signal: AbortSignal;
}

export interface Answered {
  status: number;
  type: string;
  text: string;
}

/** Turns a name into addresses; a parameter so that it can be told what to answer. */
export type Resolve = (host: string) => Promise<string[]>;

/**
 * One request to an address that somebody entered. What is checked is what is dialled: names are resolved here, once, and
 * the connection goes to the checked address. Redirects are not followed.
 */
export async function guarded(url: URL, ask: Ask, resolve: Resolve = resolveName): Promise<Answered> {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw forbidden("It must begin with http:// or https:// and hold no user name or password.");
  }
  const address = await checked(url, ask.allowPrivate, resolve);
  const signal = AbortSignal.any([ask.signal, AbortSignal.timeout(ask.timeoutMs)]);
  try {
    return await send(url, address, ask, signal);
  } catch (error) {
    ask.signal.throwIfAborted();
    if (error instanceof PublicError) throw error;
    const why = signal.aborted ? `did not answer within ${ask.timeoutMs / 1000} seconds` : "could not be reached";
    const message = `The service ${why}. Try again later, or tell an editor.`;
    throw new PublicError("unavailable", "tool.unreachable", message, { cause: error });
  }
}

async function checked(url: URL, allowPrivate: boolean, resolve: Resolve): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  const fits = (address: string) => (allowPrivate ? !isMetadata(address) : isPublic(address));
  if (first === undefined) throw forbidden("Its name is not known.");
  if (addresses.every(fits)) return first;
  throw forbidden("It leads into a private network. An administrator can allow that for this intent.");
}

function send(url: URL, address: string, ask: Ask, signal: AbortSignal): Promise<Answered> {
  const body = ask.json === undefined ? undefined : JSON.stringify(ask.json);
  const lookup: LookupFunction = (_, { all }, done) => {
    const family = isIP(address);
    if (all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const headers = { ...ask.headers, ...(body !== undefined && { "content-type": "application/json" }) };
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    // a connection of its own: a kept one might lead elsewhere
    const sent = request(url, { method: ask.method, headers, lookup, signal, agent: false }, (response) => {
      read(response, ask.bytesMax).then(resolve, reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function read(response: IncomingMessage, bytesMax: number): Promise<Answered> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > bytesMax) {
      const message = `The service answered with more than ${bytesMax / 1024} kB, which is not read. Let it answer more briefly.`;
      throw new PublicError("unavailable", "tool.too_long", message);
    }
    parts.push(part);
  }
  const type = response.headers["content-type"] ?? "";
  return { status: response.statusCode ?? 0, type, text: new TextDecoder().decode(Buffer.concat(parts)) };
}

async function resolveName(host: string): Promise<string[]> {
  try {
    return (await lookUp(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new PublicError("unavailable", "tool.unreachable", "The service's name is not known. Check its address.", {
      cause,
    });
  }
}

function forbidden(why: string): PublicError {
  return new PublicError("forbidden", "tool.forbidden_address", `The service's address may not be called. ${why}`);
}

import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { dial, DialError, type Reply } from "../net/dial.ts";
import { canonical } from "./page-address.ts";
import type { Hint } from "./source.sql.ts";

export const userAgent = "Docent";
const timeoutMs = 30_000;
export const pageBytesMax = 64 * 1024 * 1024;
const redirectsMax = 5;

export interface Asking {
  mayReach: (address: string) => boolean;
  signal: AbortSignal;
  /** Called before each request; throws `PageError` for an address that must not be asked. */
  before: (address: string) => Promise<void>;
}

export type Page =
  | { type: "content"; address: string; ending: string; bytes: Uint8Array; hint: Hint }
  | { type: "same"; address: string }
  | { type: "gone"; address: string };

/** Why a page could not be had: a code that the console has a sentence for. */
export class PageError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = "PageError";
    this.code = code;
  }
}

/**
 * Asks for a page, along its redirects, each of them checked like the first. `hint` is what was said of it last time.
 * `address` of the answer is where the last redirect led. Throws `PageError`.
 */
export async function fetchPage(address: string, hint: Hint, asking: Asking): Promise<Page> {
  const seen = new Set<string>();
  for (let at = address; ;) {
    if (seen.has(at) || seen.size > redirectsMax) throw new PageError("page.redirects");
    seen.add(at);
    await asking.before(at);
    const reply = await ask(at, hint, asking);
    if (reply.status === 304) return { type: "same", address: at };
    if (reply.status === 404 || reply.status === 410) return { type: "gone", address: at };
    const location = reply.headers.location;
    if (reply.status >= 300 && reply.status < 400 && location !== undefined) {
      const next = canonical(location, at);
      if (next === undefined) throw new PageError("page.forbidden_address");
      at = next;
      continue;
    }
    if (reply.status !== 200) throw new PageError(codeOf(reply.status));
    return { type: "content", address: at, ...(await read(at, reply)), hint: hintOf(reply) };
  }
}

async function ask(address: string, hint: Hint, { mayReach, signal }: Asking): Promise<Reply> {
  const headers = {
    "user-agent": userAgent,
    accept: "text/html,application/pdf,text/plain,text/markdown,*/*;q=0.5",
    "accept-encoding": "gzip",
    ...(hint.etag && { "if-none-match": hint.etag }),
    ...(hint.lastModified && { "if-modified-since": hint.lastModified }),
  };
  try {
    const call = { method: "GET" as const, headers, mayReach, timeoutMs, bytesMax: pageBytesMax, signal };
    return await dial(new URL(address), call);
  } catch (cause) {
    if (cause instanceof DialError) throw new PageError(dialCodes[cause.problem], { cause });
    throw cause;
  }
}

const dialCodes: Record<DialError["problem"], string> = {
  forbidden_form: "page.forbidden_address",
  private_address: "page.private_address",
  unknown_host: "page.unknown_host",
  timed_out: "page.timed_out",
  unreachable: "page.unreachable",
  too_large: "page.too_large",
};

function codeOf(status: number): string {
  if (status === 401 || status === 403) return "page.refused";
  if (status === 429 || status === 503) return "page.busy";
  return status >= 500 ? "page.server_error" : "page.unexpected_status";
}

function hintOf({ headers }: Reply): Hint {
  return {
    ...(headers.etag && { etag: headers.etag }),
    ...(headers["last-modified"] && { lastModified: headers["last-modified"] }),
  };
}

async function read(address: string, reply: Reply): Promise<{ ending: string; bytes: Uint8Array }> {
  const [type = "", ...parameters] = (reply.headers["content-type"] ?? "").split(";");
  const ending = endingOf(type.trim().toLowerCase(), new URL(address).pathname);
  if (ending === undefined) throw new PageError("page.unsupported_type");
  const bytes = await unpacked(reply);
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(parameters.join(";"))?.[1];
  return { ending, bytes: charset && textual.has(ending) ? inUtf8(bytes, charset) : bytes };
}

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

async function unpacked({ headers, bytes }: Reply): Promise<Uint8Array> {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return bytes;
  const name = encoding.replace(/^x-/, "");
  if (name !== "gzip" && name !== "deflate" && name !== "br") throw new PageError("page.unsupported_type");
  try {
    return await unpackers[name](bytes, { maxOutputLength: pageBytesMax });
  } catch (cause) {
    const tooLarge =
      cause instanceof RangeError || (cause instanceof Error && Reflect.get(cause, "code") === "ERR_BUFFER_TOO_LARGE");
    throw new PageError(tooLarge ? "page.too_large" : "page.unreachable", { cause });
  }
}

const textual = new Set(["html", "txt", "md", "csv", "tsv", "json", "jsonl"]);

const byType: Record<string, string> = {
  "text/html": "html",
  "application/xhtml+xml": "html",
  "application/pdf": "pdf",
  "text/markdown": "md",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "application/json": "json",
  "application/x-ndjson": "jsonl",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/tiff": "tiff",
};

/** Servers send what they do not know as plain text or as bytes: then the address's own ending counts. */
const vague = new Set(["", "text/plain", "application/octet-stream", "binary/octet-stream", "application/zip"]);
const named = new Set([
  ...textual,
  "htm",
  "markdown",
  "pdf",
  "docx",
  "pptx",
  "xlsx",
  "png",
  "jpg",
  "jpeg",
  "webp",
  "tif",
  "tiff",
  "faq",
  "wiki",
]);

function endingOf(type: string, path: string): string | undefined {
  const known = Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (known !== undefined) return known;
  if (!vague.has(type)) return undefined;
  const own = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (own !== undefined && named.has(own)) return own;
  return type === "text/plain" ? "txt" : undefined;
}

/** The server's word for the encoding goes before what the text seems to be in. */
function inUtf8(bytes: Uint8Array, charset: string): Uint8Array {
  if (/^utf-?8$/i.test(charset)) return bytes;
  try {
    return new TextEncoder().encode(new TextDecoder(charset, { fatal: true }).decode(bytes));
  } catch (error) {
    // a name that nobody knows, or one that does not fit
    if (error instanceof TypeError || error instanceof RangeError) return bytes;
    throw error;
  }
}

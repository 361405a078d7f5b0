import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { PublicError } from "../../error.ts";

/** A file of a model on a hub. */
export interface HubFile {
  url: string;
  bytes: number | null;
  /** In hex, when the hub names it. */
  sha256: string | null;
}

/** Longer than this without a byte and the hub is taken for gone. */
const silenceMs = 30_000;

/** What a hub has under a path, or undefined when it has no such file. Nothing of the file is fetched. */
export async function look(
  hub: string,
  model: string,
  path: string,
  signal: AbortSignal,
): Promise<HubFile | undefined> {
  const url = `${hub.replace(/\/+$/, "")}/${model}/resolve/main/${path}`;
  // the hub says what a large file is before it leads to where it is kept
  const response = await ask(url, { method: "HEAD", redirect: "manual", signal: timely(signal) }, signal);
  await response.body?.cancel();
  const moved = response.status >= 300 && response.status < 400;
  if (response.status === 404 || response.status === 401) return undefined;
  if (!response.ok && !moved) throw refused(response.status);
  const etag = (response.headers.get("x-linked-etag") ?? response.headers.get("etag") ?? "").replace(/^W\/|"/g, "");
  const length = response.headers.get("x-linked-size") ?? (moved ? null : response.headers.get("content-length"));
  return { url, bytes: length === null ? null : Number(length), sha256: /^[0-9a-f]{64}$/.test(etag) ? etag : null };
}

/** Fetches a file, going on where an earlier try ended. Throws when size or checksum are not those that the hub named. */
export async function fetchFile(
  file: HubFile,
  path: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> {
  let have = await sizeOf(path);
  if (file.bytes === null || have > file.bytes) have = 0;
  if (have === 0 || have !== file.bytes) {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), silenceMs);
    const both = AbortSignal.any([signal, silence.signal]);
    try {
      const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
      const response = await ask(file.url, { headers, signal: both }, signal);
      if (!response.ok || !response.body) throw refused(response.status);
      const resumes = response.status === 206;
      if (!resumes) have = 0;
      onBytes(have);
      const arriving = chunksOf(response.body, (length) => {
        timer.refresh();
        have += length;
        onBytes(have);
      });
      await pipeline(arriving, createWriteStream(path, { flags: resumes ? "a" : "w" }), { signal: both });
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof PublicError) throw cause;
      throw unreachable(cause);
    } finally {
      clearTimeout(timer);
    }
  }
  onBytes(await sizeOf(path));
  if (file.bytes !== null && (await sizeOf(path)) !== file.bytes) throw unreachable("the connection ended early");
  if (file.sha256 !== null && (await hashOf(path)) !== file.sha256) throw damaged();
}

async function* chunksOf(body: ReadableStream<Uint8Array>, onChunk: (length: number) => void) {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    onChunk(next.value.length);
    yield next.value;
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.size ?? 0;
}

async function hashOf(path: string): Promise<string> {
  const hash: Hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(cause);
  }
}

function timely(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(silenceMs)]);
}

function unreachable(cause: unknown) {
  const message =
    "The hub that models are fetched from cannot be reached, or broke off. Try again: what has come is kept. Without access to it, copy the model's folder into the folder of models.";
  return new PublicError("unavailable", "local_model.hub_unreachable", message, { cause });
}

function refused(status: number) {
  const message = `The hub that models are fetched from answered with status ${status}. Try again later, or copy the model's folder into the folder of models.`;
  return new PublicError("unavailable", "local_model.hub_refused", message);
}

export function damaged() {
  const message = "What came from the hub is not what it should be, and was thrown away. Fetch it again.";
  return new PublicError("unavailable", "local_model.damaged", message);
}

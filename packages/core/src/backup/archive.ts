import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { PublicError } from "../error.ts";
import { Manifest, manifestName, sumsName } from "./manifest.ts";
import * as Tar from "./tar.ts";

/** What a look through a whole backup found. */
export interface Checked {
  manifest: Manifest;
  /** Of all entries, unpacked. */
  bytes: number;
  files: number;
}

/** The entries of a backup in their order, packed with gzip or not. */
export async function* entries(path: string): AsyncGenerator<Tar.Entry> {
  const packed = await isPacked(path);
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const content: Readable = packed ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    yield* Tar.read(content);
  } finally {
    content.destroy();
    file.destroy();
  }
}

/** Adds the sums of all entries as the last one, in the form that `sha256sum -c` reads. */
export async function* withSums(parts: AsyncIterable<Tar.Entry>): AsyncGenerator<Tar.Entry> {
  const sums: string[] = [];
  for await (const { name, bytes, content } of parts) {
    const hash = createHash("sha256");
    yield { name, bytes, content: through(content, (part) => hash.update(part)) };
    sums.push(`${hash.digest("hex")}  ${name}\n`);
  }
  const text = Buffer.from(sums.join(""));
  yield { name: sumsName, bytes: text.length, content: Readable.from([text]) };
}

/** Reads all of it and compares it with its own sums. Throws `backup.damaged`, `backup.unreadable`. */
export async function check(path: string, progress: (bytes: number) => void = () => undefined): Promise<Checked> {
  const found = new Map<string, string>();
  let [manifest, sums, bytes]: [Manifest | undefined, string | undefined, number] = [undefined, undefined, 0];
  for await (const { name, content, bytes: length } of entries(path)) {
    if (sums !== undefined) throw Tar.damaged();
    if (!manifest) manifest = manifestFrom(name === manifestName ? await textOf(content, found) : "");
    else if (name === sumsName) sums = await textOf(content);
    else found.set(name, await sumOf(content));
    bytes += length;
    progress(bytes);
  }
  const told = Array.from(found, ([name, sum]) => `${sum}  ${name}\n`).join("");
  if (!manifest || sums !== told) throw Tar.damaged();
  return { manifest, bytes, files: [...found.keys()].filter((name) => name.startsWith("files/")).length };
}

export async function textOf(content: AsyncIterable<Uint8Array>, found?: Map<string, string>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  const bytes = Buffer.concat(parts);
  found?.set(manifestName, createHash("sha256").update(bytes).digest("hex"));
  return bytes.toString("utf8");
}

function manifestFrom(text: string): Manifest {
  const message =
    "This file is not a backup of Docent, or of a version that this one does not know. Name a file that `docent backup` wrote, or update Docent first.";
  const unreadable = new PublicError("invalid", "backup.unreadable", message);
  try {
    const parsed = Manifest.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    throw unreadable;
  }
  throw unreadable;
}

async function sumOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of content) hash.update(part);
  return hash.digest("hex");
}

async function* through(
  content: AsyncIterable<Uint8Array>,
  look: (part: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    look(part);
    yield part;
  }
}

async function isPacked(path: string): Promise<boolean> {
  const file = await open(path).catch((cause: unknown) => {
    const message = `There is no file ${path} that can be read. Give the path of a backup.`;
    throw new PublicError("not_found", "backup.not_found", message, { cause });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

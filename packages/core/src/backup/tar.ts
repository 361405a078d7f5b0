import { pipeline } from "node:stream/promises";
import { extract, pack, type Pack } from "tar-stream";
import { PublicError } from "../error.ts";

export interface Entry {
  name: string;
  bytes: number;
  /** To be read to its end, or not at all, before the next entry is asked for. */
  content: AsyncIterable<Uint8Array>;
}

/** A tar archive of these entries, as it goes along. Throws when an entry is not as long as it was said to be. */
export async function* write(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const filled = fill(archive, entries).catch((error: Error) => archive.destroy(error));
  try {
    for await (const part of archive) yield part as Uint8Array;
  } finally {
    archive.destroy();
    await filled;
  }
}

/** What a tar archive holds, in its order. Throws `backup.damaged` where it cannot be read. */
export async function* read(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const entries = extract();
  // what goes wrong there comes out of the entries
  const fed = pipeline(archive, entries).catch(() => undefined);
  try {
    for await (const entry of entries) {
      yield { name: entry.header.name, bytes: entry.header.size ?? 0, content: whole(entry) };
      entry.resume();
    }
  } catch (cause) {
    throw damaged(cause);
  } finally {
    entries.destroy();
    await fed;
  }
}

async function fill(archive: Pack, entries: AsyncIterable<Entry>): Promise<void> {
  for await (const { name, bytes, content } of entries)
    await pipeline(content, archive.entry({ name, size: bytes, mode: 0o600 }));
  archive.finalize();
}

async function* whole(content: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of content) yield part as Uint8Array;
  } catch (cause) {
    throw damaged(cause);
  }
}

export function damaged(cause?: unknown): PublicError {
  const message =
    "This file is not a whole backup: it breaks off, or was changed after it was written. Nothing was touched. Use another backup, or copy this one again.";
  return new PublicError("invalid", "backup.damaged", message, { cause });
}

import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { PublicError } from "@docent/core/error";
import { fileBytesMax } from "@docent/core/knowledge/version";
import type { Desk } from "./desk.ts";
import type { Progress } from "./report.ts";

const uploadsAtOnce = 8;
const pollMs = { least: 100, most: 2000 };

export interface Found {
  path: string;
  /** With the folders from the last part of the path given. */
  name: string;
  /** The id of its category. */
  category?: string | undefined;
}

interface About {
  category: string | undefined;
  batch: string;
  file: string;
}

export interface Failure {
  path: string;
  stage: string;
  reason: string;
}

export interface Sent {
  batch: string;
  searchable: number;
  unchanged: number;
  chunks: number;
  failed: Failure[];
  /** The paths of those that the desk held already, as they are. */
  same: Set<string>;
}

/** Sends files as one batch, waits until each is searchable or failed, and accounts for every one. */
export async function send(
  desk: Desk,
  libraryId: string,
  { name, files }: { name: string; files: readonly Found[] },
  progress: Progress,
): Promise<Sent> {
  const expected = files.length;
  const batch = await desk.client.batch.open.mutate({ libraryId, kind: "command", name, expected });
  const unsent: Failure[] = [];
  let next = 0;
  const sendNext = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at];
      const about = { category: file?.category, batch: batch.id, file: String(at) };
      const reason = file && (await sendOne(desk, libraryId, file, about));
      if (reason) unsent.push({ path: file.path, stage: "read", reason });
      progress(`sent ${Math.min(next, files.length)} of ${files.length}`);
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, sendNext));

  const { searchable, unchanged, chunks } = await ended(desk, batch.id, progress);
  const failed = [...unsent, ...(await failures(desk, batch.id, files))];
  const same = unchanged ? await unchangedOf(desk, batch.id, files) : new Set<string>();
  return { batch: batch.id, searchable, unchanged, chunks, failed, same };
}

/**
 * Sends a file. What the desk refuses it accounts for itself; what does not reach it is told to it. Gives the reason when
 * the batch takes no more files.
 */
async function sendOne(desk: Desk, libraryId: string, file: Found, about: About): Promise<string | undefined> {
  const { path, name } = file;
  try {
    const { size } = await stat(path);
    if (size <= fileBytesMax) await desk.upload(libraryId, name, await openAsBlob(path), about);
    else await refuse(desk, about, name, size, "file.too_large");
  } catch (error) {
    const code = error instanceof PublicError ? error.code : undefined;
    if (code === "batch.stopped") return error instanceof Error ? error.message : code;
    if (code?.startsWith("library.") || code === "batch.not_found") throw error;
    if (code === "internal") await refuse(desk, about, name, null, "connection.lost");
    else if (isOfFile(error)) await refuse(desk, about, name, null, "file.unreadable");
    else if (code === undefined) throw error;
  }
  return undefined;
}

async function refuse(
  desk: Desk,
  { batch, file }: About,
  name: string,
  bytes: number | null,
  code: "file.too_large" | "file.unreadable" | "connection.lost",
): Promise<void> {
  await desk.client.batch.refuse.mutate({ id: batch, files: [{ key: file, name, bytes }], code });
}

function isOfFile(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "path" in error;
}

/** Waits until every file of the batch is searchable or has a reason why not. */
async function ended(desk: Desk, id: string, progress: Progress) {
  for (;;) {
    const { state, expected, received, counts } = await desk.client.batch.get.query({ id });
    if (counts.underway === 0 && (state === "stopped" || received >= (expected ?? 0))) return counts;
    const { searchable, unchanged, failed, refused, underway } = counts;
    const waits = state === "paused" ? ", paused" : "";
    progress(`searchable ${searchable + unchanged} of ${expected ?? received}, failed ${failed + refused}${waits}`);
    // counting thousands of files takes the desk a while, in which it reads none
    await setTimeout(Math.min(pollMs.most, pollMs.least + underway));
  }
}

async function failures(desk: Desk, id: string, files: readonly Found[]): Promise<Failure[]> {
  const rows = await rowsOf(desk, id, ["failed", "refused", "removed"]);
  return rows.map(({ key, stage, state, error }) => {
    const removed = state === "removed" ? "It was removed while it was being read." : "";
    return { path: files[Number(key || -1)]?.path ?? "", stage: stage ?? "read", reason: error ?? removed };
  });
}

async function unchangedOf(desk: Desk, id: string, files: readonly Found[]): Promise<Set<string>> {
  const rows = await rowsOf(desk, id, ["unchanged"]);
  return new Set(rows.map(({ key }) => files[Number(key || -1)]?.path ?? ""));
}

async function rowsOf(desk: Desk, id: string, states: ("failed" | "refused" | "removed" | "unchanged")[]) {
  type Row = Awaited<ReturnType<typeof desk.client.batch.files.query>>["items"][number];
  const found: Row[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await desk.client.batch.files.query({ id, states, page, pageSize: 200 });
    found.push(...items);
    if (page * 200 >= total) return found;
  }
}

/** The library of that name, made when it does not exist. */
export async function findOrCreateLibrary(desk: Desk, name: string): Promise<{ id: string; name: string }> {
  const libraries = await desk.client.library.list.query();
  return libraries.find((library) => library.name === name) ?? desk.client.library.create.mutate({ name });
}

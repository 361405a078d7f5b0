import { openAsBlob } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PublicError } from "@docent/core/error";
import { fileBytesMax } from "@docent/core/knowledge/version";
import type { Desk } from "./desk.ts";
import { findOrCreateCategory } from "./filter.ts";
import type { Progress, Report } from "./report.ts";

const uploadsAtOnce = 8;
const nameLengthMax = 200;
const pollMs = { least: 100, most: 2000 };

/** What version control and file managers leave in folders, which nobody means to add. */
const leftovers = /^(\.git|\.svn|\.hg|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*)$/i;

interface Found {
  path: string;
  /** With the folders from the last part of the path given. */
  name: string;
}

interface About {
  category: string | undefined;
  batch: string;
  file: string;
}

interface Failure {
  path: string;
  stage: string;
  reason: string;
}

export interface Options {
  library: string;
  category?: string;
}

/** Sends files, folders included, waits until each is searchable or failed, and accounts for every one. */
export async function add(desk: Desk, paths: string[], options: Options, progress: Progress): Promise<Report> {
  const started = performance.now();
  const files = (await Promise.all(paths.map(filesBelow))).flat();
  const library = await findOrCreate(desk, options.library);
  const category =
    options.category === undefined ? undefined : await findOrCreateCategory(desk.client, options.category);
  const name = paths
    .map((path) => basename(resolve(path)))
    .join(", ")
    .slice(0, nameLengthMax);
  const expected = files.length;
  const batch = await desk.client.batch.open.mutate({ libraryId: library.id, kind: "command", name, expected });

  const unsent: Failure[] = [];
  let next = 0;
  const send = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at];
      const about = { category, batch: batch.id, file: String(at) };
      const reason = file && (await sendOne(desk, library.id, file, about));
      if (reason) unsent.push({ path: file.path, stage: "read", reason });
      progress(`sent ${next} of ${files.length}`);
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, send));

  const { searchable, unchanged, chunks } = await ended(desk, batch.id, progress);
  const failed = [...unsent, ...(await failures(desk, batch.id, files))];
  const seconds = round((performance.now() - started) / 1000);
  const json = { batch: batch.id, documents: expected, searchable: searchable + unchanged, failed, chunks, seconds };
  const lines = failed.map(({ path, stage, reason }) => `  ${path}: ${reason} (${stage})`);
  const text = [
    `${json.searchable} of ${files.length} documents are searchable in "${library.name}": ${chunks} passages, ${seconds} s`,
    ...(lines.length ? [`${lines.length} failed:`, ...lines] : []),
  ].join("\n");
  return { json, text, incomplete: failed.length > 0 };
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
  const found: Failure[] = [];
  for (let page = 1; ; page++) {
    const asked = { id, states: ["failed" as const, "refused" as const, "removed" as const], page, pageSize: 200 };
    const { items, total } = await desk.client.batch.files.query(asked);
    for (const { key, stage, state, error } of items) {
      const path = files[Number(key || -1)]?.path ?? "";
      const removed = state === "removed" ? "It was removed while it was being read." : "";
      found.push({ path, stage: stage ?? "read", reason: error ?? removed });
    }
    if (page * 200 >= total) return found;
  }
}

async function findOrCreate(desk: Desk, name: string) {
  const libraries = await desk.client.library.list.query();
  return libraries.find((library) => library.name === name) ?? desk.client.library.create.mutate({ name });
}

/** Files below a path, with the names they get: folders count from the last part of the path given. */
async function filesBelow(given: string): Promise<Found[]> {
  const path = resolve(given);
  const found = await stat(path).catch((cause: unknown) => {
    const message = `There is no file or folder at ${given}. Check the path.`;
    throw new PublicError("not_found", "path.not_found", message, { cause });
  });
  if (!found.isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file, name: relative(dirname(path), file).split(sep).join("/") }))
    .filter(({ name }) => !name.split("/").some((part) => leftovers.test(part)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;

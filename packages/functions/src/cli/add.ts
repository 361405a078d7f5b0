import { openAsBlob } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PublicError } from "@docent/core/error";
import { fileBytesMax, tooLarge } from "@docent/core/knowledge/version";
import type { Desk } from "./desk.ts";
import { findOrCreateCategory } from "./filter.ts";
import type { Progress, Report } from "./report.ts";

const uploadsAtOnce = 8;
// they travel in the address of a GET request, which holds 16 kB
const statesAtOnce = 200;
const pollMs = { least: 100, most: 1000 };

/** What version control and file managers leave in folders, which nobody means to add. */
const leftovers = /^(\.git|\.svn|\.hg|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*)$/i;

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
  const sent = new Map<string, string>();
  const failed: Failure[] = [];

  let next = 0;
  const send = async () => {
    for (let file = files[next++]; file; file = files[next++]) {
      try {
        if ((await stat(file.path)).size > fileBytesMax) throw tooLarge(file.name);
        const { documentId } = await desk.upload(library.id, file.name, await openAsBlob(file.path), category);
        sent.set(documentId, file.path);
      } catch (error) {
        if (!(error instanceof PublicError)) throw error;
        failed.push({ path: file.path, stage: "read", reason: error.message });
      }
      progress(`sent ${next} of ${files.length}`);
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, send));

  const { searchable, chunks } = await waitFor(desk, sent, failed, progress);
  const seconds = round((performance.now() - started) / 1000);
  const json = { documents: files.length, searchable, failed, chunks, seconds };
  const lines = failed.map(({ path, stage, reason }) => `  ${path}: ${reason} (${stage})`);
  const text = [
    `${searchable} of ${files.length} documents are searchable in "${library.name}": ${chunks} passages, ${seconds} s`,
    ...(lines.length ? [`${lines.length} failed:`, ...lines] : []),
  ].join("\n");
  return { json, text, incomplete: failed.length > 0 };
}

async function waitFor(desk: Desk, sent: Map<string, string>, failed: Failure[], progress: Progress) {
  let waiting = [...sent.keys()];
  let searchable = 0;
  let chunks = 0;
  while (waiting.length) {
    const still: string[] = [];
    for (let from = 0; from < waiting.length; from += statesAtOnce) {
      const ids = waiting.slice(from, from + statesAtOnce);
      const states = await desk.client.document.states.query({ ids });
      const known = new Map(states.map((state) => [state.id, state]));
      for (const id of ids) {
        const document = known.get(id);
        const path = sent.get(id) ?? "";
        if (!document) failed.push({ path, stage: "read", reason: "It was removed while it was being read." });
        else if (document.state === "failed")
          failed.push({ path, stage: document.stage, reason: document.error ?? "" });
        else if (document.state === "searchable") {
          searchable++;
          chunks += document.chunks;
        } else still.push(id);
      }
      // the first ones are done first: no need to ask for those behind a page that is all waiting
      if (still.length > statesAtOnce) {
        still.push(...waiting.slice(from + statesAtOnce));
        break;
      }
    }
    waiting = still;
    progress(`searchable ${searchable} of ${sent.size}, failed ${failed.length}`);
    if (waiting.length) await setTimeout(Math.min(pollMs.most, pollMs.least + waiting.length));
  }
  return { searchable, chunks };
}

async function findOrCreate(desk: Desk, name: string) {
  const libraries = await desk.client.library.list.query();
  return libraries.find((library) => library.name === name) ?? desk.client.library.create.mutate({ name });
}

/** Files below a path, with the names they get: folders count from the last part of the path given. */
async function filesBelow(given: string): Promise<{ path: string; name: string }[]> {
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

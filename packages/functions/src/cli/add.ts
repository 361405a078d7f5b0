import { basename, resolve } from "node:path";
import type { Desk } from "./desk.ts";
import { filesBelow } from "./files-below.ts";
import { findOrCreateCategory } from "./filter.ts";
import type { Progress, Report } from "./report.ts";
import { findOrCreateLibrary, send } from "./send.ts";

const nameLengthMax = 200;

export interface Options {
  library: string;
  category?: string;
}

/** Sends files, folders included, waits until each is searchable or failed, and accounts for every one. */
export async function add(desk: Desk, paths: string[], options: Options, progress: Progress): Promise<Report> {
  const started = performance.now();
  const found = (await Promise.all(paths.map(filesBelow))).flat();
  const library = await findOrCreateLibrary(desk, options.library);
  const category =
    options.category === undefined ? undefined : await findOrCreateCategory(desk.client, options.category);
  const files = found.map((file) => ({ ...file, category }));
  const name = paths
    .map((path) => basename(resolve(path)))
    .join(", ")
    .slice(0, nameLengthMax);

  const { batch, searchable, unchanged, chunks, failed } = await send(desk, library.id, { name, files }, progress);
  const seconds = round((performance.now() - started) / 1000);
  const json = { batch, documents: files.length, searchable: searchable + unchanged, failed, chunks, seconds };
  const lines = failed.map(({ path, stage, reason }) => `  ${path}: ${reason} (${stage})`);
  const text = [
    `${json.searchable} of ${files.length} documents are searchable in "${library.name}": ${chunks} passages, ${seconds} s`,
    ...(lines.length ? [`${lines.length} failed:`, ...lines] : []),
  ].join("\n");
  return { json, text, incomplete: failed.length > 0 };
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;

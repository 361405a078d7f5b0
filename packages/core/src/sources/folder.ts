import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { isLeftover, unfit } from "./file-kind.ts";
import { SyncError, type Finding, type Known } from "./finding.ts";
import type { SourceRules } from "./source-rules.ts";
import type { SettingsOf } from "./source-settings.ts";

/** The folder as it really is. Throws `SyncError` unless it is there and the operator allowed it or one above it. */
export async function allowedFolder(given: string, folders: readonly string[]): Promise<string> {
  const real = await realpath(given).catch((cause: unknown) => {
    throw new SyncError("source.folder_missing", { cause });
  });
  const allowed = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  if (allowed.some((folder) => folder !== undefined && isWithin(folder, real))) return real;
  throw new SyncError("source.folder_not_allowed");
}

function isWithin(folder: string, file: string): boolean {
  const below = path.relative(folder, file);
  return below === "" || (!path.isAbsolute(below) && below.split(path.sep)[0] !== "..");
}

/** Looks at every file below a folder. Links are not followed; a folder that cannot be opened keeps what it brought. */
export async function* walkFolder(
  settings: SettingsOf<"folder">,
  known: Known,
  rules: SourceRules,
): AsyncGenerator<Finding> {
  const root = await allowedFolder(settings.path, rules.folders);
  const { files, closed } = await filesBelow(root);
  // an empty folder is what a drive that is not there looks like
  if (!files.length && known.size) throw new SyncError("source.folder_empty");
  let waiting = files.length;
  for (const address of closed) yield { type: "failed", address, code: "file.unreadable", waiting };
  for (const address of files) yield { ...(await look(root, address)), address, waiting: --waiting };
  const there = new Set(files);
  for (const address of known.keys()) {
    const hidden = closed.some((folder) => folder === "" || address.startsWith(`${folder}/`));
    if (!there.has(address) && !hidden) yield { type: "gone", address, waiting };
  }
}

async function filesBelow(root: string): Promise<{ files: string[]; closed: string[] }> {
  const files: string[] = [];
  const closed: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => undefined);
    if (!entries) closed.push(folder);
    for (const entry of entries ?? []) {
      const below = folder ? `${folder}/${entry.name}` : entry.name;
      if (isLeftover(entry.name)) continue;
      if (entry.isDirectory()) folders.push(below);
      else if (entry.isFile()) files.push(below);
    }
  }
  return { files: files.toSorted(), closed };
}

async function look(root: string, address: string) {
  const failed = (code: string) => ({ type: "failed" as const, code });
  const unread = unfit(address);
  if (unread !== undefined) return failed(unread);
  const file = path.join(root, ...address.split("/"));
  try {
    // a link put in its place meanwhile must not lead out of the folder
    if ((await realpath(file)) !== file) return failed("file.unreadable");
    const tooLarge = unfit(address, (await stat(file)).size);
    if (tooLarge !== undefined) return failed(tooLarge);
  } catch {
    return failed("file.unreadable");
  }
  const name = `${path.basename(root)}/${address}`;
  const content = { name, hint: {}, links: [], open: () => createReadStream(file) };
  return { type: "content" as const, content };
}

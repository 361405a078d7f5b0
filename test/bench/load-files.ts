import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";

/** Files below a folder, archives among them unpacked, with the names they get. */
export interface LoadFiles extends AsyncDisposable {
  files: { path: string; name: string }[];
}

/** Reads `folder` without changing it: what it holds as .tar.xz is unpacked elsewhere with the system's tar. */
export async function loadFiles(folder: string, most = Infinity): Promise<LoadFiles> {
  const top = resolve(folder);
  const unpacked = await mkdtemp(join(tmpdir(), "docent-load-"));
  const files: LoadFiles["files"] = [];
  for (const path of await filesBelow(top)) {
    if (!/\.tar\.(xz|gz)$/.test(path)) {
      files.push({ path, name: relative(top, path) });
      continue;
    }
    const into = join(unpacked, relative(top, path).replaceAll("/", "-"));
    await mkdir(into);
    await promisify(execFile)("tar", ["-xf", path, "-C", into]);
    for (const one of await filesBelow(into)) files.push({ path: one, name: relative(unpacked, one) });
  }
  // spread, so that a part of them is like all of them
  const step = Math.max(1, files.length / most);
  const some = Array.from({ length: Math.min(most, files.length) }, (_, at) => files[Math.floor(at * step)]);
  return {
    files: some.flatMap((file) => file ?? []),
    [Symbol.asyncDispose]: () => rm(unpacked, { recursive: true, force: true }),
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  if (!(await stat(folder)).isDirectory()) return [folder];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

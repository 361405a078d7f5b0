import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where models that were made out of packages stay. */
export const cache = join(import.meta.dirname, "../../.cache/models");

/** Does the work unless the file in the cache says that it was done in this way. */
export async function once(file: string, way: string, work: () => Promise<void>): Promise<void> {
  const path = join(cache, file);
  const done = await readFile(path, "utf8").catch(() => undefined);
  if (done === way) return;
  await work();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, way);
}

/** An empty Python environment in the place of what was there. Gives what runs its pip. */
export async function newPython(folder: string): Promise<(command: string, ...options: string[]) => Promise<void>> {
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  return async (command, ...options) => {
    const pip = ["-m", "pip", command, "--quiet", "--disable-pip-version-check"];
    await run(join(folder, "bin/python"), [...pip, ...options]);
  };
}

import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { PublicError } from "@docent/core/error";

/** What version control and file managers leave in folders, which nobody means to add. */
const leftovers = /^(\.git|\.svn|\.hg|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*)$/i;

/** Files below a path, with the names they get: folders count from the last part of the path given. */
export async function filesBelow(given: string): Promise<{ path: string; name: string }[]> {
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

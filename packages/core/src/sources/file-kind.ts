import path from "node:path";
import { supported } from "../knowledge/extract/format.ts";
import { fileBytesMax } from "../knowledge/version.ts";

/** What version control and file managers leave in folders, which nobody means to add. */
const leftovers = /^(\.git|\.svn|\.hg|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*)$/i;

export function isLeftover(name: string): boolean {
  return leftovers.test(name);
}

/** Why a file is not taken in, by its name and size; undefined for one that is. */
export function unfit(name: string, bytes = 0): string | undefined {
  const ending = path.posix.extname(name).toLowerCase();
  // these teach the intents of the whole company: somebody adds them who may
  if (/^\.examples?$/.test(ending)) return "file.examples";
  if (!supported.includes(ending)) return "file.unsupported";
  return bytes > fileBytesMax ? "file.too_large" : undefined;
}

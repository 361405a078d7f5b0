import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files below a folder in whose bytes this stands, by their paths. */
export async function filesHolding(folder: string, wanted: string | Uint8Array): Promise<string[]> {
  const bytesWanted = Buffer.from(typeof wanted === "string" ? new TextEncoder().encode(wanted) : wanted);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const holding: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // what is there may go while it is looked at
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(bytesWanted)) holding.push(path.slice(folder.length + 1));
  }
  return holding;
}

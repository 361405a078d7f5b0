import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** The repository. */
export const root = resolve(import.meta.dirname, "../../..");
/** What SST keeps for itself. */
export const work = join(root, ".sst");
/** SST's own components, put there by `npm run infra:platform`. */
export const platform = join(work, "platform");

/** Loads a package as SST's components do. */
export function requireOfPlatform(name: string): unknown {
  return createRequire(join(platform, "package.json"))(name);
}

/** The version of SST's components, "4.17.1". */
export function platformVersion(): string {
  return readFileSync(join(platform, "version"), "utf8").trim();
}

import { access, rm, writeFile } from "node:fs/promises";

/** A note beside a table, which outlives the process: rows were taken out of it whose bytes still stand in its files. */
export interface RemovalMark {
  isSet(): Promise<boolean>;
  set(): Promise<void>;
  clear(): Promise<void>;
}

export function removalMark(path: string): RemovalMark {
  return {
    isSet: () =>
      access(path).then(
        () => true,
        () => false,
      ),
    set: () => writeFile(path, ""),
    clear: () => rm(path, { force: true }),
  };
}

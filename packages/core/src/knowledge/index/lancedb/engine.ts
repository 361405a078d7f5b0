import type * as LanceDb from "@lancedb/lancedb";
import type * as Arrow from "apache-arrow";
import { PublicError } from "../../../error.ts";

export interface LanceEngine {
  lance: typeof LanceDb;
  arrow: typeof Arrow;
  connect(folder: string): Promise<LanceDb.Connection>;
}

const megabyte = 1024n * 1024n;

/** Loads the native engine, which takes a fifth of a second and exists for some platforms only. */
export async function loadEngine(): Promise<LanceEngine> {
  const { lance, arrow } = await load();
  // 256 MB hold the index of 300,000 rows; with 64 MB a search takes twenty times as long
  const session = new lance.Session(256n * megabyte, 64n * megabyte);
  return { lance, arrow, connect: (folder) => lance.connect(folder, {}, session) };
}

async function load() {
  try {
    const [lance, arrow] = await Promise.all([import("@lancedb/lancedb"), import("apache-arrow")]);
    return { lance, arrow };
  } catch (cause) {
    throw new PublicError(
      "unavailable",
      "search.platform_unsupported",
      `The built-in search engine could not be loaded on this machine (${process.platform}-${process.arch}). ` +
        "Run `npm ci` again; if it stays, point OPENSEARCH_URL at an OpenSearch, or run Docent on 64-bit Linux (x64), for example in a container: README, Platforms.",
      { cause },
    );
  }
}

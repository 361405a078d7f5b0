import { createHash } from "node:crypto";
import { mkdir, readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "@lancedb/lancedb";
import { loadEngine, type LanceEngine } from "./engine.ts";
import { removalMark } from "./removal-mark.ts";
import { checkId } from "../ids.ts";
import { type CompanyTable, openTable, type TableOptions } from "./table.ts";
import type { IndexSpace } from "../search-index.ts";

export interface Spaces {
  /** The table of a space, made when there is none yet; undefined once the space has been dropped. */
  open(space: IndexSpace): Promise<CompanyTable | undefined>;
  drop(space: IndexSpace): Promise<void>;
  close(): Promise<void>;
}

/** A folder per generation, in it a table per company, each opened at first use and kept open. */
export function createSpaces(folder: string, options: Omit<TableOptions, "dimensions">): Spaces {
  const connections = new Map<string, Promise<Connection>>();
  const tables = new Map<string, Promise<CompanyTable>>();
  const dropped = new Set<string>();

  let engine: Promise<LanceEngine> | undefined;

  const loaded = (): Promise<LanceEngine> => {
    engine ??= loadEngine();
    // what failed is tried again by the next call
    engine.catch(() => (engine = undefined));
    return engine;
  };

  const connect = (place: string): Promise<Connection> =>
    kept(connections, place, async () => {
      const path = join(folder, place);
      await mkdir(path, { recursive: true });
      return (await loaded()).connect(path);
    });

  const markOf = (place: string, name: string) => removalMark(join(folder, place, `${name}.removed`));

  return {
    async open(space) {
      const { key, place, name } = addressOf(space);
      if (dropped.has(key)) return undefined;
      return kept(tables, key, async () => {
        const connection = await connect(place);
        const all = { ...options, dimensions: space.dimensions };
        return openTable(await loaded(), connection, name, markOf(place, name), all);
      });
    },

    async drop(space) {
      const { key, place, name } = addressOf(space);
      dropped.add(key);
      const opened = tables.get(key);
      tables.delete(key);
      if (opened) await (await opened).close();
      const connection = await connect(place);
      const names = await connection.tableNames();
      if (names.includes(name)) await connection.dropTable(name);
      await markOf(place, name).clear();
      if ((await readdir(join(folder, place))).length > 0) return;
      connections.delete(place);
      connection.close();
      await rmdir(join(folder, place));
    },

    async close() {
      const opened = await Promise.allSettled(tables.values());
      tables.clear();
      for (const table of opened) if (table.status === "fulfilled") await table.value.close();
      const connected = await Promise.allSettled(connections.values());
      connections.clear();
      for (const connection of connected) if (connection.status === "fulfilled") connection.value.close();
    },
  };
}

/** What is being made or has been made; what failed is tried again by the next call. */
function kept<T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = all.get(key);
  if (known) return known;
  const made = make();
  all.set(key, made);
  made.catch(() => all.delete(key));
  return made;
}

function addressOf({ companyId, generation }: IndexSpace) {
  const place = folderName(generation);
  const name = checkId(companyId);
  return { key: `${place}/${name}`, place, name };
}

/** Readable, and different for different generations whatever characters a model's name holds. */
function folderName(generation: string): string {
  const hash = createHash("sha256").update(generation).digest("hex").slice(0, 8);
  return `${generation.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 60)}-${hash}`;
}

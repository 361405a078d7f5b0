import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Embedder } from "../models/embedder.ts";
import type { Log } from "../telemetry/log.ts";
import { analyzerVersion } from "./analyze.ts";
import { createCeilings } from "./lancedb-ceilings.ts";
import { type LanceEngine, startEngine } from "./lancedb-engine.ts";
import {
  checkId,
  countByVersion,
  hiddenRecord,
  hitFrom,
  scoreColumn,
  termsColumn,
  vectorColumn,
  within,
} from "./lancedb-rows.ts";
import { type CompanyTable, openTable } from "./lancedb-table.ts";
import type { IndexQuery, SearchIndex } from "./search-index.ts";

export interface LanceDbOptions {
  folder: string;
  /** Absent until an embedder is connected: the rows then hold terms only. */
  embedder?: Pick<Embedder, "id" | "dimensions">;
  log?: Pick<Log, "warn">;
  unindexedMax?: number;
  idleMs?: number;
}

/**
 * The index on a laptop: a folder per generation, a table per company. One process at a time may hold the folder;
 * the caller sees to that.
 */
export function lanceDbIndex(options: LanceDbOptions): SearchIndex {
  const dimensions = options.embedder?.dimensions;
  const generation = [analyzerVersion, options.embedder?.id].filter(Boolean).join("+");
  const tables = new Map<string, Promise<CompanyTable>>();
  let engine: Promise<LanceEngine> | undefined;

  const tableOf = async (companyId: string): Promise<CompanyTable> => {
    const name = checkId(companyId);
    const known = tables.get(name);
    if (known) return known;
    engine ??= start(join(options.folder, folderName(generation)));
    const { unindexedMax = 5_000, idleMs = 2_000, log } = options;
    const opened = engine.then((engine) => openTable(engine, name, { dimensions, unindexedMax, idleMs, log }));
    tables.set(name, opened);
    // what failed is tried again by the next call
    opened.catch(() => (tables.delete(name), (engine = undefined)));
    return opened;
  };
  const ceilings = createCeilings();

  return {
    generation,

    async add(companyId, rows) {
      if (rows.length === 0) return;
      const records = rows.map((row) => hiddenRecord(row, dimensions));
      const sameVersions = within("versionId", [...new Set(rows.map((row) => row.versionId))]);
      await (
        await tableOf(companyId)
      ).write(rows.length, async (table) => {
        if ((await table.countRows(sameVersions)) > 0) await table.delete(sameVersions);
        await table.add(records);
      });
    },

    async count(companyId, versionIds) {
      if (versionIds.length === 0) return new Map();
      const { table } = await tableOf(companyId);
      const rows: unknown[] = await table
        .query()
        .where(within("versionId", versionIds))
        .select(["versionId"])
        .toArray();
      return countByVersion(rows);
    },

    async flip(companyId, { show, hide }) {
      const changes = [
        ...(show.length > 0 ? [`(live = 0 AND ${within("versionId", show)})`] : []),
        ...(hide.length > 0 ? [`(live = 1 AND ${within("versionId", hide)})`] : []),
      ];
      if (changes.length === 0) return;
      // both directions in one commit: every row named changes sides
      const change = { where: changes.join(" OR "), valuesSql: { live: "CAST(1 - live AS TINYINT)" } };
      await (await tableOf(companyId)).write(0, (table) => table.update(change));
    },

    async remove(companyId, versionIds) {
      if (versionIds.length === 0) return;
      const gone = within("versionId", versionIds);
      await (await tableOf(companyId)).write(versionIds.length, (table) => table.delete(gone));
    },

    async search(companyId, query) {
      if (query.libraryIds.length === 0 || isEmpty(query, dimensions)) return [];
      const company = await tableOf(companyId);
      const filter = `live = 1 AND ${within("libraryId", query.libraryIds)}`;
      const columns = ["chunkId", "versionId", "documentId", scoreColumn[query.route]];
      const found =
        "vector" in query
          ? company.table
              .query()
              .nearestTo(query.vector)
              .column(vectorColumn[query.route])
              .distanceType("cosine")
              .ef(200)
              .refineFactor(10)
          : company.textSearch(termsColumn[query.route], query.terms);
      const rows: unknown[] = await found.where(filter).select(columns).limit(query.limit).toArray();
      return rows.map(hitFrom);
    },

    async ceilings(companyId, route, terms) {
      if (terms.length === 0) return [];
      return ceilings.of(await tableOf(companyId), companyId, termsColumn[route], terms);
    },

    async size(companyId) {
      return (await tableOf(companyId)).table.countRows("live = 1");
    },

    async close() {
      const opened = await Promise.allSettled(tables.values());
      tables.clear();
      for (const table of opened) if (table.status === "fulfilled") await table.value.close();
      const started = engine;
      engine = undefined;
      if (started) (await started).connection.close();
    },
  };
}

async function start(folder: string): Promise<LanceEngine> {
  await mkdir(folder, { recursive: true });
  return startEngine(folder);
}

function isEmpty(query: IndexQuery, dimensions: number | undefined): boolean {
  return "vector" in query ? dimensions === undefined : query.terms.length === 0;
}

/** Readable, and different for different generations whatever characters a model's name holds. */
function folderName(generation: string): string {
  const hash = createHash("sha256").update(generation).digest("hex").slice(0, 8);
  return `${generation.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 60)}-${hash}`;
}

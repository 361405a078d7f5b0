import type { Log } from "../../../telemetry/log.ts";
import { createCeilings } from "./ceilings.ts";
import { createMemory } from "../memory.ts";
import { onePerChunk, rowsPerChunk } from "../one-per-chunk.ts";
import {
  countByVersion,
  findable,
  hitFrom,
  labelRecord,
  ofChunks,
  ofVersions,
  recordOf,
  sampleOf,
  scoreColumn,
  termsColumn,
  vectorColumn,
} from "./rows.ts";
import { isLaidOut } from "./laid-out.ts";
import { createSpaces } from "./spaces.ts";
import { spellingsOf } from "./spelling.ts";
import type { CompanyTable } from "./table.ts";
import { nearTerm } from "../spelling.ts";
import type { IndexHit, IndexQuery, IndexSpace, SearchIndex } from "../search-index.ts";

export interface LanceDbOptions {
  folder: string;
  log?: Pick<Log, "warn">;
  unindexedMax?: number;
  exactMax?: number;
  idleMs?: number;
  searchMsMax?: number;
}

/** So many times the hits wanted are compared once more by their whole vectors: finds 99.9 % of the nearest among 100,000. */
const comparedAgain = 4;
/** Rows that a search by meaning keeps in view; the engine refuses to look with fewer than it compares again. */
const visitedMin = 200;

/**
 * The index on a laptop: a folder per generation, a table per company. One process at a time may hold the folder;
 * the caller sees to that.
 */
export function lanceDbIndex(options: LanceDbOptions): SearchIndex {
  const { folder, log, unindexedMax = 5_000, exactMax = 10_000, idleMs = 2_000, searchMsMax = 60_000 } = options;
  const spaces = createSpaces(folder, { unindexedMax, exactMax, idleMs, searchMsMax, log });
  const ceilings = createCeilings();
  const spellings = createMemory<string | undefined>((near) => near !== undefined);

  return {
    async add(space, rows) {
      if (rows.length === 0) return;
      const records = rows.map((row) => recordOf(row, space.dimensions, false));
      const sameVersions = ofVersions([...new Set(rows.map((row) => row.versionId))]);
      const company = await spaces.open(space);
      await company?.write(rows.length, async (table, removing) => {
        if ((await table.countRows(sameVersions)) > 0) {
          await removing();
          await table.delete(sameVersions);
        }
        await table.add(records);
      });
    },

    async count(space, versionIds) {
      if (versionIds.length === 0) return new Map();
      const wanted = ofVersions(versionIds);
      const company = await spaces.open(space);
      const rows: unknown[] = (await company?.table.query().where(wanted).select(["versionId"]).toArray()) ?? [];
      return countByVersion(rows);
    },

    async flip(space, { show, hide }) {
      const changes = [
        ...(show.length > 0 ? [`(live = 0 AND ${ofVersions(show)})`] : []),
        ...(hide.length > 0 ? [`(live = 1 AND ${ofVersions(hide)})`] : []),
      ];
      if (changes.length === 0) return;
      // both directions in one commit: every row named changes sides
      const change = { where: changes.join(" OR "), valuesSql: { live: "CAST(1 - live AS TINYINT)" } };
      await (await spaces.open(space))?.write(0, (table) => table.update(change));
    },

    async replace(space, chunkIds, rows, shown) {
      if (chunkIds.length === 0) return;
      const ofThese = ofChunks(chunkIds);
      const records = rows.map((row) => recordOf(row, space.dimensions, shown));
      const company = await spaces.open(space);
      await company?.write(chunkIds.length, async (table, removing) => {
        await removing();
        if (records.length === 0) return table.delete(ofThese);
        return table
          .mergeInsert(["chunkId", "trigger"])
          .whenMatchedUpdateAll()
          .whenNotMatchedInsertAll()
          .whenNotMatchedBySourceDelete({ where: ofThese })
          .execute(records);
      });
    },

    async label(space, versionIds, label) {
      if (versionIds.length === 0) return;
      const values = labelRecord(label);
      const where = `(access <> '${values.access}' OR labels <> '${values.labels}') AND ${ofVersions(versionIds)}`;
      await (await spaces.open(space))?.write(versionIds.length, (table) => table.update({ where, values }));
    },

    async remove(space, versionIds) {
      if (versionIds.length === 0) return;
      const gone = ofVersions(versionIds);
      const company = await spaces.open(space);
      await company?.write(versionIds.length, async (table, removing) => {
        await removing();
        await table.delete(gone);
      });
    },

    async search(space, query) {
      if (query.access.length === 0 || isEmpty(query, space)) return [];
      const company = await spaces.open(space);
      if (!company) return [];
      const found = await bestRows(company, query, query.limit);
      const hits = onePerChunk(found);
      if (hits.length === found.length) return hits;
      // some chunks came by several rows: look further, so that others are not crowded out
      return onePerChunk(await bestRows(company, query, query.limit * rowsPerChunk)).slice(0, query.limit);
    },

    async ceilings(space, route, terms) {
      const company = terms.length > 0 ? await spaces.open(space) : undefined;
      return company ? ceilings.of(company, termsColumn[route], terms) : [];
    },

    async correct(space, route, term, access) {
      const company = access.length > 0 ? await spaces.open(space) : undefined;
      if (!company) return undefined;
      const column = termsColumn[route];
      const filter = findable(access.toSorted());
      return spellings.of(company, `${column} ${term} ${filter}`, () =>
        nearTerm(spellingsOf(company, column, filter), term),
      );
    },

    async sample(space, route, most) {
      const company = space.dimensions ? await spaces.open(space) : undefined;
      return company ? sampleOf(company.table, vectorColumn[route], most) : [];
    },

    async size(space) {
      return (await spaces.open(space))?.table.countRows("live = 1 AND trigger = ''") ?? 0;
    },

    async isLaidOut(space) {
      const company = await spaces.open(space);
      return company && isLaidOut(company.table, space.dimensions);
    },

    drop: (space) => spaces.drop(space),
    close: () => spaces.close(),
  };
}

/** Best first. */
async function bestRows(company: CompanyTable, query: IndexQuery, limit: number): Promise<IndexHit[]> {
  const columns = ["chunkId", "trigger", "versionId", "documentId", scoreColumn[query.route]];
  const found =
    "vector" in query
      ? company.table
          .query()
          .nearestTo(query.vector)
          .column(vectorColumn[query.route])
          .distanceType("cosine")
          .ef(Math.max(visitedMin, limit * comparedAgain))
          .refineFactor(comparedAgain)
      : company.textSearch(termsColumn[query.route], query.terms);
  const within = findable(query.access, query.having);
  const rows: unknown[] = await found.where(within).select(columns).limit(limit).toArray();
  return rows.map(hitFrom);
}

function isEmpty(query: IndexQuery, { dimensions }: IndexSpace): boolean {
  return "vector" in query ? dimensions !== query.vector.length : query.terms.length === 0;
}

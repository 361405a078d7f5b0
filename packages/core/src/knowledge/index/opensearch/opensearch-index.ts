import { z } from "zod";
import { onePerChunk, rowsPerChunk } from "../one-per-chunk.ts";
import { createMemory } from "../memory.ts";
import type { Ceiling, IndexQuery, IndexSpace, SearchIndex } from "../search-index.ts";
import { nearTerm } from "../spelling.ts";
import { bulk } from "./bulk.ts";
import { ceilingsOf } from "./ceilings.ts";
import { openCluster, type ClusterOptions } from "./cluster.ts";
import { changeRows, takeOut } from "./by-query.ts";
import { layoutOf, tuned, type PartialTuning } from "./layout.ts";
import { bestRows, createNearest } from "./nearest.ts";
import { findable, labelOf, ofChunks, ofVersions, storedOf, termsField, vectorField } from "./rows.ts";
import { sampleOf } from "./sample.ts";
import { flipScript, labelScript } from "./scripts.ts";
import { missingIsEmpty } from "./place.ts";
import { layoutBehind } from "./relay.ts";
import { sizeOf } from "./size.ts";
import { createSpaces } from "./spaces.ts";
import { warmUp } from "./warm.ts";
import { spellingsOf } from "./spelling.ts";

export interface OpenSearchOptions extends ClusterOptions {
  /** What the names of the desk's indexes begin with: several desks can share a cluster. */
  prefix?: string;
  tuning?: PartialTuning | undefined;
  /** Whether other processes write as well. The only writer takes out what it added and did not live to show. */
  shared?: boolean;
  /** Vectors that are compared one by one where a filter leaves no more than these. */
  exactMax?: number;
  idleMs?: number;
}

/** Every search asks for the size. */
const sizeMs = 5_000;
/** What was found out is forgotten after so long, since other processes write too. */
const rememberedMs = 60_000;

const Versions = z.object({
  aggregations: z
    .object({
      versions: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.number() })) }),
    })
    .optional(),
});

/** The index in a cluster of OpenSearch: an index for each company and generation, behind an alias. */
export function openSearchIndex(options: OpenSearchOptions): SearchIndex {
  const { prefix = "docent", shared = true, exactMax = 10_000, idleMs = 2_000 } = options;
  const tuning = tuned(options.tuning);
  const cluster = openCluster(options);
  const spaces = createSpaces(cluster, { prefix, tuning, shared, idleMs });
  const nearest = createNearest(cluster, { exactMax, visitedMin: tuning.efSearch, rememberedMs });
  const ceilings = createMemory<Ceiling>(({ held }) => held, rememberedMs);
  const sizes = createMemory<number>(() => false, sizeMs);
  const spellings = createMemory<string | undefined>((near) => near !== undefined, rememberedMs);

  const search = <T extends z.ZodType>(alias: string, body: object, answer: T) =>
    cluster.ask({ method: "POST", path: `/${alias}/_search`, query: missingIsEmpty, body }, answer);

  const countsOf = async (alias: string, versionIds: readonly string[]) => {
    const versions = { terms: { field: "versionId", size: versionIds.length } };
    const found = await search(alias, { size: 0, query: ofVersions(versionIds), aggs: { versions } }, Versions);
    return new Map(found?.aggregations?.versions.buckets.map(({ key, doc_count }) => [key, doc_count]));
  };

  return {
    async add(space, rows) {
      if (rows.length === 0) return;
      const stored = rows.map((row) => storedOf(row, space.dimensions !== undefined, false));
      const versionIds = [...new Set(rows.map(({ versionId }) => versionId))];
      const place = spaces.of(space);
      await place.fill(async () => {
        await place.refresh();
        if ((await countsOf(place.alias, versionIds)).size > 0) {
          place.removed();
          await takeOut(cluster, place.alias, ofVersions(versionIds));
        }
        await bulk(cluster, place.alias, stored);
        return rows.length;
      });
    },

    async count(space, versionIds) {
      if (versionIds.length === 0) return new Map();
      const place = spaces.of(space);
      let counts = new Map<string, number>();
      await place.write(async () => {
        await place.refresh();
        counts = await countsOf(place.alias, versionIds);
        return 0;
      });
      return counts;
    },

    async flip(space, { show, hide }) {
      const sides = [
        { live: false, ids: show },
        { live: true, ids: hide },
      ].filter(({ ids }) => ids.length > 0);
      if (sides.length === 0) return;
      // both directions in one pass: every row named changes sides, and a refresh shows all of it
      const should = sides.map(({ live, ids }) => ({ bool: { filter: [{ term: { live } }, ofVersions(ids)] } }));
      const place = spaces.of(space);
      await place.write(async () => {
        await place.refresh();
        const rows = await changeRows(cluster, place.alias, { bool: { should } }, flipScript);
        await warmUp(cluster, place.alias, space, rows);
        return rows;
      });
    },

    async replace(space, chunkIds, rows, shown) {
      if (chunkIds.length === 0) return;
      const these = ofChunks(chunkIds);
      const stored = rows.map((row) => storedOf(row, space.dimensions !== undefined, shown));
      const place = spaces.of(space);
      await place.fill(async () => {
        await place.refresh();
        place.removed();
        const kept = { ids: { values: stored.map(({ id }) => id) } };
        await takeOut(cluster, place.alias, { bool: { filter: [these], must_not: [kept] } });
        await bulk(cluster, place.alias, stored);
        await place.refresh();
        return chunkIds.length;
      });
    },

    async label(space, versionIds, label) {
      if (versionIds.length === 0) return;
      const params = labelOf(label);
      const versions = ofVersions(versionIds);
      const place = spaces.of(space);
      await place.write(async () => {
        await place.refresh();
        return changeRows(cluster, place.alias, versions, { ...labelScript, params });
      });
    },

    async remove(space, versionIds) {
      if (versionIds.length === 0) return;
      const gone = ofVersions(versionIds);
      const place = spaces.of(space);
      await place.write(async () => {
        await place.refresh();
        place.removed();
        const removed = await takeOut(cluster, place.alias, gone);
        await place.refresh();
        return removed;
      });
    },

    async search(space, query) {
      if (query.access.length === 0 || isEmpty(query, space)) return [];
      const place = spaces.of(space);
      const best = (limit: number) => bestRows(cluster, nearest, place, query, limit);
      const found = await best(query.limit);
      const hits = onePerChunk(found);
      if (hits.length === found.length) return hits;
      // some chunks came by several rows: look further, so that others are not crowded out
      return onePerChunk(await best(query.limit * rowsPerChunk)).slice(0, query.limit);
    },

    async ceilings(space, route, terms) {
      const place = spaces.of(space);
      if (terms.length === 0 || place.dropped()) return [];
      return ceilingsOf(cluster, ceilings, place, termsField[route], terms, tuning);
    },

    async correct(space, route, term, access) {
      if (access.length === 0) return undefined;
      const place = spaces.of(space);
      const field = termsField[route];
      const filter = findable(access.toSorted());
      const key = `${field} ${term} ${JSON.stringify(filter)}`;
      return spellings.of(place, key, () => nearTerm(spellingsOf(cluster, place.alias, field, filter), term));
    },

    async sample(space, route, most) {
      return space.dimensions ? sampleOf(cluster, spaces.of(space).alias, vectorField[route], most) : [];
    },

    async size(space) {
      const place = spaces.of(space);
      return place.dropped() ? 0 : sizes.of(place, "", () => sizeOf(cluster, place.alias));
    },

    async isLaidOut(space) {
      const layout = await layoutBehind(cluster, spaces.of(space).alias);
      return layout === undefined ? undefined : layout === layoutOf(tuning);
    },

    drop: (space) => spaces.of(space).drop(),
    close: () => spaces.close(),
  };
}

function isEmpty(query: IndexQuery, { dimensions }: IndexSpace): boolean {
  return "vector" in query ? dimensions !== query.vector.length : query.terms.length === 0;
}

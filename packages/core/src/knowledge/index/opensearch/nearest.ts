import { z } from "zod";
import { createMemory } from "../memory.ts";
import type { IndexHit, IndexQuery, VectorRoute } from "../search-index.ts";
import type { Cluster } from "./cluster.ts";
import { findable, hitFields, hitFrom, Hits, holding, termsField, vectorField } from "./rows.ts";
import { missingIsEmpty, type Place } from "./place.ts";

/** Of the nearest so many times the hits wanted are kept in view. */
const visitedPerHit = 4;

const Total = z.object({ count: z.number() });

export interface Nearest {
  /** What finds the nearest among the rows that the filters let through. */
  query(place: Place, route: VectorRoute, vector: Float32Array, filter: object[], limit: number): Promise<object>;
}

export interface NearestOptions {
  /** Rows that are compared one by one. */
  exactMax: number;
  /** Rows that a search of the graph keeps in view. */
  visitedMin: number;
  rememberedMs: number;
}

/** Few rows are compared one by one, many by their graph. Which it is to be is known from the last count of them. */
export function createNearest(cluster: Cluster, options: NearestOptions): Nearest {
  const { exactMax, visitedMin, rememberedMs } = options;
  const counts = createMemory<number>(() => true, rememberedMs);

  const count = async (alias: string, query: object) => {
    const request = { method: "POST", path: `/${alias}/_count`, query: missingIsEmpty, body: { query } } as const;
    return (await cluster.ask(request, Total))?.count ?? 0;
  };

  return {
    async query(place, route, vector, filter, limit) {
      const field = vectorField[route];
      const within = { bool: { filter: [...filter, { exists: { field } }] } };
      const rows = await counts.of(place, JSON.stringify(within), () => count(place.alias, within));
      const sought = Array.from(vector);
      if (rows <= exactMax) {
        const params = { field, query_value: sought, space_type: "cosinesimil" };
        return { script_score: { query: within, script: { lang: "knn", source: "knn_score", params } } };
      }
      const visited = Math.max(visitedMin, limit * visitedPerHit);
      const all = { vector: sought, k: limit, filter: { bool: { filter } } };
      return { knn: { [field]: { ...all, method_parameters: { ef_search: visited } } } };
    },
  };
}

/** Best first. */
export async function bestRows(
  cluster: Cluster,
  nearest: Nearest,
  place: Place,
  query: IndexQuery,
  limit: number,
): Promise<IndexHit[]> {
  const filter = findable(query.access, query.having);
  const sought =
    "vector" in query
      ? await nearest.query(place, query.route, query.vector, filter, limit)
      : { bool: { filter, must: [holding(termsField[query.route], query.terms)] } };
  const body = { query: sought, size: limit, _source: false, docvalue_fields: hitFields, track_total_hits: false };
  const request = { method: "POST", path: `/${place.alias}/_search`, query: missingIsEmpty, body } as const;
  const found = await cluster.ask(request, Hits);
  const scale = "vector" in query ? toCosine : (score: number) => score;
  return found?.hits.hits.map((hit) => hitFrom(hit, scale)) ?? [];
}

/** The engine scores a cosine from nought to one. */
function toCosine(score: number): number {
  return 2 * score - 1;
}

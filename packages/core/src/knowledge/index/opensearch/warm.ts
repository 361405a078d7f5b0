import { z } from "zod";
import type { IndexSpace } from "../search-index.ts";
import type { Cluster } from "./cluster.ts";
import { missingIsEmpty } from "./place.ts";
import { hitFields, termsField, vectorField } from "./rows.ts";

/** So many rows at once bring files that no search has opened yet. */
const rowsMin = 500;

/** Asks on every route once, so that the first person who asks after many rows came in need not wait for cold files. */
export async function warmUp(cluster: Cluster, alias: string, { dimensions }: IndexSpace, rows: number): Promise<void> {
  if (rows < rowsMin) return;
  const words = Object.values(termsField).map((field) => ({ exists: { field } }));
  // any direction will do
  const vector = Array.from({ length: dimensions ?? 0 }, (_, at) => (at === 0 ? 1 : 0));
  const near = Object.values(vectorField).map((field) => ({ knn: { [field]: { vector, k: 30 } } }));
  const queries = dimensions ? [...words, ...near] : words;
  const lines = queries.flatMap((query) => [
    JSON.stringify(missingIsEmpty),
    JSON.stringify({ query, size: 30, _source: false, docvalue_fields: hitFields, track_total_hits: false }),
  ]);
  await cluster.ask({ method: "POST", path: `/${alias}/_msearch`, lines }, z.unknown());
}

import { z } from "zod";
import type { Cluster } from "./cluster.ts";
import { missingIsEmpty } from "./place.ts";

const Total = z.object({ count: z.number() });
const query = { bool: { filter: [{ term: { live: true } }], must_not: [{ exists: { field: "trigger" } }] } };

/** Rows that are a chunk's own and can be found. */
export async function sizeOf(cluster: Cluster, alias: string): Promise<number> {
  const request = { method: "POST", path: `/${alias}/_count`, query: missingIsEmpty, body: { query } } as const;
  return (await cluster.ask(request, Total))?.count ?? 0;
}

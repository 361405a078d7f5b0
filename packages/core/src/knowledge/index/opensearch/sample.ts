import { z } from "zod";
import type { Cluster } from "./cluster.ts";
import type { vectorField } from "./rows.ts";
import { missingIsEmpty } from "./place.ts";

/** Vectors come as text: more at once would be long answers. */
const rowsAtOnce = 100;

const Rows = z.object({
  hits: z.object({
    hits: z.array(z.object({ _source: z.record(z.string(), z.unknown()), sort: z.array(z.unknown()) })),
  }),
});
const Vector = z.array(z.number());
const Id = z.string();

/** Rows with a vector, drawn by lot: always the same ones, while the index stays the same. */
export async function sampleOf(
  cluster: Cluster,
  alias: string,
  field: (typeof vectorField)[keyof typeof vectorField],
  most: number,
): Promise<{ chunkId: string; vector: Float32Array }[]> {
  const filter = [{ term: { live: true } }, { exists: { field } }];
  const lot = { query: { bool: { filter } }, random_score: { seed: 7, field: "_seq_no" }, boost_mode: "replace" };
  const sample: { chunkId: string; vector: Float32Array }[] = [];
  let after: unknown[] | undefined;
  while (sample.length < most) {
    const size = Math.min(rowsAtOnce, most - sample.length);
    const body = {
      size,
      query: { function_score: lot },
      sort: [{ _score: "desc" }, { chunkId: "asc" }],
      _source: ["chunkId", field],
      track_total_hits: false,
      ...(after && { search_after: after }),
    };
    const found = await cluster.ask({ method: "POST", path: `/${alias}/_search`, query: missingIsEmpty, body }, Rows);
    const rows = found?.hits.hits ?? [];
    for (const { _source } of rows)
      sample.push({ chunkId: Id.parse(_source["chunkId"]), vector: Float32Array.from(Vector.parse(_source[field])) });
    if (rows.length < size) break;
    after = rows.at(-1)?.sort;
  }
  return sample;
}

import { z } from "zod";
import type { Spellings } from "../spelling.ts";
import type { Cluster } from "./cluster.ts";
import { holding, type TermsField } from "./rows.ts";
import { missingIsEmpty } from "./place.ts";

const Rows = z.object({ hits: z.object({ hits: z.array(z.object({ _source: z.record(z.string(), z.string()) })) }) });
const Total = z.object({ hits: z.object({ total: z.object({ value: z.number() }) }) });

/** The rows that the filter lets through, as words are corrected from them. */
export function spellingsOf(cluster: Cluster, alias: string, field: TermsField, filter: object[]): Spellings {
  const search = <T extends z.ZodType>(body: object, answer: T) =>
    cluster.ask({ method: "POST", path: `/${alias}/_search`, query: missingIsEmpty, body }, answer);

  return {
    async near(term, most) {
      const fuzzy = { query: term, fuzziness: 2, prefix_length: 1, max_expansions: 100 };
      const query = { bool: { filter, must: [{ match: { [field]: fuzzy } }] } };
      const found = await search({ size: most, query, _source: [field], track_total_hits: false }, Rows);
      return found?.hits.hits.flatMap(({ _source }) => _source[field] ?? []) ?? [];
    },
    async count(term, most) {
      const query = { bool: { filter: [...filter, holding(field, [term])] } };
      const found = await search({ size: 0, query, track_total_hits: most }, Total);
      return found?.hits.total.value ?? 0;
    },
  };
}

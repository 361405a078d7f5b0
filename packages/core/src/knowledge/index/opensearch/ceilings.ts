import { z } from "zod";
import type { createMemory } from "../memory.ts";
import type { Ceiling } from "../search-index.ts";
import type { Cluster } from "./cluster.ts";
import type { Tuning } from "./layout.ts";
import { holding, type TermsField } from "./rows.ts";
import { missingIsEmpty, type Place } from "./place.ts";

const Tops = z.object({
  responses: z.array(
    z.object({
      hits: z.object({ max_score: z.number().nullish(), total: z.object({ value: z.number() }).optional() }),
    }),
  ),
});

interface Batch {
  terms: string[];
  scores: Promise<Ceiling[]>;
}

/** Each term's best score alone. Those that are not remembered are asked for together, as far as that shows at once. */
export async function ceilingsOf(
  cluster: Cluster,
  memory: ReturnType<typeof createMemory<Ceiling>>,
  place: Place,
  field: TermsField,
  terms: readonly string[],
  tuning: Tuning,
): Promise<Ceiling[]> {
  let open: Batch | undefined;
  const begin = (): Batch => {
    const terms: string[] = [];
    const send = () => {
      open = undefined; // whoever comes later is not in this request
      return topScores(cluster, place.alias, field, terms, tuning);
    };
    return { terms, scores: Promise.resolve().then(send) };
  };
  return Promise.all(
    terms.map((term) =>
      memory.of(place, `${field} ${term}`, async () => {
        open ??= begin();
        const { scores, terms } = open;
        const at = terms.push(term) - 1;
        const found = (await scores)[at];
        if (!found) throw new Error("a term without a score");
        return found;
      }),
    ),
  );
}

async function topScores(
  cluster: Cluster,
  alias: string,
  field: TermsField,
  terms: readonly string[],
  { k1 }: Tuning,
): Promise<Ceiling[]> {
  const rows = { size: 0, track_total_hits: true, query: { exists: { field } } };
  const tops = terms.map((term) => ({
    size: 1,
    _source: false,
    track_total_hits: false,
    query: holding(field, [term]),
  }));
  const lines = [rows, ...tops].flatMap((body) => [JSON.stringify(missingIsEmpty), JSON.stringify(body)]);
  const answer = await cluster.ask({ method: "POST", path: `/${alias}/_msearch`, lines }, Tops);
  const [all, ...found] = answer?.responses ?? [];
  const absent = absentTermScore(all?.hits.total?.value ?? 0, k1);
  return terms.map((_, at) => {
    const score = found[at]?.hits.max_score;
    return score ? { score, held: true } : { score: absent, held: false };
  });
}

/** BM25's weight of a term in one row of so many, at mean length. Not in none of them, as in the built-in engine. */
function absentTermScore(rows: number, k1: number): number {
  return Math.log(1 + (Math.max(rows, 1) - 0.5) / 1.5) / (1 + k1);
}

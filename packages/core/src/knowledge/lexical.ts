import type { Scope } from "../scope.ts";
import type { IndexHit, IndexSpace, LexicalRoute } from "./search-index.ts";

/**
 * A term that no text can hold, since the analyzer keeps no punctuation. Its weight stands for what the question left
 * unsaid: without it a question of one common word would be answered perfectly by any text with that word.
 */
const unsaid = "?";

export interface LexicalHits {
  hits: IndexHit[];
  /** What each term alone could score at most. */
  ceilings: Map<string, number>;
  /** What a perfect match of the query could score, and a little more. */
  perfect: number;
}

export async function lexicalHits(
  scope: Pick<Scope, "index">,
  space: IndexSpace,
  query: { route: LexicalRoute; terms: readonly string[]; libraryIds: readonly string[]; limit: number },
): Promise<LexicalHits> {
  if (query.terms.length === 0 || query.libraryIds.length === 0) return { hits: [], ceilings: new Map(), perfect: 1 };
  const hits = await scope.index.search(space, query);
  if (hits.length === 0) return { hits, ceilings: new Map(), perfect: 1 };
  const scores = await scope.index.ceilings(space, query.route, [...query.terms, unsaid]);
  const ceilings = new Map(query.terms.map((term, index) => [term, scores[index]?.score ?? 0]));
  return { hits, ceilings, perfect: scores.reduce((sum, { score }) => sum + score, 0) };
}

/** How much of a perfect match the best hit reached, 0 to 1. Unlike the score it means the same in a library of any size. */
export function strengthOf({ hits, perfect }: LexicalHits): number {
  return Math.min(1, (hits[0]?.score ?? 0) / perfect);
}

import type { Scope } from "../../scope.ts";
import type { IndexHit, IndexQuery, IndexSpace, LexicalRoute } from "../index/search-index.ts";

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
  /** Terms that no text of the company holds. */
  unknown: string[];
}

const nothing: LexicalHits = { hits: [], ceilings: new Map(), perfect: 1, unknown: [] };

export async function lexicalHits(
  scope: Pick<Scope, "index">,
  space: IndexSpace,
  query: Extract<IndexQuery, { route: LexicalRoute }>,
): Promise<LexicalHits> {
  if (query.terms.length === 0 || query.access.length === 0) return nothing;
  const hits = await scope.index.search(space, query);
  // on the way of the questions nothing to correct: most libraries have none
  if (hits.length === 0 && query.route === "lexical-question") return nothing;
  const scores = await scope.index.ceilings(space, query.route, [...query.terms, unsaid]);
  const ceilings = new Map(query.terms.map((term, index) => [term, scores[index]?.score ?? 0]));
  const unknown = query.terms.filter((_, index) => scores[index]?.held === false);
  return { hits, ceilings, perfect: scores.reduce((sum, { score }) => sum + score, 0), unknown };
}

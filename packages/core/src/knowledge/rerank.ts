import { documentTerms } from "./analyze.ts";
import type { Ranked } from "./fuse.ts";
import type { LexicalHits } from "./lexical.ts";
import { near, neighbours } from "./nearness.ts";
import type { Passage } from "./passages.ts";

/** Hits looked at again; those further down keep their order. */
const hitsMax = 20;
/** Measured, see docs/benchmarks.md. */
const weights = { coverage: 0.5, nearness: 0.3 };

/**
 * Looks at the best hits of the passage route again and prefers those that hold more of the question's words over those
 * that repeat a few, and those where words that are neighbours in the question stand together.
 */
export function rerank(
  question: string,
  { hits, ceilings, perfect }: LexicalHits,
  passages: ReadonlyMap<string, Passage>,
): Ranked[] {
  const pairs = neighbours(question);
  const worth = (term: string) => ceilings.get(term) ?? 0;
  const bonus = (chunkId: string) => {
    const passage = passages.get(chunkId);
    if (!passage) return 0;
    const terms = documentTerms([passage.title, ...passage.headings, passage.question ?? "", passage.text].join("\n"));
    const held = new Set(terms);
    const covered = [...ceilings.keys()].filter((term) => held.has(term));
    const together = near(pairs, terms).map(([a, b]) => Math.min(worth(a), worth(b)));
    return weights.coverage * sum(covered.map(worth)) + weights.nearness * sum(together);
  };
  const most = (1 + weights.coverage) * perfect;
  return hits
    .map((hit, index) => ({ ...hit, share: (hit.score + (index < hitsMax ? bonus(hit.chunkId) : 0)) / most }))
    .sort((a, b) => b.share - a.share);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

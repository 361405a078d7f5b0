import { documentTerms } from "./analyze.ts";
import type { Ranked } from "../ranking/fuse.ts";
import type { LexicalHits } from "../ranking/lexical.ts";
import { near, neighbours } from "../ranking/nearness.ts";
import type { IndexHit } from "../index/search-index.ts";
import type { Passage } from "../passages.ts";
import type { Written } from "../chunk/trigger.ts";

/** Hits looked at again; those further down keep their order. */
const hitsMax = 20;
/** Measured, see docs/benchmarks.md. */
const weights = { coverage: 0.5, nearness: 0.3 };

/**
 * Hits of the passage route with how much of a perfect match they reached. The best of them are looked at again: those
 * that hold more of the question's words come before those that repeat a few, and those where words that are neighbours
 * in the question stand together before those where they are scattered. What was found by a summary is looked at by that.
 */
export function wordShares(
  question: string,
  { hits, ceilings, perfect }: LexicalHits,
  passages: ReadonlyMap<string, Passage>,
  written: ReadonlyMap<string, Pick<Written, "text">> = new Map(),
): Ranked[] {
  const pairs = neighbours(question);
  const worth = (term: string) => ceilings.get(term) ?? 0;
  const bonus = ({ chunkId, trigger = "" }: IndexHit) => {
    const passage = passages.get(chunkId);
    if (!passage) return 0;
    const body = written.get(trigger)?.text ?? [passage.question ?? "", passage.text].join("\n");
    const terms = documentTerms([passage.title, ...passage.headings, body].join("\n"));
    const held = new Set(terms);
    const covered = [...ceilings.keys()].filter((term) => held.has(term));
    const together = near(pairs, terms).map(([a, b]) => Math.min(worth(a), worth(b)));
    return weights.coverage * sum(covered.map(worth)) + weights.nearness * sum(together);
  };
  const most = (1 + weights.coverage) * perfect;
  return hits
    .map((hit, index) => ({ ...hit, share: (hit.score + (index < hitsMax ? bonus(hit) : 0)) / most }))
    .sort((a, b) => b.share - a.share);
}

/** The better share of each hit, where a question was searched for in several wordings. */
export function bestShares(wordings: readonly (readonly Ranked[])[]): Ranked[] {
  const best = new Map<string, Ranked>();
  for (const hit of wordings.flat()) {
    const known = best.get(hit.chunkId);
    if (!known || hit.share > known.share) best.set(hit.chunkId, hit);
  }
  return [...best.values()].sort((a, b) => b.share - a.share);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

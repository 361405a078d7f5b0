import type { Ranked } from "./fuse.ts";
import type { IndexHit } from "../index/search-index.ts";

/**
 * Vector hits with how much of a perfect match of the question they reached: 0 is what an arbitrary passage would score,
 * 1 the question itself. Cosines of one embedder all lie between .7 and .9, those of another between 0 and .6; counted
 * from the background they mean about the same.
 */
export function meaningShares(hits: readonly IndexHit[], backgroundOf: (hit: IndexHit) => number): Ranked[] {
  return hits
    .map((hit) => {
      const background = backgroundOf(hit);
      return { ...hit, share: Math.max(0, (hit.score - background) / Math.max(1e-6, 1 - background)) };
    })
    .sort((a, b) => b.share - a.share);
}

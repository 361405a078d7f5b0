import type * as Cut from "../cut.ts";
import type { Ranked } from "./fuse.ts";
import { meaningShares } from "./meaning.ts";
import type { Passage } from "../passages.ts";
import type { Meaning, Wording } from "./recall.ts";
import { scriptOf } from "../text/script.ts";
import type { IndexHit, Route } from "../index/search-index.ts";
import type { Written } from "../chunk/trigger.ts";
import { bestShares, wordShares } from "../text/words.ts";

/** What was written for a passage and led to it. */
export type Lead = Written & { id: string };

/** What the routes found, and what is known of it. */
export interface Material {
  wordings: readonly Wording[];
  meaning: Meaning | undefined;
  passages: ReadonlyMap<string, Passage>;
  /** What the hits' triggers say, as far as they count. */
  written: ReadonlyMap<string, Written>;
  cuts: Cut.Places;
}

/**
 * Each route's hits with their shares, those left out that may not be read, that were found by something that does not
 * count any more, or that lie below the route's own cut.
 */
export function rankedRoutes(text: string, material: Material): Record<Route, Ranked[]> {
  const { wordings, meaning, passages, written, cuts } = material;
  const counts = ({ chunkId, trigger }: IndexHit) =>
    passages.has(chunkId) && (trigger === undefined || written.get(trigger)?.chunkId === chunkId);
  const kept = (route: Route, hits: readonly Ranked[]) =>
    hits.filter((hit) => counts(hit) && hit.share >= (cuts[route]?.hard ?? 0));
  const vectorHits = (route: "vector-passage" | "vector-question") => {
    const backgroundOf = ({ chunkId, trigger = "" }: IndexHit) => {
      const passage = passages.get(chunkId);
      const own = route === "vector-question" ? passage?.question : passage?.text;
      return meaning?.background[route][scriptOf(written.get(trigger)?.text ?? own ?? "")] ?? 0;
    };
    return meaningShares((meaning?.hits[route] ?? []).filter(counts), backgroundOf);
  };
  const passage = wordings.map(({ passage }) => wordShares(text, passage, passages, written));
  const question = wordings.map(({ question: { hits, perfect } }) =>
    hits.map((hit) => ({ ...hit, share: hit.score / perfect })),
  );
  return {
    "lexical-passage": kept("lexical-passage", bestShares(passage)),
    "lexical-question": kept("lexical-question", bestShares(question)),
    "vector-passage": kept("vector-passage", vectorHits("vector-passage")),
    "vector-question": kept("vector-question", vectorHits("vector-question")),
  };
}

/** By chunk, what was written for it and led to it: of several routes the one where that ranked best says which. */
export function leading(ranked: Record<Route, Ranked[]>, written: Material["written"]): Map<string, Lead> {
  const led = Object.values(ranked).flatMap((hits) => hits.map((hit, rank) => ({ ...hit, rank })));
  const best = new Map<string, Lead>();
  for (const { chunkId, trigger } of led.sort((a, b) => a.rank - b.rank)) {
    const lead = trigger === undefined ? undefined : written.get(trigger);
    if (trigger !== undefined && lead && !best.has(chunkId)) best.set(chunkId, { id: trigger, ...lead });
  }
  return best;
}

import type { Tier } from "./citation.ts";

/** What the search found, measured against the cut: below it, what was found does not answer the question. */
export function tierOf(found: { strength: number; hits: readonly unknown[] }, cut: number): Tier {
  return found.hits.length > 0 && found.strength >= cut ? "answer" : "refused";
}

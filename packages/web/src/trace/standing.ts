import type { TraceCut } from "@docent/core/chat/trace";

/** The measures that decide whether to answer; the others only keep passages out. */
export const decidingMeasures = ["rerank", "fit", "across", "words", "coverage"] as const;
export type DecidingMeasure = (typeof decidingMeasures)[number];

export function isDeciding(measure: string): measure is DecidingMeasure {
  return decidingMeasures.some((known) => known === measure);
}

/** Where a value stands against its cuts; silent when no value of that measure could reach them. */
export type Standing = "above" | "between" | "below" | "silent";

export function standingOf({ value, hard, soft }: Pick<TraceCut, "value" | "hard" | "soft">): Standing {
  if (isSilent(hard)) return "silent";
  if (value >= soft) return "above";
  return value >= hard ? "between" : "below";
}

/** A cut that is out of reach on any scale. */
export function isSilent(cut: number): boolean {
  return cut >= 1e100;
}

/** Whether the search found enough for an answer. */
export function reached(cuts: readonly TraceCut[]): boolean {
  return cuts.some((cut) => cut.decided && (standingOf(cut) === "above" || standingOf(cut) === "between"));
}

/**
 * The cuts that all were missed when nothing was found that answers. A reranker that has a say is the only one that has;
 * the routes have none. Empty when it was not the search that refused.
 */
export function missedIn(cuts: readonly TraceCut[]): TraceCut[] {
  if (reached(cuts)) return [];
  const asked = cuts.filter((cut) => isDeciding(cut.measure) && standingOf(cut) === "below");
  const reranked = asked.filter(({ measure }) => measure === "rerank");
  return reranked.length > 0 ? reranked : asked;
}

/** The ends of the scale a measure is drawn on: 0 to 1, and further where its numbers go further. */
export function scaleOf({ value, hard, soft }: Pick<TraceCut, "value" | "hard" | "soft">): {
  low: number;
  high: number;
} {
  const numbers = [value, hard, soft].filter((number) => !isSilent(number));
  return { low: Math.min(0, ...numbers), high: Math.max(1, ...numbers) };
}

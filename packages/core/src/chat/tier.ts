import { decidingMeasures } from "../knowledge/cut.ts";
import type { Found } from "../knowledge/search.ts";
import type { Tier } from "./citation.ts";

/** Passages that come this near to a cut are shown as candidates: they may be what somebody looks for. */
const nearby = 0.85;

/**
 * How to answer: plainly, told to refuse if the material does not fit, with the nearest passages alone, or not at all.
 * A reranker's scale has no zero to measure nearness from. No cut was measured on what a knowledge base elsewhere finds:
 * unless a reranker has read it, a model is told to refuse what does not fit, and without a model it is only shown.
 */
export function tierOf(
  { decision, evidence, cuts, managed }: Pick<Found, "decision" | "evidence" | "cuts" | "managed">,
  hasModel = true,
): Tier {
  if (decision.standing === "above") return "answer";
  if (decision.standing === "between") return "hedged";
  if (decision.measure === "rerank") return "refused";
  if (managed > 0) return hasModel ? "hedged" : "candidates";
  const isNear = decidingMeasures.some((measure) => {
    const hard = cuts[measure]?.hard;
    return measure !== "rerank" && hard !== undefined && (evidence[measure] ?? 0) >= nearby * hard;
  });
  return isNear ? "candidates" : "refused";
}

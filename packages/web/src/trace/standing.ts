import type { TraceCut } from "@docent/core/chat/trace";

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

/** The ends of the scale a measure is drawn on: 0 to 1, and further where its numbers go further. */
export function scaleOf({ value, hard, soft }: Pick<TraceCut, "value" | "hard" | "soft">): {
  low: number;
  high: number;
} {
  const numbers = [value, hard, soft].filter((number) => !isSilent(number));
  return { low: Math.min(0, ...numbers), high: Math.max(1, ...numbers) };
}

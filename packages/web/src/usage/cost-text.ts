import type { Formats } from "../app/format.ts";

/** What something cost, the largest sum first where there are several currencies; a dash for nothing. */
export function costText(format: Formats, costs: Readonly<Record<string, number>>): string {
  const sums = Object.entries(costs).toSorted(([, a], [, b]) => b - a);
  return sums.map(([currency, amount]) => format.money(amount, currency)).join(" + ") || "–";
}

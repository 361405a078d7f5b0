import type { Outputs } from "../app/trpc.ts";

export type Report = Outputs["usage"]["report"];
export type Sums = Report["total"];
export type Budget = Outputs["budget"]["list"][number];

export const spans = [1, 7, 30, 90] as const;
export type Days = (typeof spans)[number];
const usual: Days = 30;

/** What the address says about the page of usage. */
export interface UsageView {
  days?: Days | undefined;
}

export function parseUsageView({ days }: Record<string, unknown>): UsageView {
  const known = spans.find((span) => span === days);
  return known && known !== usual ? { days: known } : {};
}

export const daysOf = ({ days }: UsageView): Days => days ?? usual;

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** So many days up to today, as calendars write them here. */
export function rangeOf(days: Days, now = new Date()): { from: string; to: string; timeZone: string } {
  const first = new Date(now);
  first.setDate(first.getDate() - (days - 1));
  return { from: dateText(first), to: dateText(now), timeZone };
}

function dateText(day: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

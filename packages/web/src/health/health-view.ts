import type { Texts } from "../app/i18n/zh.ts";
import type { Formats } from "../app/format.ts";
import type { Outputs } from "../app/trpc.ts";
import { parseUsageView, type UsageView } from "../usage/usage-view.ts";

export type Report = Outputs["health"]["days"];
export type Sums = Report["total"];

/** What the address says about the page of how the desk is doing. */
export interface HealthView extends UsageView {
  library?: string | undefined;
}

export function parseHealthView({ library, ...view }: Record<string, unknown>): HealthView {
  return { ...parseUsageView(view), ...(typeof library === "string" && library && { library }) };
}

/** So long, in the unit that tells most. */
export function durationText(t: Texts, format: Formats, milliseconds: number): string {
  const { seconds, minutes, hours } = t.health.duration;
  const minute = 60_000;
  if (milliseconds < 2 * minute) return seconds(format.seconds(milliseconds));
  if (milliseconds < 120 * minute) return minutes(format.number(Math.round(milliseconds / minute)));
  return hours(format.number(Math.round(milliseconds / (60 * minute))));
}

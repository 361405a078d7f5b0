import { z } from "zod";
import { byteOrderMark, csvLine } from "../csv-line.ts";
import { PublicError } from "../error.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as Day from "./day.ts";
import { View } from "./view.ts";

const columns = [
  "day",
  "asked",
  "answered",
  "hedged",
  "candidates",
  "refused",
  "stopped",
  "failed",
  "thumbs_up",
  "thumbs_down",
  "first_words_ms_half",
  "first_words_ms_95",
  "whole_answer_ms_half",
  "whole_answer_ms_95",
];

/** The days as CSV, one line for each. Throws as `Day.report`, and `request.invalid`. */
export async function file(scope: Scope, wanted: unknown): Promise<{ name: string; text: string }> {
  requireRole(scope, "editor");
  const view = View.safeParse(wanted);
  if (!view.success) throw new PublicError("invalid", "request.invalid", z.prettifyError(view.error));
  const { total, days } = await Day.report(scope, view.data);
  const currencies = Object.keys(total.costs ?? {}).toSorted();
  const head = csvLine([...columns, ...currencies.map((currency) => `cost_${currency}`)]);
  const lines = days.map(({ day, ...sums }) => csvLine([day, ...cells(sums), ...costsOf(sums, currencies)]));
  const { from, to } = view.data;
  return { name: `days-${from}-${to}.csv`, text: [byteOrderMark, head, ...lines].join("") };
}

function cells({ asked, tiers, stopped, failed, thumbs, first, whole }: Day.Sums): (number | null)[] {
  return [
    asked,
    tiers.answer,
    tiers.hedged,
    tiers.candidates,
    tiers.refused,
    stopped,
    failed,
    thumbs.up,
    thumbs.down,
    first?.half ?? null,
    first?.most ?? null,
    whole?.half ?? null,
    whole?.most ?? null,
  ];
}

function costsOf({ costs }: Day.Sums, currencies: readonly string[]): number[] {
  return currencies.map((currency) => (costs?.[currency] ?? 0) / 1_000_000);
}

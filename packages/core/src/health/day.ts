import type { Tier } from "../chat/citation.ts";
import { isAdministrator, type Scope } from "../scope.ts";
import { daysOf } from "../usage/range.ts";
import * as DayRows from "./day-rows.ts";
import { timesOf, type Times } from "./times.ts";
import { open, type View } from "./view.ts";

/** How questions went. */
export interface Sums {
  asked: number;
  /** Of the answers that were finished. */
  tiers: Record<Tier, number>;
  stopped: number;
  failed: number;
  /** On their way. */
  running: number;
  thumbs: { up: number; down: number };
  /** Until the first words, and until the end, of finished answers. Null without one. */
  first: Times | null;
  whole: Times | null;
  /** By currency, in millionths of it; null for those who do not see what models cost. */
  costs: Record<string, number> | null;
}

export interface Report {
  total: Sums;
  /** Every day of the range, also those without a question. */
  days: (Sums & { day: string })[];
}

/** How the questions of each day went. Throws `usage.range_invalid`, `library.not_found`. */
export async function report(scope: Scope, view: View): Promise<Report> {
  await open(scope, view);
  const days = daysOf(view).slice(0, -1);
  const [asked, thumbs, costs] = await Promise.all([
    DayRows.asked(scope, view),
    DayRows.thumbs(scope, view),
    isAdministrator(scope) ? DayRows.costs(scope, view) : undefined,
  ]);
  const of = (is: (row: { number: number }) => boolean): Sums => ({
    ...askedIn(asked.filter(is)),
    thumbs: { up: total(thumbs.filter(is), "up"), down: total(thumbs.filter(is), "down") },
    costs: costs ? costsIn(costs.filter(is)) : null,
  });
  return { total: of(() => true), days: days.map(({ day }, i) => ({ day, ...of(({ number }) => number === i + 1) })) };
}

type Asked = Awaited<ReturnType<typeof DayRows.asked>>;

function askedIn(rows: Asked): Omit<Sums, "thumbs" | "costs"> {
  return {
    asked: total(rows, "asked"),
    tiers: {
      answer: total(rows, "answer"),
      hedged: total(rows, "hedged"),
      candidates: total(rows, "candidates"),
      refused: total(rows, "refused"),
    },
    stopped: total(rows, "stopped"),
    failed: total(rows, "failed"),
    running: total(rows, "running"),
    first: timesOf(rows.map(({ first, firstCount }) => ({ values: first, count: firstCount }))),
    whole: timesOf(rows.map(({ whole, wholeCount }) => ({ values: whole, count: wholeCount }))),
  };
}

function costsIn(rows: Awaited<ReturnType<typeof DayRows.costs>>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { currency, cost } of rows)
    if (currency !== null && cost > 0) sums[currency] = (sums[currency] ?? 0) + cost;
  return sums;
}

function total<Name extends string>(rows: readonly Record<Name, number>[], name: Name): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

import { and, eq, gte, lt, ne } from "drizzle-orm";
import { z } from "zod";
import { usageTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { isTimeZone, midnight } from "./period.ts";

const daysMax = 370;
const dayMs = 24 * 60 * 60 * 1000;

/** Days as calendars write them, both included, and where they begin. */
export const Range = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string().max(100).refine(isTimeZone, "is no time zone such as Asia/Shanghai"),
});
export type Range = z.infer<typeof Range>;

/** Reads a range out of an address. Throws `usage.range_invalid`. */
export function rangeIn(wanted: unknown): Range {
  const { data } = Range.safeParse(wanted);
  if (!data) throw rangeInvalid();
  return data;
}

/** The moments at which the days of a range begin, and at the end that of the day after. Throws `usage.range_invalid`. */
export function daysOf({ from, to, timeZone }: Range): { day: string; start: Date }[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / dayMs) + 1;
  if (count < 1 || count > daysMax) throw rangeInvalid();
  return Array.from({ length: count + 1 }, (_, i) => {
    const day = new Date(first + i * dayMs).toISOString().slice(0, 10);
    const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
    return { day, start: midnight(timeZone, year, month, date) };
  });
}

/** The calls of a range; all of the company, or one person's. */
export function callsOf(scope: Scope, { start, end }: { start: Date; end: Date }, userId: string | undefined) {
  const { companyId, startedAt, state } = usageTable;
  return and(
    eq(companyId, requireCompany(scope)),
    gte(startedAt, start),
    lt(startedAt, end),
    ne(state, "waiting"),
    userId === undefined ? undefined : eq(usageTable.userId, userId),
  );
}

function rangeInvalid() {
  const message = `Choose a first and a last day, at most ${daysMax} days apart.`;
  return new PublicError("invalid", "usage.range_invalid", message);
}

import { and, eq, isNotNull, ne, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Tier } from "../chat/citation.ts";
import { feedbackTable, runTable, usageTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { daysOf } from "../usage/range.ts";
import { steps } from "./times.ts";
import { runsIn, spanOf, type View } from "./view.ts";

/** The questions of each day, from day 1 of the view on. */
export async function asked(scope: Scope, view: View) {
  const { companyId, createdAt, state, tier, firstMs, totalMs } = runTable;
  const count = (where: SQL) => sql<number>`(count(*) filter (where ${where}))::int`;
  const finished = sql`${state} = 'finished'`;
  const ofTier = (name: Tier) => count(sql`${finished} and ${tier} = ${name}`);
  const fractions = sql.raw(steps.join(","));
  const quantiles = (value: SQLWrapper) =>
    sql<
      number[] | null
    >`to_json(percentile_disc(array[${fractions}]) within group (order by ${value}) filter (where ${finished}))`;
  const sums = scope.db
    .select({
      asked: sql<number>`count(*)::int`.as("asked"),
      answer: ofTier("answer").as("answer"),
      hedged: ofTier("hedged").as("hedged"),
      candidates: ofTier("candidates").as("candidates"),
      refused: ofTier("refused").as("refused"),
      stopped: count(sql`${state} = 'stopped'`).as("stopped"),
      failed: count(sql`${state} = 'failed'`).as("failed"),
      running: count(sql`${state} in ('queued', 'running')`).as("running"),
      first: quantiles(firstMs).as("first"),
      firstCount: count(sql`${finished} and ${firstMs} is not null`).as("first_count"),
      whole: quantiles(totalMs).as("whole"),
      wholeCount: count(finished).as("whole_count"),
    })
    .from(runTable)
    .where(and(eq(companyId, requireCompany(scope)), onDay(createdAt), runsIn(scope, view, spanOf(view))))
    .as("sums");
  return scope.db
    .select({
      number,
      asked: sums.asked,
      answer: sums.answer,
      hedged: sums.hedged,
      candidates: sums.candidates,
      refused: sums.refused,
      stopped: sums.stopped,
      failed: sums.failed,
      running: sums.running,
      first: sums.first,
      firstCount: sums.firstCount,
      whole: sums.whole,
      wholeCount: sums.wholeCount,
    })
    .from(daysOfView(view))
    .innerJoinLateral(sums, sql`true`);
}

/** The thumbs that were given on each day. */
export async function thumbs(scope: Scope, view: View) {
  const { companyId, createdAt, thumb, libraryIds } = feedbackTable;
  const count = (way: string) => sql<number>`(count(*) filter (where ${thumb} = ${way}))::int`;
  const sums = scope.db
    .select({ up: count("up").as("up"), down: count("down").as("down") })
    .from(feedbackTable)
    .where(
      and(
        eq(companyId, requireCompany(scope)),
        onDay(createdAt),
        isNotNull(thumb),
        view.libraryId === undefined ? undefined : sql`${view.libraryId} = any(${libraryIds})`,
      ),
    )
    .as("sums");
  return scope.db
    .select({ number, up: sums.up, down: sums.down })
    .from(daysOfView(view))
    .innerJoinLateral(sums, sql`true`);
}

/** What models cost on each day, by currency. */
export async function costs(scope: Scope, view: View) {
  const { companyId, startedAt, state, currency, cost, libraryIds } = usageTable;
  const sums = scope.db
    .select({ currency, cost: sql<number>`sum(${cost})::float8`.as("cost") })
    .from(usageTable)
    .where(
      and(
        eq(companyId, requireCompany(scope)),
        onDay(startedAt),
        ne(state, "waiting"),
        isNotNull(currency),
        view.libraryId === undefined ? undefined : sql`${libraryIds} @> ${JSON.stringify([view.libraryId])}::jsonb`,
      ),
    )
    .groupBy(currency)
    .as("sums");
  return scope.db
    .select({ number, currency: sums.currency, cost: sums.cost })
    .from(daysOfView(view))
    .innerJoinLateral(sums, sql`true`);
}

const number = sql<number>`day.number::int`;

/** A row for each day, so that each is summed up by itself: sorting all of them at once takes several times as long. */
function daysOfView(view: View): SQL {
  const days = daysOf(view);
  const list = (moments: readonly { start: Date }[]) =>
    sql.raw(`array[${moments.map(({ start }) => `'${start.toISOString()}'`).join(",")}]::timestamptz[]`);
  return sql`unnest(${list(days.slice(0, -1))}, ${list(days.slice(1))}) with ordinality as day(start, stop, number)`;
}

function onDay(moment: SQLWrapper): SQL {
  return sql`${moment} >= day.start and ${moment} < day.stop`;
}

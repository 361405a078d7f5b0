import { and, asc, eq, sql } from "drizzle-orm";
import { usageTable, userTable } from "../db/schema.ts";
import { byteOrderMark, csvLine } from "../csv-line.ts";
import * as Library from "../knowledge/library.ts";
import { requireRole, type Scope } from "../scope.ts";
import { callsOf, daysOf, rangeIn } from "./range.ts";

const callsAtOnce = 1_000;
const columns = [
  "started",
  "finished",
  "person",
  "model",
  "purpose",
  "state",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "tokens_estimated",
  "cost",
  "currency",
  "libraries",
  "answer",
];

/** The calls of a range as CSV, one line for each. Throws `usage.range_invalid`. */
export function file(scope: Scope, wanted: unknown): { name: string; lines: AsyncGenerator<string> } {
  requireRole(scope, "admin");
  const range = rangeIn(wanted);
  const days = daysOf(range);
  const span = { start: days[0]?.start ?? new Date(0), end: days.at(-1)?.start ?? new Date(0) };
  return { name: `usage-${range.from}-${range.to}.csv`, lines: linesOf(scope, span) };
}

type Row = typeof usageTable.$inferSelect;

async function* linesOf(scope: Scope, span: { start: Date; end: Date }): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns);
  const libraries = new Map((await Library.list(scope)).map(({ id, name }) => [id, name]));
  const { startedAt, id } = usageTable;
  for (let last: Row | undefined, more = true; more;) {
    const after = last && sql`(${startedAt}, ${id}) > (${last.startedAt.toISOString()}::timestamptz, ${last.id})`;
    const rows = await scope.db
      .select({ call: usageTable, person: userTable.name })
      .from(usageTable)
      .leftJoin(userTable, eq(userTable.id, usageTable.userId))
      .where(and(callsOf(scope, span, undefined), after))
      .orderBy(asc(startedAt), asc(id))
      .limit(callsAtOnce);
    if (rows.length) yield rows.map(({ call, person }) => csvLine(cells(call, person, libraries))).join("");
    last = rows.at(-1)?.call;
    more = rows.length === callsAtOnce;
  }
}

function cells(call: Row, person: string | null, libraries: ReadonlyMap<string, string>): (string | number | null)[] {
  return [
    call.startedAt.toISOString(),
    call.finishedAt?.toISOString() ?? null,
    person,
    call.model,
    call.stage,
    call.state,
    call.inputTokens,
    call.outputTokens,
    call.cachedTokens,
    call.estimated ? 1 : 0,
    call.currency === null ? null : call.cost / 1_000_000,
    call.currency,
    call.libraryIds.map((id) => libraries.get(id) ?? id).join("; "),
    call.runId,
  ];
}

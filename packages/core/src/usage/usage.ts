import { and, eq, inArray, sql, type SQLWrapper } from "drizzle-orm";
import { modelTable, usageTable, userTable } from "../db/schema.ts";
import * as Library from "../knowledge/library.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { callsOf, daysOf, type Range } from "./range.ts";
import type { Stage } from "./stage.ts";

/** What some calls took together. */
export interface Sums {
  calls: number;
  answered: number;
  stopped: number;
  /** With those whose end nobody saw. */
  failed: number;
  /** Still under way. */
  running: number;
  tokens: { input: number; output: number };
  /** Calls whose tokens were counted here, because the vendor did not say. */
  estimated: number;
  /** By currency, in millionths of it. */
  costs: Record<string, number>;
}

export interface Report {
  total: Sums;
  /** Every day of the range, also those without a call. */
  days: (Sums & { day: string })[];
  /** By person; null for the desk's own work and for people who are gone. Empty for somebody's own report. */
  people: (Sums & { id: string | null; name: string | null })[];
  models: (Sums & { id: string; name: string })[];
  stages: (Sums & { stage: Stage })[];
  /** By library that passages were read from; a call that read several counts in each. Null for those that are not the reader's. */
  libraries: (Sums & { id: string | null; name: string | null })[];
}

/** What the company's models were used for. Throws `usage.range_invalid`. */
export async function report(scope: Scope, range: Range): Promise<Report> {
  requireRole(scope, "admin");
  return reportOf(scope, range, undefined);
}

/** What the actor used. */
export async function mine(scope: Scope, range: Range): Promise<Report> {
  return reportOf(scope, range, requireUser(scope).userId);
}

async function reportOf(scope: Scope, range: Range, userId: string | undefined): Promise<Report> {
  const days = daysOf(range);
  const span = { start: days[0]?.start ?? new Date(0), end: days.at(-1)?.start ?? new Date(0) };
  const rows = await groups(scope, days, span, userId);
  const libraries = await byLibrary(scope, span, userId);
  const of = (set: number) => rows.filter((row) => row.set === set);
  const byDay = folded(of(sets.day), (row) => String(row.day));
  const people = folded(of(sets.person), (row) => row.userId ?? "");
  const models = folded(of(sets.model), (row) => row.modelKey ?? "");
  const [userNames, modelNames] = await Promise.all([
    namesOf(scope, userTable, people),
    namesOf(scope, modelTable, models),
  ]);
  const shownAs = new Map(of(sets.model).map((row) => [row.modelKey, row.model]));
  return {
    total: folded(of(sets.total), () => "").get("") ?? noSums(),
    days: days.slice(0, -1).map(({ day }, i) => ({ day, ...(byDay.get(String(i + 1)) ?? noSums()) })),
    people:
      userId === undefined ? largestFirst(people, (id) => ({ id: id || null, name: userNames.get(id) ?? null })) : [],
    models: largestFirst(models, (id) => ({ id, name: modelNames.get(id) ?? shownAs.get(id) ?? id })),
    stages: largestFirst(
      folded(of(sets.stage), (row) => row.stage ?? "other"),
      (stage) => ({ stage: stage as Stage }),
    ),
    libraries,
  };
}

/** As `grouping(day, person, model, stage)` numbers the sets: a bit for each that is not part of it. */
const sets = { day: 0b0111, person: 0b1011, model: 0b1101, stage: 0b1110, total: 0b1111 };

type Group = Awaited<ReturnType<typeof groups>>[number];

/** All that the tables show, in one pass over the calls. */
async function groups(
  scope: Scope,
  days: readonly { start: Date }[],
  span: { start: Date; end: Date },
  userId: string | undefined,
) {
  const { startedAt, modelId, model } = usageTable;
  const starts = sql.raw(`array[${days.map(({ start }) => `'${start.toISOString()}'`).join(",")}]::timestamptz[]`);
  const call = scope.db
    .select({
      day: sql<number>`width_bucket(${startedAt}, ${starts})`.as("day"),
      person: sql<string | null>`${usageTable.userId}`.as("person"),
      modelKey: sql<string>`coalesce(${modelId}, ${model})`.as("model_key"),
      name: sql<string>`${model}`.as("name"),
      purpose: sql<Stage>`${usageTable.stage}`.as("purpose"),
      state: usageTable.state,
      inputTokens: usageTable.inputTokens,
      outputTokens: usageTable.outputTokens,
      estimated: usageTable.estimated,
      cost: usageTable.cost,
      currency: usageTable.currency,
    })
    .from(usageTable)
    .where(callsOf(scope, span, userId))
    .as("call");
  const { day, person, modelKey, purpose, currency } = call;
  return scope.db
    .select({
      set: sql<number>`grouping(${day}, ${person}, ${modelKey}, ${purpose})`,
      day,
      userId: person,
      modelKey: sql<string | null>`${modelKey}`,
      model: sql<string>`max(${call.name})`,
      stage: sql<Stage | null>`${purpose}`,
      currency,
      ...sumsOf(call),
    })
    .from(call)
    .groupBy(
      sql`grouping sets ((${day}, ${currency}), (${person}, ${currency}), (${modelKey}, ${currency}), (${purpose}, ${currency}), (${currency}))`,
    );
}

async function byLibrary(
  scope: Scope,
  span: { start: Date; end: Date },
  userId: string | undefined,
): Promise<Report["libraries"]> {
  const rows = await scope.db
    .select({ libraryId: sql<string>`library.id`, currency: usageTable.currency, ...sumsOf(usageTable) })
    .from(usageTable)
    .innerJoin(sql`jsonb_array_elements_text(${usageTable.libraryIds}) as library(id)`, sql`true`)
    .where(callsOf(scope, span, userId))
    .groupBy(sql`library.id`, usageTable.currency);
  const names = new Map((await Library.list(scope)).map(({ id, name }) => [id, name]));
  const read = folded(rows, ({ libraryId }) => (names.has(libraryId) ? libraryId : ""));
  return largestFirst(read, (id) => ({ id: id || null, name: names.get(id) ?? null }));
}

type Summable = Record<"state" | "inputTokens" | "outputTokens" | "estimated" | "cost", SQLWrapper>;

function sumsOf({ state, inputTokens, outputTokens, estimated, cost }: Summable) {
  const count = (where: unknown) => sql<number>`count(*) filter (where ${where})`.mapWith(Number);
  return {
    calls: sql<number>`count(*)`.mapWith(Number),
    answered: count(sql`${state} = 'answered'`),
    stopped: count(sql`${state} = 'stopped'`),
    failed: count(sql`${state} in ('failed', 'lost')`),
    running: count(sql`${state} = 'running'`),
    estimated: count(estimated),
    input: sql<number>`sum(${inputTokens})`.mapWith(Number),
    output: sql<number>`sum(${outputTokens})`.mapWith(Number),
    cost: sql<number>`sum(${cost})`.mapWith(Number),
  };
}

type Summed = Pick<
  Group,
  "calls" | "answered" | "stopped" | "failed" | "running" | "estimated" | "input" | "output" | "cost" | "currency"
>;

/** Puts the rows of one key together, which differ in their currency. */
function folded<Row extends Summed>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? noSums();
    sums.set(key, sum);
    for (const name of ["calls", "answered", "stopped", "failed", "running", "estimated"] as const)
      sum[name] += row[name];
    sum.tokens.input += row.input;
    sum.tokens.output += row.output;
    if (row.currency !== null && row.cost > 0) sum.costs[row.currency] = (sum.costs[row.currency] ?? 0) + row.cost;
  }
  return sums;
}

function noSums(): Sums {
  const counts = { calls: 0, answered: 0, stopped: 0, failed: 0, running: 0, estimated: 0 };
  return { ...counts, tokens: { input: 0, output: 0 }, costs: {} };
}

function largestFirst<Named>(sums: Map<string, Sums>, name: (key: string) => Named): (Sums & Named)[] {
  const size = ({ costs, tokens }: Sums) =>
    [Math.max(0, ...Object.values(costs)), tokens.input + tokens.output] as const;
  return [...sums]
    .map(([key, sum]) => ({ ...sum, ...name(key) }))
    .sort((a, b) => size(b)[0] - size(a)[0] || size(b)[1] - size(a)[1]);
}

async function namesOf(
  scope: Scope,
  table: typeof userTable | typeof modelTable,
  sums: Map<string, unknown>,
): Promise<Map<string, string>> {
  const rows = await scope.db
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(and(inArray(table.id, [...sums.keys()]), eq(table.companyId, requireCompany(scope))));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

import { and, count, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { testCaseTable, testResultTable, testRunTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireLibrary, rights } from "../knowledge/access/access.ts";
import { libraryRoles } from "../knowledge/access/library-role.ts";
import { requireCompany, requireUser, type Scope } from "../scope.ts";
import { Variant } from "./variant.ts";

const id = z.string().max(64);
const tracedRunsMax = 20;

export const Start = z.strictObject({
  /** Every set that the actor keeps when absent. */
  libraryIds: z.array(id).min(1).max(200).optional(),
  variant: Variant.default({}),
  /** Also asks as everything is now, to hold one against the other. */
  compare: z.boolean().default(false),
});
export const ById = z.strictObject({ id });
export const List = z.strictObject({ libraryId: id });
type Row = typeof testRunTable.$inferSelect;

export interface Info extends Pick<
  Row,
  "id" | "state" | "done" | "total" | "errorCode" | "error" | "againstId" | "createdAt" | "finishedAt"
> {
  variant: Variant;
  passed: number;
  failed: number;
  by: string;
}

/** A run with how far it is together with the one that it is held against. */
export interface Whole extends Info {
  asked: { done: number; total: number };
}

/** A library that the actor keeps, and how many cases its test set has. */
export interface Set {
  libraryId: string;
  name: string;
  cases: number;
}

/** Starts a run through test sets, in a job. Throws `test_run.no_cases`. */
export async function start(scope: Scope, { libraryIds: named, variant, compare }: z.infer<typeof Start>) {
  const { userId } = requireUser(scope);
  const companyId = requireCompany(scope);
  for (const one of named ?? []) await requireLibrary(scope, one, "contributor");
  const libraryIds = named ?? (await kept(scope));
  const total = libraryIds.length ? await scope.db.$count(testCaseTable, inArray(testCaseTable.libraryId, libraryIds)) : 0; // prettier-ignore
  if (total === 0) {
    const message = "There are no cases to ask. Add some questions to the test set first.";
    throw new PublicError("conflict", "test_run.no_cases", message);
  }
  const common = { companyId, userId, libraryIds, total, createdAt: scope.now() };
  return inTransaction(scope, async (scope) => {
    const againstId = compare ? newId("testRun") : null;
    if (againstId) await scope.db.insert(testRunTable).values({ ...common, id: againstId, variant: {} });
    const own = newId("testRun");
    await scope.db.insert(testRunTable).values({ ...common, id: own, variant, againstId });
    await forgetOldTraces(scope);
    const ids = againstId ? [againstId, own] : [own];
    await scope.queue.send(
      "run-tests",
      ids.map((testRunId) => ({ companyId, testRunId })),
    );
    return { id: own, againstId };
  });
}

/** Stops a run, and the one that it is held against. What was asked stays. */
export async function stop(scope: Scope, input: z.infer<typeof ById>): Promise<void> {
  const row = await find(scope, input.id);
  await scope.db
    .update(testRunTable)
    .set({ state: "stopped", finishedAt: scope.now() })
    .where(and(inArray(testRunTable.id, both(row)), inArray(testRunTable.state, ["queued", "running"])));
}

/** Goes on where a run was stopped or failed. */
export async function resume(scope: Scope, input: z.infer<typeof ById>): Promise<void> {
  const row = await find(scope, input.id);
  await inTransaction(scope, async (scope) => {
    const rows = await scope.db
      .update(testRunTable)
      .set({ state: "queued", finishedAt: null, errorCode: null, error: null })
      .where(and(inArray(testRunTable.id, both(row)), inArray(testRunTable.state, ["stopped", "failed"])))
      .returning({ testRunId: testRunTable.id, companyId: testRunTable.companyId });
    await scope.queue.send("run-tests", rows);
  });
}

/** The last fifty runs through a library's set, newest first. */
export async function list(scope: Scope, { libraryId }: z.infer<typeof List>): Promise<Info[]> {
  await requireLibrary(scope, libraryId, "contributor");
  const open = new globalThis.Set(await kept(scope));
  const rows = await scope.db
    .select()
    .from(testRunTable)
    .where(and(eq(testRunTable.companyId, requireCompany(scope)), sql`${libraryId} = any(${testRunTable.libraryIds})`))
    .orderBy(desc(testRunTable.createdAt), desc(testRunTable.id))
    .limit(50);
  return infos(
    scope,
    rows.filter(({ libraryIds }) => libraryIds.every((one) => open.has(one))),
  );
}

/** It has not finished before the one that it is held against has. Throws `test_run.not_found`. */
export async function get(scope: Scope, input: z.infer<typeof ById>): Promise<Whole> {
  const row = await find(scope, input.id);
  const [info] = await infos(scope, [row]);
  if (!info) throw notFound();
  const [against] = row.againstId
    ? await scope.db.select().from(testRunTable).where(eq(testRunTable.id, row.againstId))
    : [];
  if (!against) return { ...info, asked: { done: row.done, total: row.total } };
  const asked = { done: row.done + against.done, total: row.total + against.total };
  if (row.state !== "finished" || against.state === "finished") return { ...info, asked };
  const { state, errorCode, error } = against;
  return { ...info, state, errorCode, error, asked };
}

/** The test sets that the actor keeps, by the names of their libraries; those without cases too. */
export async function sets(scope: Scope): Promise<Set[]> {
  const open = await keptRights(scope);
  const { libraryId } = testCaseTable;
  const counted = await scope.db
    .select({ libraryId, n: count() })
    .from(testCaseTable)
    .where(eq(testCaseTable.companyId, requireCompany(scope)))
    .groupBy(libraryId);
  const cases = new Map(counted.map((row) => [row.libraryId, row.n]));
  return open
    .map(({ libraryId, name }) => ({ libraryId, name, cases: cases.get(libraryId) ?? 0 }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Runs with how many of their cases passed. */
async function infos(scope: Scope, rows: readonly Row[]): Promise<Info[]> {
  if (!rows.length) return [];
  const { runId, passed } = testResultTable;
  const ids = rows.map((row) => row.id);
  const counted = await scope.db
    .select({ runId, passed, n: count() })
    .from(testResultTable)
    .where(inArray(runId, ids))
    .groupBy(runId, passed);
  const people = await scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(inArray(userTable.id, [...new globalThis.Set(rows.map(({ userId }) => userId))]));
  const of = (run: string, good: boolean) => counted.find((one) => one.runId === run && one.passed === good)?.n ?? 0;
  return rows.map((row) => {
    const { id, state, done, total, errorCode, error, againstId, createdAt, finishedAt, userId } = row;
    const variant = Variant.parse(row.variant);
    const by = people.find((one) => one.id === userId)?.name ?? "";
    const came = { passed: of(id, true), failed: of(id, false) };
    return { id, state, done, total, errorCode, error, variant, againstId, createdAt, finishedAt, by, ...came };
  });
}

/** How answers came about is kept for the newest runs of a company: it takes more room than all the rest. */
async function forgetOldTraces(scope: Scope): Promise<void> {
  const { id, companyId, createdAt } = testRunTable;
  const older = scope.db
    .select({ id })
    .from(testRunTable)
    .where(eq(companyId, requireCompany(scope)))
    .orderBy(desc(createdAt), desc(id))
    .offset(tracedRunsMax);
  await scope.db
    .update(testResultTable)
    .set({ trace: null })
    .where(and(inArray(testResultTable.runId, older), isNotNull(testResultTable.trace)));
}

/** Throws `test_run.not_found` unless the actor keeps every library that it asks in. */
export async function find(scope: Scope, runId: string): Promise<Row> {
  const [row] = await scope.db
    .select()
    .from(testRunTable)
    .where(and(eq(testRunTable.id, runId), eq(testRunTable.companyId, requireCompany(scope))));
  const open = row && new globalThis.Set(await kept(scope));
  if (!row || !row.libraryIds.every((one) => open?.has(one))) throw notFound();
  return row;
}

/** The libraries that the actor keeps. */
async function kept(scope: Scope): Promise<string[]> {
  return (await keptRights(scope)).map(({ libraryId }) => libraryId);
}

async function keptRights(scope: Scope) {
  const least = libraryRoles.indexOf("contributor");
  return [...(await rights(scope)).values()].filter(({ role }) => role !== null && libraryRoles.indexOf(role) >= least);
}

function both({ id, againstId }: Row): string[] {
  return againstId ? [id, againstId] : [id];
}

function notFound() {
  return new PublicError("not_found", "test_run.not_found", "That test run is not there any more. Reload the list.");
}

import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { documentTable, testCaseTable, testResultTable, testRunTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { documentsIn, readable, requireLibrary, rights } from "../knowledge/access/access.ts";
import { libraryRoles } from "../knowledge/access/library-role.ts";
import { requireCompany, requireUser, type Scope } from "../scope.ts";
import { Variant } from "./variant.ts";

const id = z.string().max(64);

export const Start = z.strictObject({
  /** Every set that the actor keeps when absent. */
  libraryIds: z.array(id).min(1).max(200).optional(),
  variant: Variant.default({}),
  /** Also asks as everything is now, to hold one against the other. */
  compare: z.boolean().default(false),
});
export const ById = z.strictObject({ id });
export const List = z.strictObject({ libraryId: id });
export const Results = z.strictObject({
  id,
  /** The run that it is held against; the one that it was started with when absent. */
  againstId: id.optional(),
  only: z.enum(["fixed", "broken", "changed", "failed"]).optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(200).default(20),
});

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

/** What a case came to. */
export interface Came {
  passed: boolean;
  tier: (typeof testResultTable.$inferSelect)["tier"];
  ranks: (number | null)[];
  unsaid: string[];
  error: string | null;
  milliseconds: number;
  model: string;
  /** Null when it stands on what the reader may not read, or on what is gone. */
  answer: string | null;
  documents: { id: string; title: string }[];
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
  const open = new Set(await kept(scope));
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

/** Throws `test_run.not_found`. */
export async function get(scope: Scope, input: z.infer<typeof ById>): Promise<Info> {
  const [info] = await infos(scope, [await find(scope, input.id)]);
  if (!info) throw notFound();
  return info;
}

/** One page of what the cases came to, beside what they came to in the run it is held against. */
export async function results(scope: Scope, input: z.infer<typeof Results>) {
  const { only, page, pageSize } = input;
  const run = await find(scope, input.id);
  const againstId = input.againstId ?? run.againstId;
  if (againstId) await find(scope, againstId);
  const before = alias(testResultTable, "before");
  const now = testResultTable;
  const rows = await scope.db
    .select({
      id: now.caseId,
      now: now.passed,
      before: before.passed,
      differs: sql<boolean>`${before.caseId} is not null and (
        ${now.answer} is distinct from ${before.answer} or ${now.documentIds} <> ${before.documentIds})`,
    })
    .from(now)
    .innerJoin(testCaseTable, eq(testCaseTable.id, now.caseId))
    .leftJoin(before, and(eq(before.runId, againstId ?? ""), eq(before.caseId, now.caseId)))
    .where(eq(now.runId, run.id))
    .orderBy(now.passed, testCaseTable.createdAt, testCaseTable.id);
  const kinds = {
    fixed: rows.filter(({ now, before }) => now && before === false),
    broken: rows.filter(({ now, before }) => !now && before === true),
    changed: rows.filter(({ differs }) => differs),
    failed: rows.filter(({ now }) => !now),
  };
  const chosen = only ? kinds[only] : rows;
  const shown = chosen.slice((page - 1) * pageSize, page * pageSize).map((row) => row.id);
  return {
    items: await cases(scope, shown, run.id, againstId),
    total: chosen.length,
    asked: rows.length,
    counts: {
      fixed: kinds.fixed.length,
      broken: kinds.broken.length,
      changed: kinds.changed.length,
      failed: kinds.failed.length,
    },
    againstId,
  };
}

async function cases(scope: Scope, caseIds: readonly string[], runId: string, againstId: string | null) {
  if (!caseIds.length) return [];
  const runIds = againstId ? [runId, againstId] : [runId];
  const questions = await scope.db
    .select()
    .from(testCaseTable)
    .where(inArray(testCaseTable.id, [...caseIds]));
  const found = await scope.db
    .select()
    .from(testResultTable)
    .where(and(inArray(testResultTable.caseId, [...caseIds]), inArray(testResultTable.runId, runIds)));
  const named = [...new Set(found.flatMap(({ documentIds }) => documentIds))];
  const documents = named.length
    ? await scope.db
        .select({ id: documentTable.id, title: documentTable.title })
        .from(documentTable)
        .where(documentsIn(scope, await readable(scope), named))
    : [];
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  const cameTo = (caseId: string, run: string | null): Came | null => {
    const row = found.find((one) => one.caseId === caseId && one.runId === run);
    if (!row) return null;
    const { passed, tier, ranks, unsaid, error, milliseconds, model, answer, documentIds } = row;
    const isOpen = documentIds.every((one) => titles.has(one));
    const readable = documentIds.flatMap((one) => {
      const title = titles.get(one);
      return title === undefined ? [] : [{ id: one, title }];
    });
    return {
      passed, tier, ranks, error, milliseconds, model,
      unsaid: isOpen ? unsaid : [],
      answer: isOpen ? answer : null,
      documents: readable,
    }; // prettier-ignore
  };
  return caseIds.flatMap((caseId) => {
    const row = questions.find((one) => one.id === caseId);
    const now = cameTo(caseId, runId);
    if (!row || !now) return [];
    const { question, mustRefuse } = row;
    return [{ caseId, question, mustRefuse, now, before: cameTo(caseId, againstId) }];
  });
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
    .where(inArray(userTable.id, [...new Set(rows.map(({ userId }) => userId))]));
  const of = (run: string, good: boolean) => counted.find((one) => one.runId === run && one.passed === good)?.n ?? 0;
  return rows.map((row) => {
    const { id, state, done, total, errorCode, error, againstId, createdAt, finishedAt, userId } = row;
    const variant = Variant.parse(row.variant);
    const by = people.find((one) => one.id === userId)?.name ?? "";
    const came = { passed: of(id, true), failed: of(id, false) };
    return { id, state, done, total, errorCode, error, variant, againstId, createdAt, finishedAt, by, ...came };
  });
}

/** Throws `test_run.not_found` unless the actor keeps every library that it asks in. */
async function find(scope: Scope, runId: string): Promise<Row> {
  const [row] = await scope.db
    .select()
    .from(testRunTable)
    .where(and(eq(testRunTable.id, runId), eq(testRunTable.companyId, requireCompany(scope))));
  const open = row && new Set(await kept(scope));
  if (!row || !row.libraryIds.every((one) => open?.has(one))) throw notFound();
  return row;
}

/** The libraries that the actor keeps. */
async function kept(scope: Scope): Promise<string[]> {
  const least = libraryRoles.indexOf("contributor");
  return [...(await rights(scope)).values()].flatMap(({ libraryId, role }) =>
    role !== null && libraryRoles.indexOf(role) >= least ? [libraryId] : [],
  );
}

function both({ id, againstId }: Row): string[] {
  return againstId ? [id, againstId] : [id];
}

function notFound() {
  return new PublicError("not_found", "test_run.not_found", "That test run is not there any more. Reload the list.");
}

import { and, eq, inArray, isNull } from "drizzle-orm";
import { answer } from "../chat/answer.ts";
import { progressOf } from "../chat/progress.ts";
import { namedIn } from "../chat/trace-passages.ts";
import { blankTrace } from "../chat/tracing.ts";
import { documentTable, testResultTable, testRunTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { readable } from "../knowledge/access/access.ts";
import * as Passages from "../knowledge/passages.ts";
import { requireCompany, requireUser, type Scope } from "../scope.ts";
import { newBill } from "../usage/bill.ts";
import * as TestCase from "./test-case.ts";
import { turnOf, Variant } from "./variant.ts";
import { judge } from "./verdict.ts";

/** So many are asked at once; people who ask meanwhile come in between. */
const sliceSize = 3;
const rankMax = 10;
/** How often a run looks whether it was stopped while models answer. */
const lookMs = 1_000;
const gone = "The model that is tried is gone, or not open to whoever started the run.";

type Case = Awaited<ReturnType<typeof TestCase.all>>[number];
type Result = Omit<typeof testResultTable.$inferInsert, "runId">;

/** Asks the cases of a run that were not asked yet. Safe to repeat: what was stopped or has ended stays so. */
export async function run(scope: Scope, runId: string): Promise<void> {
  const [row] = await scope.db
    .update(testRunTable)
    .set({ state: "running" })
    .where(and(eq(testRunTable.id, runId), inArray(testRunTable.state, ["queued", "running"])))
    .returning();
  if (!row) return;
  try {
    const asking = await as(scope, row);
    const cases = await TestCase.all(asking, row.libraryIds);
    const asked = await scope.db
      .select({ caseId: testResultTable.caseId })
      .from(testResultTable)
      .where(eq(testResultTable.runId, runId));
    const variant = Variant.parse(row.variant);
    const before = new Set(asked.map(({ caseId }) => caseId));
    const left = cases.filter(({ id }) => !before.has(id));
    let done = cases.length - left.length;
    for (let from = 0; from < left.length; from += sliceSize) {
      const slice = left.slice(from, from + sliceSize);
      const results = await untilStopped(scope, runId, (signal) =>
        Promise.all(slice.map((one) => ask(asking, one, variant, signal))),
      );
      for (const result of results) if (result) await keep(scope, runId, result);
      done += slice.length;
      if (!(await note(scope, runId, { done, total: cases.length }))) return;
    }
    await note(scope, runId, { state: "finished", done, total: cases.length, finishedAt: scope.now() });
  } catch (error) {
    if (!(error instanceof PublicError)) scope.log.error("test_run.failed", { runId, error });
    const { code, message } =
      error instanceof PublicError
        ? error
        : { code: "test_run.failed", message: "Something went wrong on our side. Go on with the run." };
    await note(scope, runId, { state: "failed", errorCode: code, error: message, finishedAt: scope.now() });
  }
}

/** Runs that a process left behind go on. */
export async function recover(scope: Scope): Promise<void> {
  const stranded = await scope.db
    .select({ testRunId: testRunTable.id, companyId: testRunTable.companyId })
    .from(testRunTable)
    .where(inArray(testRunTable.state, ["queued", "running"]));
  await scope.queue.send("run-tests", stranded);
}

/** As whoever started it may read today. */
async function as(scope: Scope, { userId, companyId }: typeof testRunTable.$inferSelect): Promise<Scope> {
  const [person] = await scope.db
    .select({ role: userTable.role })
    .from(userTable)
    .where(and(eq(userTable.id, userId), eq(userTable.companyId, companyId)));
  if (!person) {
    const message = "Whoever started this run is not there any more. Start it again.";
    throw new PublicError("conflict", "test_run.nobody", message);
  }
  return { ...scope, actor: { type: "user", userId, companyId, role: person.role } };
}

/** Does the work, and breaks it off within seconds when somebody stops the run: a model may take minutes. */
async function untilStopped<T>(scope: Scope, runId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const look = async () => {
    const [row] = await scope.db
      .select({ state: testRunTable.state })
      .from(testRunTable)
      .where(eq(testRunTable.id, runId));
    if (row?.state !== "running") stopped.abort();
  };
  const timer = setInterval(
    () => void look().catch((error: unknown) => scope.log.warn("test_run.not_looked", { runId, error })),
    lookMs,
  );
  try {
    return await work(stopped.signal);
  } finally {
    clearInterval(timer);
  }
}

/** One answer that fails does not end the run: the case has failed. Undefined when it was broken off. */
async function ask(scope: Scope, one: Case, variant: Variant, signal: AbortSignal): Promise<Result | undefined> {
  const { id: caseId, question, libraryId } = one;
  const progress = progressOf(async () => undefined);
  const trace = blankTrace({ runId: "", userId: requireUser(scope).userId, question });
  const start = performance.now();
  let error: string | null = null;
  try {
    await answer({ ...scope, bill: newBill(null) }, turnOf(question, libraryId, variant), { progress, trace, signal });
    // what another model answers says nothing of the one that is tried
    if (progress.draft.degraded === "model.choice_gone") error = gone;
  } catch (failure) {
    if (signal.aborted) return undefined;
    if (!(failure instanceof PublicError)) throw failure;
    error = failure.message;
  }
  await progress.settle();
  const milliseconds = Math.round(performance.now() - start);
  const { text, tier, model, sources } = progress.outcome();
  const hits = (trace.reranked?.hits ?? trace.fused).slice(0, rankMax);
  const { access } = await readable(scope, [libraryId]);
  const passages = await Passages.load(scope, hits, access);
  const found = hits.map(({ chunkId, documentId }) => {
    const passage = passages.get(chunkId);
    return { documentId, text: [passage?.question, passage?.text].filter(Boolean).join("\n") };
  });
  const { passed, ranks, unsaid } = judge(one, { tier, text, found });
  const documentIds = [...new Set(sources.map(({ documentId }) => documentId))];
  return {
    caseId,
    passed: passed && error === null,
    tier: error === null ? tier : null,
    ranks,
    unsaid,
    error,
    milliseconds,
    model,
    answer: text,
    documentIds,
    foundIds: [...new Set([...hits, ...namedIn(trace)].map(({ documentId }) => documentId))],
    trace,
  };
}

/** Keeps a result, without its answer and its trace as far as documents that they stand on are gone by now. */
async function keep(scope: Scope, runId: string, result: Result): Promise<void> {
  const { documentIds = [], foundIds = [] } = result;
  const named = [...new Set([...documentIds, ...foundIds])];
  await inTransaction(scope, async ({ db }) => {
    const rows = named.length
      ? await db
          .select({ id: documentTable.id })
          .from(documentTable)
          .where(and(inArray(documentTable.id, named), isNull(documentTable.removedAt)))
          // whoever removes one of them waits for this, and finds the result then
          .for("share")
      : [];
    const there = new Set(rows.map(({ id }) => id));
    const isThere = (id: string) => there.has(id);
    const [standing] = await TestCase.stands({ db }, result.caseId);
    if (!standing) return;
    const row = {
      ...result,
      runId,
      ...(!documentIds.every(isThere) && { answer: null }),
      ...(!foundIds.every(isThere) && { trace: null }),
    };
    await db.insert(testResultTable).values(row).onConflictDoNothing();
  });
}

/** False when somebody stopped the run. */
async function note(scope: Scope, id: string, change: Partial<typeof testRunTable.$inferInsert>): Promise<boolean> {
  const rows = await scope.db
    .update(testRunTable)
    .set(change)
    .where(
      and(
        eq(testRunTable.id, id),
        eq(testRunTable.companyId, requireCompany(scope)),
        eq(testRunTable.state, "running"),
      ),
    )
    .returning({ id: testRunTable.id });
  return rows.length > 0;
}

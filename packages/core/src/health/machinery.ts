import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { chunkTable, documentTable, runTable, versionTable } from "../db/schema.ts";
import type { QueueDepth } from "../jobs/job-queue.ts";
import { find, spaceOf, type Row } from "../knowledge/index/generation-row.ts";
import { unfinishedStates } from "../chat/chat.sql.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";

/** What works behind the pages, for the whole company. */
export interface Machinery {
  queues: QueueDepth[];
  /** Questions on their way to an answer. */
  answers: { waiting: number; running: number; oldest: Date | null };
  index: IndexState | null;
}

export interface IndexState {
  /** What its vectors are made with; null while it holds words only. */
  embedder: string | null;
  /** Passages that searches can find, and how many the ledger says there should be. */
  held: number;
  expected: number;
  /** Versions some of whose rows wait to be made anew. */
  behind: number;
  /** The next one, while it is built. */
  next: Pick<Row, "embedder" | "done" | "total" | "errorCode" | "error"> | null;
}

export async function report(scope: Scope): Promise<Machinery> {
  requireRole(scope, "editor");
  const companyId = requireCompany(scope);
  const [queues, answers, index] = await Promise.all([
    scope.queue.depths(companyId),
    answersOf(scope, companyId),
    indexOf(scope),
  ]);
  return { queues, answers, index };
}

/** Begins anew what the company's jobs were given up on. */
export async function retry(scope: Scope): Promise<{ retried: number }> {
  requireRole(scope, "admin");
  return { retried: await scope.queue.retryFailed(requireCompany(scope)) };
}

async function answersOf({ db }: Scope, companyId: string): Promise<Machinery["answers"]> {
  const rows = await db
    .select({
      state: runTable.state,
      count: sql<number>`count(*)::int`,
      oldest: sql`min(${runTable.createdAt})`.mapWith(runTable.createdAt),
    })
    .from(runTable)
    .where(and(eq(runTable.companyId, companyId), inArray(runTable.state, unfinishedStates)))
    .groupBy(runTable.state);
  const of = (name: string) => rows.find(({ state }) => state === name);
  return {
    waiting: of("queued")?.count ?? 0,
    running: of("running")?.count ?? 0,
    oldest: of("queued")?.oldest ?? null,
  };
}

async function indexOf(scope: Scope): Promise<IndexState | null> {
  const rows = await find(scope, ["current", "building"]);
  const now = rows.find(({ state }) => state === "current");
  if (!now) return null;
  const next = rows.find(({ state }) => state === "building");
  const [held, ledger] = await Promise.all([scope.index.size(spaceOf(now)), ledgerOf(scope)]);
  return {
    embedder: now.embedder,
    held,
    ...ledger,
    next: next
      ? { embedder: next.embedder, done: next.done, total: next.total, errorCode: next.errorCode, error: next.error }
      : null,
  };
}

async function ledgerOf(scope: Scope): Promise<{ expected: number; behind: number }> {
  const { id, chunks, edition, indexedEdition } = versionTable;
  const current = and(
    eq(documentTable.companyId, requireCompany(scope)),
    isNull(documentTable.removedAt),
    eq(id, documentTable.currentVersionId),
  );
  const [[sums], [off]] = await Promise.all([
    scope.db
      .select({
        chunks: sql<number>`coalesce(sum(${chunks}), 0)::int`,
        behind: sql<number>`(count(*) filter (where ${indexedEdition} < ${edition}))::int`,
      })
      .from(documentTable)
      .innerJoin(versionTable, current),
    scope.db
      .select({ count: sql<number>`count(*)::int` })
      .from(chunkTable)
      .innerJoin(versionTable, eq(id, chunkTable.versionId))
      .innerJoin(documentTable, current)
      .where(isNotNull(chunkTable.offAt)),
  ]);
  return { expected: (sums?.chunks ?? 0) - (off?.count ?? 0), behind: sums?.behind ?? 0 };
}

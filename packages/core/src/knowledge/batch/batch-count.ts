import { and, count, eq, exists, inArray, isNotNull, isNull, sql, type SQL } from "drizzle-orm";
import {
  batchFileStates,
  batchFileTable,
  batchTable,
  chunkTable,
  documentTable,
  ingestTable,
  versionTable,
  type BatchCounts,
  type BatchFileState,
  type IngestStage,
} from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";

type Asking = Pick<Scope, "db" | "log" | "now">;

/** Where a file of a batch stands now, over `batch_file` and, joined to it, its version and document. */
export const fileState: SQL<BatchFileState> = sql<BatchFileState>`case
  when ${batchFileTable.outcome} = 'refused' then 'refused'
  when ${versionTable.id} is null or ${documentTable.removedAt} is not null then 'removed'
  when ${versionTable.state} in ('queued', 'working') then 'underway'
  when ${versionTable.state} = 'superseded' then 'replaced'
  when ${versionTable.state} = 'failed' and ${documentTable.latestVersionId} <> ${versionTable.id} then 'replaced'
  when ${versionTable.state} = 'failed' then 'failed'
  when ${batchFileTable.outcome} = 'unchanged' then 'unchanged'
  else 'searchable' end`;

export interface Counted {
  counts: BatchCounts;
  /** Files that ended since `since`. */
  ended: number;
}

/** How the files of these batches stand now, by batch. */
export async function tally(scope: Asking, batchIds: readonly string[], since: Date): Promise<Map<string, Counted>> {
  const found = new Map<string, Counted>(batchIds.map((id) => [id, { counts: nothing(), ended: 0 }]));
  if (!batchIds.length) return found;
  const rows = await scope.db
    .select({
      batchId: batchFileTable.batchId,
      state: fileState,
      files: count(),
      chunks: sql<number>`coalesce(sum(${versionTable.chunks}), 0)::int`,
      ended: sql<number>`(count(*) filter (where ${versionTable.endedAt} > ${since.toISOString()}::timestamptz))::int`,
    })
    .from(batchFileTable)
    .leftJoin(versionTable, eq(versionTable.id, batchFileTable.versionId))
    .leftJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(inArray(batchFileTable.batchId, [...batchIds]))
    .groupBy(batchFileTable.batchId, sql`2`);
  for (const { batchId, state, files, chunks, ended } of rows) {
    const of = found.get(batchId);
    if (!of) continue;
    of.counts[state] += files;
    if (state === "searchable" || state === "unchanged") of.counts.chunks += chunks;
    of.ended += ended;
  }
  return found;
}

/** Looks whether batches are complete now that these versions have ended. */
export async function settle(scope: Asking, versionIds: readonly string[]): Promise<void> {
  if (!versionIds.length) return;
  const rows = await scope.db
    .selectDistinct({ id: batchTable.id })
    .from(batchFileTable)
    .innerJoin(batchTable, eq(batchTable.id, batchFileTable.batchId))
    .where(and(inArray(batchFileTable.versionId, [...versionIds]), allReceived()));
  for (const { id } of rows) await complete(scope, id);
}

/** The same for documents that have been removed: what of them was under way is waited for no longer. */
export async function settleDocuments(scope: Asking, documentIds: readonly string[]): Promise<void> {
  const versions = await scope.db
    .select({ id: versionTable.id })
    .from(versionTable)
    .where(inArray(versionTable.documentId, [...documentIds]));
  await settle(
    scope,
    versions.map(({ id }) => id),
  );
}

/** At a start: what was complete when the process ended, and had not been called so. */
export async function recover(scope: Asking): Promise<void> {
  const rows = await scope.db.select({ id: batchTable.id }).from(batchTable).where(allReceived());
  for (const { id } of rows) await complete(scope, id);
}

/**
 * Calls a batch complete when every file that was expected is accounted for, none is under way any more, and of each that is
 * searchable the passages counted by the ledger, by the database and in the index are the same.
 */
export async function complete(scope: Asking, batchId: string): Promise<void> {
  if (await isUnderWay(scope, batchId)) return;
  const disagreeing = await disagreements(scope, batchId);
  if (disagreeing.length) {
    scope.log.error("batch.counts_disagree", { batchId, versionIds: disagreeing.slice(0, 20) });
    return;
  }
  const now = scope.now();
  const counts = (await tally(scope, [batchId], now)).get(batchId)?.counts ?? nothing();
  await scope.db
    .update(batchTable)
    .set({ state: "complete", counts, finishedAt: now })
    .where(and(eq(batchTable.id, batchId), allReceived()));
}

/** Versions called searchable whose passages are not as many everywhere. What somebody has edited since is not among them. */
export async function disagreements(scope: Asking, batchId: string): Promise<string[]> {
  const stage = (name: IngestStage) =>
    sql`(select s.count from ${ingestTable} s where s.version_id = ${versionTable.id} and s.stage = ${name} and s.outcome = 'done')`;
  const chunks = sql`(select count(*)::int from ${chunkTable} c where c.version_id = ${versionTable.id})`;
  const rows = await scope.db
    .selectDistinct({ id: versionTable.id })
    .from(batchFileTable)
    .innerJoin(versionTable, eq(versionTable.id, batchFileTable.versionId))
    .innerJoin(documentTable, eq(documentTable.currentVersionId, versionTable.id))
    .where(
      and(
        eq(batchFileTable.batchId, batchId),
        eq(batchFileTable.outcome, "added"),
        eq(versionTable.state, "searchable"),
        eq(versionTable.edition, 0),
        sql`(${stage("split")} is distinct from ${chunks} or ${stage("verify")} is distinct from ${chunks})`,
      ),
    );
  return rows.map(({ id }) => id);
}

export function nothing(): BatchCounts {
  const states = Object.fromEntries(batchFileStates.map((state) => [state, 0])) as Record<BatchFileState, number>;
  return { ...states, chunks: 0 };
}

function allReceived(): SQL | undefined {
  return and(
    inArray(batchTable.state, ["running", "paused"]),
    isNotNull(batchTable.expected),
    sql`${batchTable.received} >= ${batchTable.expected}`,
  );
}

async function isUnderWay({ db }: Asking, batchId: string): Promise<boolean> {
  // from the versions' side: of those under way there are few when it is about to be complete
  const inBatch = db
    .select({ one: sql`1` })
    .from(batchFileTable)
    .where(and(eq(batchFileTable.versionId, versionTable.id), eq(batchFileTable.batchId, batchId)));
  const company = db.select({ id: batchTable.companyId }).from(batchTable).where(eq(batchTable.id, batchId));
  const rows = await db
    .select({ id: versionTable.id })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(
      and(
        eq(versionTable.companyId, company),
        inArray(versionTable.state, ["queued", "working"]),
        isNull(documentTable.removedAt),
        exists(inBatch),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

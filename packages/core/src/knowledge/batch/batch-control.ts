import { and, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { batchFileTable, batchTable, documentTable, versionTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { readable } from "../access/access.ts";
import { disagreements } from "./batch-count.ts";
import * as BatchFile from "./batch-file.ts";
import { begin, requireBatch, settleBatch, unfinished, type ById } from "./batch.ts";

export const Retry = z.strictObject({
  id: z.string(),
  /** Only those that failed for this reason. */
  code: z.string().max(100).optional(),
});

/** Files that wait go on waiting; what is being read is finished. */
export async function pause(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await requireBatch(scope, id);
  await scope.db
    .update(batchTable)
    .set({ state: "paused" })
    .where(and(eq(batchTable.id, id), eq(batchTable.state, "running")));
}

/** Goes on with what waits. */
export async function resume(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await requireBatch(scope, id);
  await inTransaction(scope, async (scope) => {
    const resumed = await scope.db
      .update(batchTable)
      .set({ state: "running" })
      .where(and(eq(batchTable.id, id), eq(batchTable.state, "paused")))
      .returning({ id: batchTable.id });
    if (!resumed.length) return;
    const waiting = await scope.db
      .select({ versionId: versionTable.id })
      .from(versionTable)
      .where(and(inArray(versionTable.id, addedBy(scope, id)), eq(versionTable.state, "queued")));
    await send(scope, waiting);
  });
  await settleBatch(scope, id);
}

/** Ends what waits as failed with `ingest.stopped`; what is being read is finished. All of it can be tried again. */
export async function stop(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await requireBatch(scope, id);
  await inTransaction(scope, async (scope) => {
    const stopped = await scope.db
      .update(batchTable)
      .set({ state: "stopped", finishedAt: scope.now() })
      .where(and(eq(batchTable.id, id), inArray(batchTable.state, unfinished)))
      .returning({ id: batchTable.id });
    if (!stopped.length) return;
    const error = "The import was stopped before this file was read. Retry it to take it in.";
    await scope.db
      .update(versionTable)
      .set({ state: "failed", stage: "read", errorCode: "ingest.stopped", error, endedAt: scope.now() })
      .where(and(inArray(versionTable.id, addedBy(scope, id)), eq(versionTable.state, "queued")));
  });
}

/** Tries again what failed, and what keeps the counts from agreeing, as far as the actor may read it. */
export async function retry(scope: Scope, { id, code }: z.infer<typeof Retry>): Promise<{ retried: number }> {
  await requireBatch(scope, id);
  const { access } = await readable(scope);
  return inTransaction(scope, async (scope) => {
    const disagreeing = code === undefined ? await disagreements(scope, id) : [];
    const mine = scope.db
      .select({ id: versionTable.id })
      .from(versionTable)
      .innerJoin(documentTable, eq(documentTable.latestVersionId, versionTable.id))
      .where(
        and(
          inArray(versionTable.id, addedBy(scope, id)),
          inArray(documentTable.access, access),
          isNull(documentTable.removedAt),
        ),
      );
    const failed = and(
      eq(versionTable.state, "failed"),
      code === undefined ? undefined : eq(versionTable.errorCode, code),
    );
    const again = disagreeing.length ? or(failed, inArray(versionTable.id, disagreeing)) : failed;
    const ids = await requeue(scope, and(inArray(versionTable.id, mine), again));
    await reopen(scope, ids);
    return { retried: ids.length };
  });
}

/** Tries failed versions again outside their batches, in a batch for each library. Gives their ids. To be called in a transaction. */
export async function retryVersions(scope: Scope, which: SQL | undefined): Promise<string[]> {
  const versionIds = await requeue(scope, and(which, eq(versionTable.state, "failed")));
  if (!versionIds.length) return [];
  await reopen(scope, versionIds);
  const rows = await scope.db
    .select({
      versionId: versionTable.id,
      bytes: versionTable.bytes,
      name: documentTable.name,
      libraryId: documentTable.libraryId,
    })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(inArray(versionTable.id, versionIds));
  for (const [libraryId, own] of Map.groupBy(rows, (row) => row.libraryId)) {
    const name = own.length === 1 ? (own[0]?.name ?? "") : "";
    const { id } = await begin(scope, { libraryId, kind: "retry", name, expected: own.length });
    const files = own.map(({ versionId, bytes, name }) => {
      return { key: versionId, versionId, bytes, name, outcome: "added" as const };
    });
    await BatchFile.receive(scope, id, files);
  }
  return versionIds;
}

/** Sets versions back to the start of the ledger and sends them on their way. Gives their ids. */
async function requeue(scope: Scope, which: SQL | undefined): Promise<string[]> {
  const rows = await scope.db
    .update(versionTable)
    .set({ state: "queued", stage: "read", errorCode: null, error: null, endedAt: null })
    .where(which)
    .returning({ versionId: versionTable.id });
  await send(scope, rows);
  return rows.map(({ versionId }) => versionId);
}

/** Of these versions, the batches that were over go on. What never reached one that was stopped is not waited for. */
async function reopen(scope: Scope, versionIds: readonly string[]): Promise<void> {
  if (!versionIds.length) return;
  const holding = scope.db
    .select({ id: batchFileTable.batchId })
    .from(batchFileTable)
    .where(inArray(batchFileTable.versionId, [...versionIds]));
  await scope.db
    .update(batchTable)
    .set({ state: "running", finishedAt: null, counts: null, expected: batchTable.received })
    .where(and(inArray(batchTable.id, holding), inArray(batchTable.state, ["complete", "stopped"])));
}

async function send(scope: Scope, versions: readonly { versionId: string }[]): Promise<void> {
  const companyId = requireCompany(scope);
  await scope.queue.send(
    "ingest-version",
    versions.map(({ versionId }) => ({ companyId, versionId })),
  );
}

function addedBy(scope: Scope, id: string) {
  return scope.db
    .select({ id: batchFileTable.versionId })
    .from(batchFileTable)
    .where(and(eq(batchFileTable.batchId, id), eq(batchFileTable.outcome, "added")));
}

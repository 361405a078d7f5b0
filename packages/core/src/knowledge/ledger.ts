import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { chunkTable, documentTable, ingestTable, versionTable, type IngestStage } from "../db/schema.ts";
import type { PublicError } from "../error.ts";
import type { Scope } from "../scope.ts";

/** A version on its way, with what ingestion needs to know of its document. */
export interface Version {
  id: string;
  companyId: string;
  documentId: string;
  access: string;
  labels: string[];
  name: string;
  title: string;
  fileKey: string;
  bytes: number;
  replaces: string | null;
}

/** Marks the versions as worked on and leaves out those that are done, removed, or overtaken by a newer one. */
export async function claim(scope: Scope, versionIds: readonly string[]): Promise<Version[]> {
  const rows = await scope.db
    .select({
      id: versionTable.id,
      companyId: versionTable.companyId,
      documentId: versionTable.documentId,
      access: documentTable.access,
      labels: documentTable.labels,
      name: documentTable.name,
      title: documentTable.title,
      fileKey: versionTable.fileKey,
      bytes: versionTable.bytes,
      replaces: documentTable.currentVersionId,
      latest: documentTable.latestVersionId,
    })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(
      and(
        inArray(versionTable.id, [...new Set(versionIds)]),
        inArray(versionTable.state, ["queued", "working"]),
        sql`${documentTable.removedAt} is null`,
      ),
    );
  const overtaken = rows.filter((row) => row.latest !== row.id);
  await supersede(
    scope,
    overtaken.map((row) => row.id),
  );
  const claimed = rows.filter((row) => row.latest === row.id);
  if (claimed.length) {
    const ids = claimed.map((row) => row.id);
    await scope.db.update(versionTable).set({ state: "working", stage: "read" }).where(inArray(versionTable.id, ids));
    await scope.db
      .insert(ingestTable)
      .values(claimed.map((row) => ({ versionId: row.id, stage: "read" as const, attempts: 1, count: row.bytes })))
      .onConflictDoUpdate({
        target: [ingestTable.versionId, ingestTable.stage],
        set: { attempts: sql`${ingestTable.attempts} + 1`, outcome: null, updatedAt: scope.now() },
      });
  }
  return claimed;
}

/** Marks versions as replaced and takes their chunks and files away. */
export async function supersede(scope: Scope, versionIds: readonly string[]): Promise<void> {
  if (!versionIds.length) return;
  const ids = [...versionIds];
  const rows = await scope.db
    .update(versionTable)
    .set({ state: "superseded" })
    .where(and(inArray(versionTable.id, ids), ne(versionTable.state, "superseded")))
    .returning({ fileKey: versionTable.fileKey });
  await scope.db.delete(chunkTable).where(inArray(chunkTable.versionId, ids));
  for (const { fileKey } of rows) await scope.files.remove(fileKey);
}

/** Ends a version with the reason, for people and for programs. */
export async function fail(scope: Scope, versionId: string, stage: IngestStage, error: PublicError): Promise<void> {
  scope.log.warn("ingest.failed", { versionId, stage, code: error.code });
  await note(scope, [{ versionId, stage, attempts: 1, outcome: "failed", errorCode: error.code }]);
  await scope.db
    .update(versionTable)
    .set({ state: "failed", stage, errorCode: error.code, error: error.message })
    .where(eq(versionTable.id, versionId));
}

export type LedgerRow = typeof ingestTable.$inferInsert;

/** The row of a stage that succeeded. */
export function done(versionId: string, stage: IngestStage, count: number, milliseconds: number): LedgerRow {
  return { versionId, stage, attempts: 1, outcome: "done", count, milliseconds: Math.round(milliseconds) };
}

/** Writes rows of the ledger; a stage done again replaces what it said before. */
export async function note(scope: Scope, rows: LedgerRow[]): Promise<void> {
  await scope.db
    .insert(ingestTable)
    .values(rows)
    .onConflictDoUpdate({
      target: [ingestTable.versionId, ingestTable.stage],
      set: {
        outcome: sql`excluded.outcome`,
        errorCode: sql`excluded.error_code`,
        count: sql`excluded.count`,
        milliseconds: sql`excluded.milliseconds`,
        updatedAt: scope.now(),
      },
    });
}

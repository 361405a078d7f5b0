import { and, eq, inArray, isNull, notExists, sql, type SQL } from "drizzle-orm";
import {
  batchFileTable,
  batchTable,
  documentTable,
  ingestTable,
  versionTable,
  type IngestStage,
} from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { PublicError } from "../../error.ts";
import type { Scope } from "../../scope.ts";
import * as Remains from "../removal/remains.ts";

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

/** Marks the versions as worked on and leaves out those that are done, removed, overtaken by a newer one, or held by a batch that is paused. */
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
        isNull(documentTable.removedAt),
      ),
    );
  const overtaken = rows.filter((row) => row.latest !== row.id);
  await supersede(
    scope,
    overtaken.map((row) => row.id),
  );
  const ids = rows.filter((row) => row.latest === row.id).map((row) => row.id);
  if (!ids.length) return [];
  const taken = await scope.db
    .update(versionTable)
    .set({ state: "working", stage: "read" })
    // stopped or paused meanwhile: then it is not begun
    .where(and(inArray(versionTable.id, ids), inArray(versionTable.state, ["queued", "working"]), notHeld(scope)))
    .returning({ id: versionTable.id });
  const claimed = rows.filter((row) => taken.some(({ id }) => id === row.id));
  if (!claimed.length) return [];
  await scope.db
    .insert(ingestTable)
    .values(claimed.map((row) => ({ versionId: row.id, stage: "read" as const, attempts: 1, count: row.bytes })))
    .onConflictDoUpdate({
      target: [ingestTable.versionId, ingestTable.stage],
      set: { attempts: sql`${ingestTable.attempts} + 1`, outcome: null, errorCode: null, updatedAt: scope.now() },
    });
  return claimed;
}

/** The condition for versions that no paused batch holds back. */
export function notHeld({ db }: Pick<Scope, "db">): SQL {
  return notExists(
    db
      .select({ one: sql`1` })
      .from(batchFileTable)
      .innerJoin(batchTable, eq(batchTable.id, batchFileTable.batchId))
      .where(
        and(
          eq(batchFileTable.versionId, versionTable.id),
          eq(batchFileTable.outcome, "added"),
          eq(batchTable.state, "paused"),
        ),
      ),
  );
}

/** Hands a version on to those that recognise text, who go on with the attempt that has begun. */
export async function handOn(scope: Scope, { id, companyId }: Version): Promise<void> {
  await inTransaction(scope, async (scope) => {
    await scope.db.update(versionTable).set({ state: "queued" }).where(eq(versionTable.id, id));
    await scope.db
      .update(ingestTable)
      .set({ attempts: sql`${ingestTable.attempts} - 1` })
      .where(and(eq(ingestTable.versionId, id), eq(ingestTable.stage, "read")));
    await scope.queue.send("recognise-version", [{ companyId, versionId: id }]);
  });
}

/** Marks versions as replaced and takes their chunks and files away. */
export async function supersede(scope: Scope, versionIds: readonly string[]): Promise<void> {
  if (!versionIds.length) return;
  await scope.db
    .update(versionTable)
    .set({ state: "superseded" })
    .where(inArray(versionTable.id, [...versionIds]));
  await Remains.clear(scope, versionIds);
}

/** Ends a version with the reason, for people and for programs; `noted` when the ledger has this attempt already. */
export async function fail(
  scope: Scope,
  versionId: string,
  stage: IngestStage,
  error: PublicError,
  { noted = false, milliseconds }: { noted?: boolean; milliseconds?: number } = {},
): Promise<void> {
  scope.log.warn("ingest.failed", { versionId, stage, code: error.code });
  await scope.db.transaction(async (db) => {
    await note({ ...scope, db }, [broken(versionId, stage, error.code, milliseconds)], noted);
    await db
      .update(versionTable)
      .set({ state: "failed", stage, errorCode: error.code, error: error.message, endedAt: scope.now() })
      .where(eq(versionTable.id, versionId));
  });
}

export type LedgerRow = typeof ingestTable.$inferInsert;

/** The row of a stage that succeeded. */
export function done(versionId: string, stage: IngestStage, count: number, milliseconds: number): LedgerRow {
  return { versionId, stage, attempts: 1, outcome: "done", count, milliseconds: Math.round(milliseconds) };
}

/** The row of a stage that did not succeed. */
export function broken(versionId: string, stage: IngestStage, errorCode: string, milliseconds?: number): LedgerRow {
  const took = milliseconds === undefined ? null : Math.round(milliseconds);
  return { versionId, stage, attempts: 1, outcome: "failed", errorCode, milliseconds: took };
}

/** Says which page is being recognised. It is no attempt of its own, and nothing fails when it cannot be said. */
export function notePage(scope: Scope, versionId: string, count: number, total: number | undefined): void {
  const row = { outcome: null, count, total: total ?? null, updatedAt: scope.now() };
  scope.db
    .insert(ingestTable)
    .values({ versionId, stage: "extract", attempts: 0, ...row })
    .onConflictDoUpdate({ target: [ingestTable.versionId, ingestTable.stage], set: row })
    .catch((error: unknown) => scope.log.error("ingest.not_noted", { stage: "extract", error }));
}

/**
 * Writes rows of the ledger. A stage done again replaces what it said before and counts one attempt more, except for read,
 * whose attempts are counted when they begin, and what is `noted` already.
 */
export async function note(scope: Pick<Scope, "db" | "now">, rows: LedgerRow[], noted = false): Promise<void> {
  const counted = sql`case when excluded.stage = 'read' then ${ingestTable.attempts} else ${ingestTable.attempts} + 1 end`;
  await scope.db
    .insert(ingestTable)
    .values(rows)
    .onConflictDoUpdate({
      target: [ingestTable.versionId, ingestTable.stage],
      set: {
        attempts: noted ? ingestTable.attempts : counted,
        outcome: sql`excluded.outcome`,
        errorCode: sql`excluded.error_code`,
        count: sql`excluded.count`,
        total: null,
        milliseconds: sql`excluded.milliseconds`,
        updatedAt: scope.now(),
      },
    });
}

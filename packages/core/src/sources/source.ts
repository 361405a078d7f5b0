import { isDeepStrictEqual } from "node:util";
import { and, asc, count, desc, eq, getTableColumns, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import {
  companyTable,
  documentTable,
  sourceItemTable,
  sourceTable,
  syncTable,
  type BatchCounts,
  type SyncFailure,
} from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { documentsIn, readable, requireLibrary } from "../knowledge/access/access.ts";
import * as Batch from "../knowledge/batch/batch.ts";
import * as Document from "../knowledge/document.ts";
import { forCompany, requireCompany, type Scope } from "../scope.ts";
import { BucketKey } from "./bucket-settings.ts";
import * as SourceKey from "./source-key.ts";
import { requireCovered, requireReach } from "./source-reach.ts";
import { schedules, Settings, type Schedule } from "./source-settings.ts";
import type { syncStates } from "./source.sql.ts";

export const InLibrary = z.strictObject({ libraryId: z.string() });
export const ById = z.strictObject({ id: z.string() });
export const OfSync = ById.extend({ syncId: z.string() });
export const Create = InLibrary.extend({
  settings: Settings,
  /** For a bucket; without one it is read by the desk's own right, where the operator allows that. */
  key: BucketKey.nullable().optional(),
  schedule: z.enum(schedules).default("never"),
});
export const Change = ById.extend({
  settings: Settings,
  /** Absent keeps the stored key, for no more than it was entered for; null takes it away. */
  key: BucketKey.nullable().optional(),
  schedule: z.enum(schedules),
});
export const Remove = ById.extend({
  /** Whether the documents that it brought go too. */
  documents: z.boolean(),
});

export interface Info {
  id: string;
  settings: Settings;
  /** Whether a key is stored with it. */
  hasKey: boolean;
  schedule: Schedule;
  /** Of those it brought, how many the library holds. */
  documents: number;
  /** The newest run; null before the first. */
  sync: SyncInfo | null;
}

export interface SyncInfo {
  id: string;
  state: (typeof syncStates)[number];
  done: number;
  total: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  failed: number;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  /** What became of what it took in; null when that was nothing. */
  batch: { id: string; searchable: number; underway: number; failed: number } | null;
}

const sourcesMax = 100;
const unfinished: ("queued" | "running")[] = ["queued", "running"];
const runsKept = 10;

/** A library's sources with how their newest runs went, oldest first. */
export async function list(scope: Scope, { libraryId }: z.infer<typeof InLibrary>): Promise<Info[]> {
  await requireLibrary(scope, libraryId, "contributor");
  const rows = await scope.db
    .select({
      id: sourceTable.id,
      settings: sourceTable.settings,
      hasKey: sql<boolean>`${sourceTable.key} is not null`,
      schedule: sourceTable.schedule,
      documents: count(documentTable.id),
    })
    .from(sourceTable)
    .leftJoin(sourceItemTable, eq(sourceItemTable.sourceId, sourceTable.id))
    .leftJoin(documentTable, and(eq(documentTable.id, sourceItemTable.documentId), isNull(documentTable.removedAt)))
    .where(eq(sourceTable.libraryId, libraryId))
    .groupBy(sourceTable.id)
    .orderBy(asc(sourceTable.createdAt), asc(sourceTable.id));
  const syncs = await newestSyncs(
    scope,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, sync: syncs.get(row.id) ?? null }));
}

/** What failed in a run of a source, the first two hundred. */
export async function failures(scope: Scope, { id, syncId }: z.infer<typeof OfSync>): Promise<SyncFailure[]> {
  await requireSource(scope, id);
  const [row] = await scope.db
    .select({ failures: syncTable.failures })
    .from(syncTable)
    .where(and(eq(syncTable.sourceId, id), eq(syncTable.id, syncId)));
  return row?.failures ?? [];
}

/** Adds a source to a library and begins its first run. Throws what `requireReach` throws, `source.too_many`. */
export async function create(scope: Scope, input: z.infer<typeof Create>): Promise<{ id: string }> {
  const { libraryId, settings, key: given, schedule } = input;
  await requireLibrary(scope, libraryId, "contributor");
  const key = settings.kind === "s3" ? SourceKey.sealed(scope, given) : null;
  await requireReach(scope, settings, key !== null);
  const held = await scope.db.select().from(sourceTable).where(eq(sourceTable.libraryId, libraryId));
  if (held.length >= sourcesMax) {
    const message = `A library has at most ${sourcesMax} sources. Remove one, or put several addresses into one list.`;
    throw new PublicError("conflict", "source.too_many", message);
  }
  const id = newId("source");
  const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
  const row = { id, companyId: requireCompany(scope), libraryId, settings, key, schedule, createdBy };
  return inTransaction(scope, async (scope) => {
    await scope.db.insert(sourceTable).values({ ...row, createdAt: scope.now() });
    await begin(scope, id);
    return { id };
  });
}

/** Changes what a source covers and when. What it does not cover any more goes with the next run. */
export async function change(scope: Scope, input: z.infer<typeof Change>): Promise<void> {
  const { id, settings, key: given, schedule } = input;
  const source = await requireSource(scope, id);
  const same = isDeepStrictEqual(source.settings, settings);
  if (!same && (source.settings.kind !== settings.kind || settings.kind === "folder")) {
    const message = "A source stays of the kind it is. Remove it and add another one.";
    throw new PublicError("invalid", "source.other_kind", message);
  }
  const key = given === undefined || settings.kind !== "s3" ? source.key : SourceKey.sealed(scope, given);
  if (given === undefined) requireCovered(source, settings);
  if (!same || given !== undefined) await requireReach(scope, settings, key !== null);
  await scope.db.update(sourceTable).set({ settings, key, schedule }).where(eq(sourceTable.id, id));
}

/** Removes a source; its documents go too, or stay as if somebody had uploaded them. Those the actor may not read stay. */
export async function remove(scope: Scope, { id, documents }: z.infer<typeof Remove>): Promise<void> {
  await requireSource(scope, id);
  const brought = documents ? await documentsOnlyOf(scope, id) : [];
  await inTransaction(scope, async (scope) => {
    // the run under way finds its row gone, and ends
    await scope.db.delete(sourceTable).where(eq(sourceTable.id, id));
    if (brought.length) await Document.remove(scope, brought);
  });
}

/** Begins a run, unless one is under way. */
export async function sync(scope: Scope, { id }: z.infer<typeof ById>): Promise<{ id: string }> {
  await requireSource(scope, id);
  return inTransaction(scope, (scope) => begin(scope, id));
}

/** Stops the run under way, if there is one. What it took in until then stays. */
export async function stop(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await requireSource(scope, id);
  await scope.db
    .update(syncTable)
    .set({ state: "stopped", finishedAt: scope.now() })
    .where(and(eq(syncTable.sourceId, id), inArray(syncTable.state, unfinished)));
}

const minute = 60_000;

/** Begins the runs whose time has come, of all companies. */
export async function startDue(scope: Scope): Promise<void> {
  const before = (minutes: number) => new Date(scope.now().getTime() - minutes * minute);
  const newest = scope.db
    .select({ sourceId: syncTable.sourceId, at: sql<Date>`max(${syncTable.createdAt})`.as("at") })
    .from(syncTable)
    .groupBy(syncTable.sourceId)
    .as("newest");
  // a little under the hour and the day, so that the next round is not missed by seconds
  const due = or(
    and(eq(sourceTable.schedule, "hour"), lt(newest.at, before(58))),
    and(eq(sourceTable.schedule, "day"), lt(newest.at, before(24 * 60 - 2))),
  );
  const rows = await scope.db
    .select({ id: sourceTable.id, companyId: sourceTable.companyId })
    .from(sourceTable)
    .innerJoin(newest, eq(newest.sourceId, sourceTable.id))
    .innerJoin(companyTable, eq(companyTable.id, sourceTable.companyId))
    .where(and(ne(sourceTable.schedule, "never"), due, isNull(companyTable.suspendedAt)));
  for (const { id, companyId } of rows) {
    await inTransaction(forCompany(scope, companyId, "sync-due-sources"), (own) => begin(own, id));
  }
}

async function begin(scope: Scope, sourceId: string): Promise<{ id: string }> {
  // one at a time: whoever comes second waits here for the first
  await scope.db.select().from(sourceTable).where(eq(sourceTable.id, sourceId)).for("update");
  const [running] = await scope.db
    .select({ id: syncTable.id })
    .from(syncTable)
    .where(and(eq(syncTable.sourceId, sourceId), inArray(syncTable.state, unfinished)));
  if (running) return running;
  const companyId = requireCompany(scope);
  const id = newId("sync");
  await scope.db.insert(syncTable).values({ id, companyId, sourceId, createdAt: scope.now() });
  await forgetOld(scope, sourceId);
  await scope.queue.send("sync-source", [{ companyId, syncId: id }]);
  return { id };
}

async function forgetOld(scope: Scope, sourceId: string): Promise<void> {
  const kept = scope.db
    .select({ id: syncTable.id })
    .from(syncTable)
    .where(eq(syncTable.sourceId, sourceId))
    .orderBy(desc(syncTable.createdAt), desc(syncTable.id))
    .limit(runsKept);
  await scope.db.delete(syncTable).where(and(eq(syncTable.sourceId, sourceId), sql`${syncTable.id} not in ${kept}`));
}

async function newestSyncs(scope: Scope, sourceIds: readonly string[]): Promise<Map<string, SyncInfo>> {
  if (!sourceIds.length) return new Map();
  const rows = await scope.db
    .selectDistinctOn([syncTable.sourceId], { ...getTableColumns(syncTable), failures: sql<null>`null` })
    .from(syncTable)
    .where(inArray(syncTable.sourceId, [...sourceIds]))
    .orderBy(syncTable.sourceId, desc(syncTable.createdAt), desc(syncTable.id));
  const counts = await Batch.countsOf(
    scope,
    rows.flatMap(({ batchId }) => (batchId === null ? [] : [batchId])),
  );
  return new Map(rows.map((row) => [row.sourceId, toSyncInfo(row, counts.get(row.batchId ?? ""))]));
}

function toSyncInfo(row: Omit<typeof syncTable.$inferSelect, "failures">, counts: BatchCounts | undefined): SyncInfo {
  const { id, state, done, total, added, changed, unchanged, removed, failed, errorCode, createdAt, finishedAt } = row;
  const batch =
    row.batchId === null || !counts
      ? null
      : { id: row.batchId, searchable: counts.searchable, underway: counts.underway, failed: counts.failed };
  return {
    id,
    state,
    done,
    total,
    added,
    changed,
    unchanged,
    removed,
    failed,
    errorCode,
    createdAt,
    finishedAt,
    batch,
  };
}

/** A source of a library that the actor contributes to; all others look as if they were not there. */
export async function requireSource(scope: Scope, id: string) {
  const [source] = await scope.db
    .select()
    .from(sourceTable)
    .where(and(eq(sourceTable.id, id), eq(sourceTable.companyId, requireCompany(scope))));
  if (source) await requireLibrary(scope, source.libraryId, "contributor").catch(asNotFound);
  if (source) return source;
  throw notFound();
}

function asNotFound(error: unknown): never {
  throw error instanceof PublicError && error.code === "library.not_found" ? notFound() : error;
}

function notFound(): PublicError {
  return new PublicError("not_found", "source.not_found", "That source does not exist any more. Reload the page.");
}

/** The documents that this source alone has brought, as far as the actor may read them. */
async function documentsOnlyOf(scope: Scope, sourceId: string): Promise<string[]> {
  const other = alias(sourceItemTable, "other");
  const rows = await scope.db
    .select({ id: sourceItemTable.documentId })
    .from(sourceItemTable)
    .leftJoin(other, and(eq(other.documentId, sourceItemTable.documentId), ne(other.sourceId, sourceId)))
    .where(and(eq(sourceItemTable.sourceId, sourceId), isNull(other.sourceId)));
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  const readableRows = await scope.db
    .select({ id: documentTable.id })
    .from(documentTable)
    .where(documentsIn(scope, await readable(scope), ids));
  return readableRows.map(({ id }) => id);
}

import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { libraryTable, writingTable, writtenTextTable, type writingStates } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { readable, requireDocuments, requireLibrary } from "../knowledge/access/access.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { requireCompany, type Scope } from "../scope.ts";
import * as Pending from "./pending.ts";

export const InLibrary = z.strictObject({ libraryId: z.string() });
export const ById = z.strictObject({ id: z.string() });
export const Estimate = InLibrary.extend({
  /** Only for these documents; for all of the library when absent. */
  documentIds: z.array(z.string()).min(1).max(500).optional(),
});
export const Start = Estimate.extend({
  /** At most so many calls of the model. */
  callsMax: z.int().min(1).max(1_000_000).optional(),
});

export interface Info {
  id: string;
  state: (typeof writingStates)[number];
  /** Chunks done and to do; a chunk is one call of the model. */
  done: number;
  total: number;
  /** Questions and summaries that came of it. */
  written: number;
  empty: number;
  failed: number;
  tokens: { input: number; output: number };
  model: string | null;
  errorCode: string | null;
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface Estimated {
  /** The model that would write; null when none is connected. */
  model: string | null;
  /** About so many calls: chunks that no model has been asked about. */
  calls: number;
  /** Chunks that were written for before, and are left alone. */
  done: number;
}

export interface Failure {
  chunkId: string;
  documentId: string;
  code: string;
}

const unfinished: ("queued" | "running" | "paused")[] = ["queued", "running", "paused"];
const failuresShown = 200;

/** What a run would cost, before anybody begins it. */
export async function estimate(scope: Scope, input: z.infer<typeof Estimate>): Promise<Estimated> {
  const where = await reach(scope, input);
  const model = await ModelConnection.current(scope);
  const { pending, done } = await Pending.counts(scope, where);
  return { model: model?.id ?? null, calls: pending, done };
}

/** The library's newest run; null before the first. */
export async function get(scope: Scope, { libraryId }: z.infer<typeof InLibrary>): Promise<Info | null> {
  await requireLibrary(scope, libraryId, "contributor");
  const [row] = await scope.db
    .select()
    .from(writingTable)
    .where(eq(writingTable.libraryId, libraryId))
    .orderBy(desc(writingTable.createdAt), desc(writingTable.id))
    .limit(1);
  return row ? fromRow(row) : null;
}

/** Begins a run. Throws `writing.no_model`, `writing.nothing_to_do`, and `writing.under_way` while another one goes on. */
export async function start(scope: Scope, input: z.infer<typeof Start>): Promise<Info> {
  const where = await reach(scope, input);
  const model = await ModelConnection.current(scope);
  if (!model) throw noModel();
  const { pending } = await Pending.counts(scope, where);
  if (pending === 0) throw nothingToDo();
  const companyId = requireCompany(scope);
  const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
  const { callsMax = null } = input;
  const total = Math.min(pending, callsMax ?? pending);
  return inTransaction(scope, async (scope) => {
    // one at a time: whoever comes second waits here for the first
    await scope.db.select().from(libraryTable).where(eq(libraryTable.id, input.libraryId)).for("update");
    const held = await get(scope, input);
    if (held && unfinished.some((state) => state === held.state)) throw underWay();
    const id = newId("writing");
    const [row] = await scope.db
      .insert(writingTable)
      .values({
        id,
        companyId,
        ...where,
        access: [...where.access],
        documentIds: where.documentIds && [...where.documentIds],
        callsMax,
        total,
        model: model.id,
        createdBy,
        createdAt: scope.now(),
      })
      .returning();
    if (!row) throw new Error("an inserted row did not come back");
    await scope.queue.send("write-triggers", [{ companyId, writingId: id }]);
    return fromRow(row);
  });
}

/** Rests after the calls under way; nothing is asked until somebody goes on. */
export async function pause(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await move(scope, id, ["queued", "running"], { state: "paused" });
}

/** Goes on where a paused run was left. */
export async function resume(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  const companyId = requireCompany(scope);
  await inTransaction(scope, async (scope) => {
    if (!(await move(scope, id, ["paused"], { state: "queued" }))) return;
    await scope.queue.send("write-triggers", [{ companyId, writingId: id }]);
  });
}

/** Ends a run for good. What was written until then stays. */
export async function stop(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  await move(scope, id, unfinished, { state: "stopped", finishedAt: scope.now() });
}

/** The chunks that the model gave no answer for in a run, the first two hundred. */
export async function failures(scope: Scope, { id }: z.infer<typeof ById>): Promise<Failure[]> {
  await requireWriting(scope, id);
  const { chunkId, documentId, errorCode, writingId, outcome } = writtenTextTable;
  const rows = await scope.db
    .select({ chunkId, documentId, code: errorCode })
    .from(writtenTextTable)
    .where(and(eq(writingId, id), eq(outcome, "failed")))
    .orderBy(documentId, chunkId)
    .limit(failuresShown);
  return rows.map((row) => ({ ...row, code: row.code ?? "writing.failed" }));
}

async function reach(scope: Scope, { libraryId, documentIds }: z.infer<typeof Estimate>): Promise<Pending.Where> {
  await requireLibrary(scope, libraryId, "contributor");
  if (documentIds) await requireDocuments(scope, documentIds, "contributor");
  const { access } = await readable(scope, [libraryId]);
  return { libraryId, documentIds: documentIds ?? null, access };
}

async function move(
  scope: Scope,
  id: string,
  from: (typeof writingStates)[number][],
  change: Partial<typeof writingTable.$inferInsert>,
): Promise<boolean> {
  await requireWriting(scope, id);
  const rows = await scope.db
    .update(writingTable)
    .set(change)
    .where(and(eq(writingTable.id, id), inArray(writingTable.state, from)))
    .returning({ id: writingTable.id });
  return rows.length > 0;
}

/** A run in a library that the actor contributes to; all others look as if they were not there. */
async function requireWriting(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.db
    .select({ libraryId: writingTable.libraryId })
    .from(writingTable)
    .where(and(eq(writingTable.id, id), eq(writingTable.companyId, requireCompany(scope))));
  if (!row) throw notFound();
  await requireLibrary(scope, row.libraryId, "contributor").catch((error: unknown) => {
    throw error instanceof PublicError && error.code === "library.not_found" ? notFound() : error;
  });
}

function fromRow(row: typeof writingTable.$inferSelect): Info {
  const { id, state, done, total, written, empty, failed, model, errorCode, error, createdAt, finishedAt } = row;
  const tokens = { input: row.inputTokens, output: row.outputTokens };
  return { id, state, done, total, written, empty, failed, tokens, model, errorCode, error, createdAt, finishedAt };
}

function notFound(): PublicError {
  return new PublicError("not_found", "writing.not_found", "That run does not exist any more. Reload the page.");
}

function noModel(): PublicError {
  const message = "Writing questions needs a model. An administrator can connect one under Settings > Model.";
  return new PublicError("conflict", "writing.no_model", message);
}

function nothingToDo(): PublicError {
  const message = "Questions were written for every passage already. Add documents, or review what was written.";
  return new PublicError("conflict", "writing.nothing_to_do", message);
}

function underWay(): PublicError {
  const message = "Questions are being written for this library already. Wait until that has ended, or stop it.";
  return new PublicError("conflict", "writing.under_way", message);
}

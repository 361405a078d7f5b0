import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { batchTable, userTable, type BatchCounts, type batchKinds, type batchStates } from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { requireLibrary } from "../access/access.ts";
import { complete, disagreements, nothing, tally } from "./batch-count.ts";
import * as BatchFile from "./batch-file.ts";

export const List = z.strictObject({
  libraryId: z.string(),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(1).max(100).default(20),
});
export const ById = z.strictObject({ id: z.string() });
export const Open = z.strictObject({
  libraryId: z.string(),
  kind: z.enum(["upload", "command"]),
  name: z.string().trim().min(1).max(200),
  /** How many files there are, where that is known beforehand. */
  expected: z.int().min(0).max(1_000_000).optional(),
});
export const Expect = ById.extend({ expected: z.int().min(0).max(1_000_000) });

/** Why a sender could not send a file, in its own words for programs. */
const unsent = {
  "upload.cancelled": "Sending was cancelled.",
  "connection.lost": "The connection broke off while it was sent. Send it again.",
  "file.too_large": "This file is too large. Split it, or add only the part that people ask about.",
  "file.unreadable": "This file could not be opened where it lies. Check it there, and add it again.",
};
export const Refuse = ById.extend({
  files: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(1000),
        name: z.string().max(1000),
        bytes: z.int().min(0).nullable(),
      }),
    )
    .min(1)
    .max(500),
  code: z.enum(Object.keys(unsent) as (keyof typeof unsent)[]),
});

export interface Info {
  id: string;
  libraryId: string;
  kind: (typeof batchKinds)[number];
  name: string;
  state: (typeof batchStates)[number];
  /** Null while whoever sends the files does not know how many there are. */
  expected: number | null;
  received: number;
  counts: BatchCounts;
  /** Files a minute that ended within the last one; null when none did, or the batch is over. */
  perMinute: number | null;
  /** At this rate. */
  secondsLeft: number | null;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** The states in which a batch goes on. */
export const unfinished: Info["state"][] = ["running", "paused"];
const minute = 60_000;

/** A library's batches, newest first. Those that are complete are counted as they ended. */
export async function list(scope: Scope, input: z.infer<typeof List>): Promise<{ items: Info[]; total: number }> {
  await requireLibrary(scope, input.libraryId, "contributor");
  const inLibrary = eq(batchTable.libraryId, input.libraryId);
  const rows = await rowsOf(scope)
    .where(inLibrary)
    .orderBy(desc(batchTable.createdAt), desc(batchTable.id))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  const [total] = await scope.db.select({ n: count() }).from(batchTable).where(inLibrary);
  return { items: await infos(scope, rows, true), total: total?.n ?? 0 };
}

/** A batch as it stands now. Throws `batch.not_found`. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info & { disagreeing: number }> {
  await requireBatch(scope, id);
  const [info] = await infos(scope, await rowsOf(scope).where(eq(batchTable.id, id)), false);
  if (!info) throw notFound();
  const over = info.state !== "complete" && info.counts.underway === 0 && info.received >= (info.expected ?? Infinity);
  /** Files whose passages are not as many everywhere: what keeps the batch from being complete. */
  const disagreeing = over ? (await disagreements(scope, id)).length : 0;
  return { ...info, disagreeing };
}

/** Why files of a batch failed or were refused, most frequent first. Throws `batch.not_found`. */
export async function reasons(scope: Scope, { id }: z.infer<typeof ById>): Promise<{ code: string; count: number }[]> {
  await requireBatch(scope, id);
  return BatchFile.reasons(scope, id);
}

/** How the files of these batches stand, by batch, for whoever has made sure that the actor may see them. */
export async function countsOf(scope: Scope, ids: readonly string[]): Promise<Map<string, BatchCounts>> {
  const rows = ids.length ? await rowsOf(scope).where(inArray(batchTable.id, [...ids])) : [];
  return new Map((await infos(scope, rows, true)).map(({ id, counts }) => [id, counts]));
}

/** One page of the files of a batch. Throws `batch.not_found`. */
export async function files(scope: Scope, input: z.infer<typeof BatchFile.List>) {
  await requireBatch(scope, input.id);
  return BatchFile.list(scope, input);
}

/** Begins a batch, to which files are then added. */
export async function open(scope: Scope, input: z.infer<typeof Open>): Promise<{ id: string }> {
  await requireLibrary(scope, input.libraryId, "contributor");
  return begin(scope, input);
}

/** The same for whoever has made sure that the actor may. */
export async function begin(
  scope: Scope,
  input: Omit<z.infer<typeof Open>, "kind"> & { kind: Info["kind"] },
): Promise<{ id: string }> {
  const id = newId("batch");
  await scope.db.insert(batchTable).values({
    id,
    companyId: requireCompany(scope),
    libraryId: input.libraryId,
    kind: input.kind,
    name: input.name,
    expected: input.expected ?? null,
    createdBy: scope.actor.type === "user" ? scope.actor.userId : null,
    createdAt: scope.now(),
  });
  return { id };
}

/** Says, or corrects, how many files there are: once all of them are accounted for the batch can be complete. */
export async function expect(scope: Scope, { id, expected }: z.infer<typeof Expect>): Promise<void> {
  await requireBatch(scope, id);
  await scope.db
    .update(batchTable)
    .set({ expected: sql`greatest(${expected}, ${batchTable.received})` })
    .where(and(eq(batchTable.id, id), inArray(batchTable.state, unfinished)));
  await settleBatch(scope, id);
}

/** Accounts for files that their sender could not send. */
export async function refuse(scope: Scope, { id, files, code }: z.infer<typeof Refuse>): Promise<void> {
  const { libraryId } = await requireBatch(scope, id);
  await requireOpen(scope, libraryId, id);
  await BatchFile.refuse(scope, id, files, { code, message: unsent[code] });
  await settleBatch(scope, id);
}

/** Throws `batch.not_found` and `batch.stopped` unless files can be added to the batch, which must be one of the library. */
export async function requireOpen(scope: Scope, libraryId: string, id: string): Promise<void> {
  const batch = await requireBatch(scope, id);
  if (batch.libraryId !== libraryId) throw notFound();
  if (batch.state !== "stopped") return;
  throw new PublicError("conflict", "batch.stopped", "This import was stopped. Add the files that are missing anew.");
}

/** Looks whether the batch is complete, when what was added or refused last has nothing on its way. */
export async function settleBatch(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.db.select().from(batchTable).where(eq(batchTable.id, id));
  if (row?.expected != null && row.received >= row.expected) await complete(scope, id);
}

function rowsOf(scope: Scope) {
  return scope.db
    .select({ batch: batchTable, createdBy: userTable.name })
    .from(batchTable)
    .leftJoin(userTable, eq(userTable.id, batchTable.createdBy))
    .$dynamic();
}

async function infos(
  scope: Scope,
  rows: readonly { batch: typeof batchTable.$inferSelect; createdBy: string | null }[],
  asEnded: boolean,
): Promise<Info[]> {
  const now = scope.now();
  const live = rows.filter(({ batch }) => !asEnded || !batch.counts).map(({ batch }) => batch.id);
  const tallies = await tally(scope, live, new Date(now.getTime() - minute));
  return rows.map(({ batch, createdBy }) => {
    const { id, libraryId, kind, name, state, expected, received, createdAt, finishedAt } = batch;
    const { counts = batch.counts ?? nothing(), ended = 0 } = tallies.get(id) ?? {};
    const pace = state === "running" && ended ? ended / Math.min(1, minutesSince(createdAt, now)) : null;
    const left = counts.underway + Math.max(0, (expected ?? received) - received);
    return {
      id,
      libraryId,
      kind,
      name,
      state,
      expected,
      received,
      counts,
      createdBy,
      createdAt,
      finishedAt,
      perMinute: pace === null ? null : Math.round(pace),
      secondsLeft: pace === null ? null : Math.ceil((left / pace) * 60),
    };
  });
}

/** A moment at least: nothing is said to be infinitely fast. */
function minutesSince(moment: Date, now: Date): number {
  return Math.max(1_000, now.getTime() - moment.getTime()) / minute;
}

/** The batch, for those who contribute to its library. Throws `batch.not_found` for all others. */
export async function requireBatch(scope: Scope, id: string) {
  const [batch] = await scope.db
    .select()
    .from(batchTable)
    .where(and(eq(batchTable.id, id), eq(batchTable.companyId, requireCompany(scope))));
  if (!batch) throw notFound();
  await requireLibrary(scope, batch.libraryId, "contributor").catch(asNotFound);
  return batch;
}

function asNotFound(error: unknown): never {
  throw error instanceof PublicError && error.code === "library.not_found" ? notFound() : error;
}

function notFound(): PublicError {
  return new PublicError("not_found", "batch.not_found", "That import does not exist any more. Reload the page.");
}

import type { Readable } from "node:stream";
import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { pictureTable, runTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { buffer } from "node:stream/consumers";
import type { Image } from "../models/chat-model.ts";
import { requireUser, type Scope } from "../scope.ts";
import { measure, receive, type Measured } from "./picture-file.ts";
import type { Drawing, Info } from "./picture-info.ts";

/** With one question. */
export const picturesMax = 4;
/** Shown with no question yet, of one person. */
const waitingMax = 24;
const waitingMs = 24 * 60 * 60 * 1000;

export const ById = z.strictObject({ id: z.string().max(64) });

type Row = typeof pictureTable.$inferSelect;

const info = {
  id: pictureTable.id,
  origin: pictureTable.origin,
  type: pictureTable.type,
  width: pictureTable.width,
  height: pictureTable.height,
  drawing: pictureTable.drawing,
};

/**
 * Keeps a picture that its person is going to ask about, for a day unless they do. Throws what `measure` throws, and
 * `picture.too_many_waiting`.
 */
export async function add(scope: Scope, content: Readable | Uint8Array, declared?: number): Promise<Info> {
  const { userId } = requireUser(scope);
  const waiting = and(eq(pictureTable.userId, userId), isNull(pictureTable.runId));
  if ((await scope.db.$count(pictureTable, waiting)) >= waitingMax) throw tooManyWaiting();
  return store(scope, await receive(content, declared), { origin: "asked", runId: null, drawing: null });
}

/** Keeps what a model drew as the answer of a run. Throws what `measure` throws. */
export async function addDrawn(scope: Scope, runId: string, image: Image, drawing: Drawing): Promise<Info> {
  return store(scope, measure(image.bytes), { origin: "drawn", runId, drawing });
}

async function store(
  scope: Scope,
  { type, bytes, width, height }: Measured,
  about: Pick<Row, "origin" | "runId" | "drawing">,
): Promise<Info> {
  const { userId, companyId } = requireUser(scope);
  const id = newId("picture");
  const fileKey = `${companyId}/${id}`;
  await scope.files.put(fileKey, bytes);
  try {
    const kept = { id, type, width, height, ...about };
    await scope.db
      .insert(pictureTable)
      .values({ ...kept, companyId, userId, fileKey, bytes: bytes.length, createdAt: scope.now() });
    return { id, type, width, height, origin: about.origin, drawing: about.drawing };
  } catch (error) {
    await scope.files.remove(fileKey);
    throw error;
  }
}

/** Where the bytes are. Another person's picture is simply not found. Throws `picture.not_found`. */
export async function file(scope: Scope, id: string): Promise<Pick<Row, "type" | "bytes" | "fileKey">> {
  const { type, bytes, fileKey } = pictureTable;
  const [row] = await scope.db
    .select({ type, bytes, fileKey })
    .from(pictureTable)
    .where(own(scope, [id]));
  if (!row) throw notFound();
  return row;
}

/** Takes away a picture that no question was asked with. Throws `picture.not_found`. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  const rows = await scope.db
    .delete(pictureTable)
    .where(and(own(scope, [id]), isNull(pictureTable.runId)))
    .returning({ fileKey: pictureTable.fileKey });
  if (!rows.length) throw notFound();
  await removeFiles(scope, rows);
}

/**
 * From now on the pictures belong to this run, unless they belong to an earlier one of its conversation already. Throws
 * `picture.not_found` for any that is gone or belongs elsewhere. For a caller's transaction.
 */
export async function attach(scope: Scope, runId: string, ids: readonly string[]): Promise<void> {
  const { conversationId, id } = runTable;
  const conversation = scope.db.select({ conversationId }).from(runTable).where(eq(id, runId));
  const itsRuns = scope.db.select({ id }).from(runTable).where(inArray(conversationId, conversation));
  const attached = await scope.db
    .update(pictureTable)
    .set({ runId: sql`coalesce(${pictureTable.runId}, ${runId})` })
    .where(and(own(scope, ids), or(isNull(pictureTable.runId), inArray(pictureTable.runId, itsRuns))))
    .returning({ id: pictureTable.id });
  if (attached.length < new Set(ids).size) throw notFound();
}

/** What is known of these pictures, as far as they are the actor's, by id. */
export async function infos(scope: Scope, ids: readonly string[]): Promise<Map<string, Info>> {
  if (!ids.length) return new Map();
  const rows = await scope.db.select(info).from(pictureTable).where(own(scope, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The pictures themselves, in this order; those that are gone are left out. */
export async function open(scope: Scope, ids: readonly string[]): Promise<Image[]> {
  const { id, type, fileKey } = pictureTable;
  const rows = await scope.db.select({ id, type, fileKey }).from(pictureTable).where(own(scope, ids));
  const images: Image[] = [];
  for (const wanted of ids) {
    const row = rows.find((one) => one.id === wanted);
    if (row) images.push({ type: row.type, bytes: await buffer(await scope.files.open(row.fileKey)) });
  }
  return images;
}

/** The files of a conversation's pictures, whose rows go with it. */
export async function filesOf(scope: Pick<Scope, "db">, conversationId: string): Promise<{ fileKey: string }[]> {
  return scope.db
    .select({ fileKey: pictureTable.fileKey })
    .from(pictureTable)
    .innerJoin(runTable, eq(runTable.id, pictureTable.runId))
    .where(eq(runTable.conversationId, conversationId));
}

export async function removeFiles(
  { files }: Pick<Scope, "files">,
  rows: readonly { fileKey: string }[],
): Promise<void> {
  for (const { fileKey } of rows) await files.remove(fileKey);
}

/** Takes away what was uploaded a day ago and never asked about. */
export async function clearWaiting(scope: Pick<Scope, "db" | "files" | "now">): Promise<void> {
  const before = new Date(scope.now().getTime() - waitingMs);
  const rows = await scope.db
    .delete(pictureTable)
    .where(and(isNull(pictureTable.runId), lt(pictureTable.createdAt, before)))
    .returning({ fileKey: pictureTable.fileKey });
  await removeFiles(scope, rows);
}

function own(scope: Pick<Scope, "actor">, ids: readonly string[]) {
  return and(eq(pictureTable.userId, requireUser(scope).userId), inArray(pictureTable.id, [...ids]));
}

function notFound() {
  return new PublicError("not_found", "picture.not_found", "That picture is not there any more. Attach it again.");
}

function tooManyWaiting() {
  const message = `${waitingMax} pictures wait for their question already. Ask about some, or remove them; after a day they go by themselves.`;
  return new PublicError("limited", "picture.too_many_waiting", message);
}

import { and, desc, eq, inArray, max } from "drizzle-orm";
import { z } from "zod";
import {
  chunkRevisionTable,
  chunkTable,
  documentTable,
  leftoverTable,
  triggerTable,
  userTable,
  versionTable,
} from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { requireDocuments } from "../access/access.ts";
import { checked, type Content } from "./chunk-content.ts";
import * as Reindexing from "../index/reindexing.ts";
import { clean } from "../ingest/split.ts";

const noteLengthMax = 300;
const listedMax = 100;

export const ById = z.strictObject({ id: z.string().max(80) });
export const Edit = ById.extend({
  /** The revision that was edited: when there is a newer one by now, nothing is changed. */
  revision: z.int().min(0),
  text: z.string(),
  /** Of a row of questions and answers alone. */
  question: z.string().optional(),
  headings: z.array(z.string()).optional(),
  /** Why, for those who read the history. */
  note: z.string().max(noteLengthMax).optional(),
  /** A change of a former version that was put here: it is not listed any more. */
  leftoverId: z.string().max(80).optional(),
});
export const Restore = ById.extend({
  /** The one that is there now, as in `Edit`. */
  revision: z.int().min(0),
  /** The one that is brought back. */
  number: z.int().min(0),
});
export const Turn = z.strictObject({ ids: z.array(z.string().max(80)).min(1).max(200), off: z.boolean() });

export interface Info {
  number: number;
  text: string;
  question: string | null;
  headings: string[];
  /** The earlier one that it brought back. */
  restores: number | null;
  note: string | null;
  /** Null for what was read from the file. */
  by: string | null;
  createdAt: Date;
}

/** What a chunk said after each edit, newest first; number 0 is what was read from the file. */
export async function list(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info[]> {
  const chunk = await find(scope, [id]).then(([chunk]) => chunk);
  if (!chunk) throw notFound();
  await requireDocuments(scope, [chunk.documentId], "contributor");
  const { number, text, question, headings, restores, note, createdAt } = chunkRevisionTable;
  const rows = await scope.db
    .select({ number, text, question, headings, restores, note, by: userTable.name, createdAt })
    .from(chunkRevisionTable)
    .leftJoin(userTable, eq(userTable.id, chunkRevisionTable.createdBy))
    .where(eq(chunkRevisionTable.chunkId, id))
    .orderBy(desc(number))
    .limit(listedMax);
  if (rows.length) return rows;
  return [{ ...contentOf(chunk), number: 0, restores: null, note: null, by: null, createdAt: chunk.createdAt }];
}

/**
 * Changes what a chunk says and keeps what it said. Throws `chunk.not_found`, `chunk.edited_meanwhile`, and for what is
 * empty or too long. Gives the number of the revision that is there now; the same text makes none.
 */
export async function edit(scope: Scope, input: z.infer<typeof Edit>): Promise<{ revision: number }> {
  return change(scope, input, async (scope, chunk) => {
    if (input.leftoverId !== undefined) await settle(scope, input.leftoverId, chunk.documentId);
    return { content: checked(chunk, input), note: clean(input.note ?? "").trim() || null, restores: null };
  });
}

/** Brings back what a chunk said before, as a new revision. Throws as `edit` does, and `revision.not_found`. */
export async function restore(scope: Scope, input: z.infer<typeof Restore>): Promise<{ revision: number }> {
  return change(scope, input, async (scope, { id }) => {
    const { text, question, headings, chunkId, number } = chunkRevisionTable;
    const [content] = await scope.db
      .select({ text, question, headings })
      .from(chunkRevisionTable)
      .where(and(eq(chunkId, id), eq(number, input.number)));
    if (!content) throw revisionNotFound();
    return { content, note: null, restores: input.number };
  });
}

/**
 * Keeps chunks out of searches and answers from now on, or lets them in again. All of the ids or none. Gives those that
 * were the other way until now: what an undo has to switch back.
 */
export async function turn(scope: Scope, { ids, off }: z.infer<typeof Turn>): Promise<{ changed: string[] }> {
  const wanted = [...new Set(ids)];
  return inTransaction(scope, async (scope) => {
    const chunks = await hold(scope, wanted);
    const changed = chunks.filter(({ offAt }) => (offAt !== null) !== off);
    const changedIds = changed.map(({ id }) => id);
    if (!changedIds.length) return { changed: [] };
    await scope.db
      .update(chunkTable)
      .set({ offAt: off ? scope.now() : null })
      .where(inArray(chunkTable.id, changedIds));
    for (const [versionId, own] of Map.groupBy(changed, (chunk) => chunk.versionId)) {
      await Reindexing.changed(
        scope,
        versionId,
        own.map(({ id }) => id),
      );
    }
    return { changed: changedIds };
  });
}

interface Change {
  content: Content;
  note: string | null;
  restores: number | null;
}

/** Writes the change as the next revision of a chunk that nobody else changes meanwhile. */
async function change(
  scope: Scope,
  { id, revision }: { id: string; revision: number },
  make: (scope: Scope, chunk: Chunk) => Promise<Change>,
): Promise<{ revision: number }> {
  return inTransaction(scope, async (scope) => {
    const [chunk] = await hold(scope, [id]);
    if (!chunk) throw notFound();
    const [last] = await scope.db
      .select({ number: max(chunkRevisionTable.number) })
      .from(chunkRevisionTable)
      .where(eq(chunkRevisionTable.chunkId, id));
    const current = last?.number ?? 0;
    if (current !== revision) throw editedMeanwhile();
    const { content, note, restores } = await make(scope, chunk);
    if (isSame(content, chunk)) return { revision };
    const companyId = requireCompany(scope);
    const row = { chunkId: id, companyId };
    const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
    const read = { ...row, ...contentOf(chunk), number: 0, createdAt: chunk.createdAt };
    const next = { ...row, ...content, number: current + 1, note, restores, createdBy, createdAt: scope.now() };
    await scope.db.insert(chunkRevisionTable).values(last?.number == null ? [read, next] : [next]);
    await scope.db.update(chunkTable).set(content).where(eq(chunkTable.id, id));
    if (content.text !== chunk.text || content.question !== chunk.question) await outdate(scope, id);
    await Reindexing.changed(scope, chunk.versionId, [id]);
    return { revision: next.number };
  });
}

type Chunk = Awaited<ReturnType<typeof find>>[number];

/** These chunks of what searches see, kept from others until the transaction ends. Throws unless the actor may change every one. */
async function hold(scope: Scope, ids: readonly string[]): Promise<Chunk[]> {
  const named = await find(scope, ids);
  if (named.length !== ids.length) throw notFound();
  const documentIds = [...new Set(named.map(({ documentId }) => documentId))];
  await requireDocuments(scope, documentIds, "contributor");
  // a newer version takes the changes of this one over while it holds the document: before or after, but not in between
  await scope.db
    .select({ id: documentTable.id })
    .from(documentTable)
    .where(inArray(documentTable.id, documentIds))
    .orderBy(documentTable.id)
    .for("share");
  await scope.db
    .select({ id: chunkTable.id })
    .from(chunkTable)
    .where(inArray(chunkTable.id, [...ids]))
    .orderBy(chunkTable.id)
    .for("update");
  const held = await find(scope, ids);
  if (held.length !== ids.length) throw notFound();
  return held;
}

function find(scope: Scope, ids: readonly string[]) {
  return scope.db
    .select({
      id: chunkTable.id,
      versionId: chunkTable.versionId,
      documentId: documentTable.id,
      kind: chunkTable.kind,
      text: chunkTable.text,
      question: chunkTable.question,
      headings: chunkTable.headings,
      offAt: chunkTable.offAt,
      createdAt: versionTable.createdAt,
    })
    .from(chunkTable)
    .innerJoin(versionTable, eq(versionTable.id, chunkTable.versionId))
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(and(inArray(chunkTable.id, [...ids]), eq(chunkTable.companyId, requireCompany(scope))));
}

/** What was written for a text that is another now waits for somebody to look at it again. */
async function outdate(scope: Scope, id: string): Promise<void> {
  const { chunkId, state } = triggerTable;
  await scope.db
    .update(triggerTable)
    .set({ state: "proposed", outdated: true })
    .where(and(eq(chunkId, id), eq(state, "accepted")));
}

function contentOf({ text, question, headings }: Content): Content {
  return { text, question, headings };
}

function isSame(a: Content, b: Content): boolean {
  return JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));
}

async function settle(scope: Scope, id: string, documentId: string): Promise<void> {
  await scope.db
    .update(leftoverTable)
    .set({ dismissedAt: scope.now() })
    .where(and(eq(leftoverTable.id, id), eq(leftoverTable.documentId, documentId)));
}

/** Another company's, one of a version that was replaced, and one that never was all look alike. */
export function notFound(): PublicError {
  const message =
    "That passage does not exist any more: its document was deleted, or has a newer version. Reload the page.";
  return new PublicError("not_found", "chunk.not_found", message);
}

function editedMeanwhile(): PublicError {
  const message = "Somebody else changed this passage in the meantime. Look at what it says now, then change that.";
  return new PublicError("conflict", "chunk.edited_meanwhile", message);
}

function revisionNotFound(): PublicError {
  return new PublicError("not_found", "revision.not_found", "That revision does not exist any more. Reload the page.");
}

import { and, asc, count, eq, exists, inArray, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { chunkTable, documentTable, triggerStates, triggerTable, type triggerKinds } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { documentsOf, readable, requireDocuments, requireLibrary } from "../knowledge/access/access.ts";
import * as Reindexing from "../knowledge/index/reindexing.ts";
import * as EmbeddingCache from "../models/embedding-cache.ts";
import type { Scope } from "../scope.ts";
import { lengths, tidy } from "./written.ts";

export type State = (typeof triggerStates)[number];

export const InLibrary = z.strictObject({
  libraryId: z.string(),
  /** Only for this document. */
  documentId: z.string().optional(),
});
export const List = InLibrary.extend({
  state: z.enum(triggerStates).default("proposed"),
  page: z.int().min(1).default(1),
  /** Chunks a page. */
  pageSize: z.int().min(1).max(50).default(10),
});
export const Review = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: z.string(),
        state: z.enum(triggerStates),
        /** What it is to say from now on. */
        text: z.string().max(4_000).optional(),
      }),
    )
    .min(1)
    .max(5_000),
});
export const ReviewAll = InLibrary.extend({ state: z.enum(["accepted", "rejected"]) });

export interface Proposal {
  id: string;
  chunkId: string;
  kind: (typeof triggerKinds)[number];
  text: string;
  state: State;
  /** It was accepted once, and its chunk says something else since then. */
  outdated: boolean;
  /** Null where a person wrote it. */
  model: string | null;
}

/** A chunk with what was written for it. */
export interface Reviewed {
  chunkId: string;
  documentId: string;
  title: string;
  headings: string[];
  page: number | null;
  position: number;
  question: string | null;
  text: string;
  proposals: Proposal[];
}

export type Counts = Record<State, number>;

/** So many wait at most for one "accept all". */
const atOnce = 5_000;

/** One page of chunks with what was written for them, in the order of the document, and how much there is in each state. */
export async function list(
  scope: Scope,
  input: z.infer<typeof List>,
): Promise<{ items: Reviewed[]; total: number; counts: Counts }> {
  const within = await reach(scope, input);
  const withSome = and(within, hasTriggers(scope, input.state));
  const chunks = await scope.db
    .select({
      chunkId: chunkTable.id,
      documentId: documentTable.id,
      title: documentTable.title,
      headings: chunkTable.headings,
      page: chunkTable.page,
      position: chunkTable.position,
      question: chunkTable.question,
      text: chunkTable.text,
    })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(withSome)
    .orderBy(asc(documentTable.title), asc(documentTable.id), asc(chunkTable.position))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  const [total] = await scope.db
    .select({ n: count() })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(withSome);
  const proposals = await ofChunks(
    scope,
    chunks.map(({ chunkId }) => chunkId),
    input.state,
  );
  const items = chunks.map((chunk) => ({ ...chunk, proposals: proposals.get(chunk.chunkId) ?? [] }));
  return { items, total: total?.n ?? 0, counts: await countsOf(scope, within) };
}

/**
 * Accepts, rejects or puts back, and says it in other words where asked: what is accepted counts in searches as soon as
 * the index has followed. All of them or none. Throws `trigger.not_found`, `trigger.bad_text`.
 */
export async function review(scope: Scope, { items }: z.infer<typeof Review>): Promise<void> {
  const ids = [...new Set(items.map(({ id }) => id))];
  const rows = await scope.db
    .select({
      id: triggerTable.id,
      kind: triggerTable.kind,
      text: triggerTable.text,
      state: triggerTable.state,
      chunkId: triggerTable.chunkId,
      versionId: triggerTable.versionId,
      documentId: documentTable.id,
    })
    .from(triggerTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, triggerTable.versionId))
    .where(inArray(triggerTable.id, ids));
  await requireDocuments(scope, [...new Set(rows.map(({ documentId }) => documentId))], "contributor").catch(asGone);
  if (rows.length !== ids.length) throw gone();
  const held = new Map(rows.map((row) => [row.id, row]));
  const changes = items.flatMap(({ id, state, text }) => {
    const row = held.get(id);
    return row ? [{ ...row, next: { state, text: text === undefined ? row.text : fitting(row.kind, text) } }] : [];
  });
  await inTransaction(scope, async (scope) => {
    await write(scope, changes);
    // the index holds the accepted ones alone
    const felt = changes.filter(({ state, text, next }) => {
      const [before, after] = [state === "accepted", next.state === "accepted"];
      return before !== after || (after && text !== next.text);
    });
    // a vector tells much of the text it stands for
    await EmbeddingCache.remove(
      scope,
      felt.flatMap(({ text, next }) => (text === next.text ? [] : [text])),
    );
    for (const [versionId, own] of Map.groupBy(felt, (row) => row.versionId)) {
      await Reindexing.changed(scope, versionId, [...new Set(own.map(({ chunkId }) => chunkId))]);
    }
  });
}

/** Accepts or rejects whatever waits, at most five thousand at a time, and says what that was, to take it back. */
export async function reviewAll(scope: Scope, input: z.infer<typeof ReviewAll>): Promise<{ ids: string[] }> {
  const within = await reach(scope, input);
  const rows = await scope.db
    .select({ id: triggerTable.id })
    .from(triggerTable)
    .innerJoin(chunkTable, eq(chunkTable.id, triggerTable.chunkId))
    .innerJoin(documentTable, eq(documentTable.currentVersionId, triggerTable.versionId))
    .where(and(within, eq(triggerTable.state, "proposed")))
    .orderBy(asc(triggerTable.id))
    .limit(atOnce);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await review(scope, { items: ids.map((id) => ({ id, state: input.state })) });
  return { ids };
}

/** The condition for chunks in reach: of the library's current versions as far as the actor may read them. */
export async function reach(
  scope: Scope,
  { libraryId, documentId }: z.infer<typeof InLibrary>,
): Promise<SQL | undefined> {
  await requireLibrary(scope, libraryId, "contributor");
  const { access } = await readable(scope, [libraryId]);
  return and(
    documentsOf(scope, access),
    eq(documentTable.libraryId, libraryId),
    documentId === undefined ? undefined : eq(documentTable.id, documentId),
  );
}

function hasTriggers(scope: Scope, state: State): SQL {
  return exists(
    scope.db
      .select({ one: sql`1` })
      .from(triggerTable)
      .where(and(eq(triggerTable.chunkId, chunkTable.id), eq(triggerTable.state, state))),
  );
}

async function ofChunks(scope: Scope, chunkIds: readonly string[], state: State): Promise<Map<string, Proposal[]>> {
  const { id, kind, text, outdated, model, chunkId } = triggerTable;
  const rows = await scope.db
    .select({ id, kind, text, state: triggerTable.state, outdated, model, chunkId })
    .from(triggerTable)
    .where(and(inArray(chunkId, [...chunkIds]), eq(triggerTable.state, state)))
    .orderBy(asc(kind), asc(id));
  return Map.groupBy(rows, (row) => row.chunkId);
}

async function countsOf(scope: Scope, within: SQL | undefined): Promise<Counts> {
  const rows = await scope.db
    .select({ state: triggerTable.state, n: count() })
    .from(triggerTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, triggerTable.versionId))
    .where(within)
    .groupBy(triggerTable.state);
  const held = new Map(rows.map(({ state, n }) => [state, n]));
  return {
    proposed: held.get("proposed") ?? 0,
    accepted: held.get("accepted") ?? 0,
    rejected: held.get("rejected") ?? 0,
  };
}

type Change = Pick<typeof triggerTable.$inferSelect, "id"> & { next: { state: State; text: string } };

const writtenAtOnce = 500;

async function write(scope: Scope, changes: readonly Change[]): Promise<void> {
  const reviewedBy = scope.actor.type === "user" ? scope.actor.userId : null;
  for (let from = 0; from < changes.length; from += writtenAtOnce) {
    const part = changes.slice(from, from + writtenAtOnce);
    const values = part.map(({ id, next }) => sql`(${id}, ${next.state}, ${next.text})`);
    await scope.db.execute(sql`
      update ${triggerTable} as t
      set state = v.state, text = v.text, outdated = false,
        reviewed_by = ${reviewedBy}, reviewed_at = ${scope.now().toISOString()}::timestamptz
      from (values ${sql.join(values, sql`, `)}) as v (id, state, text)
      where t.id = v.id`);
  }
}

function fitting(kind: Proposal["kind"], text: string): string {
  const tidied = tidy(text);
  const { max } = lengths[kind];
  if (tidied.length > 0 && tidied.length <= max) return tidied;
  const message = tidied
    ? `This is longer than ${max} characters. Shorten it.`
    : "There is no text. Write some, or reject it.";
  throw new PublicError("invalid", "trigger.bad_text", message);
}

/** Whatever the actor may not read looks as if it were gone. */
function asGone(error: unknown): never {
  throw error instanceof PublicError && error.kind === "not_found" ? gone() : error;
}

function gone(): PublicError {
  const message = "What was written for this passage does not exist any more. Reload the page.";
  return new PublicError("not_found", "trigger.not_found", message);
}

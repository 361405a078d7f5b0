import { createHash } from "node:crypto";
import { and, asc, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  chunkRevisionTable,
  chunkTable,
  documentTable,
  leftoverTable,
  runHitTable,
  triggerTable,
  versionTable,
  type KeptRevision,
} from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";
import type { Draft } from "../index/draft.ts";
import type { Changed, Place } from "./pairing.ts";

export type { Place };

/** A chunk of a version that is about to be replaced, by what was read from its file. */
export interface Chunk extends Changed {
  page: number | null;
  off: boolean;
  /** Something was written for it, or a question found it. */
  concerned: boolean;
}

/** What was made of a chunk of a former version. */
export interface Change extends Changed {
  page: number | null;
  off: boolean;
  /** What was read comes first. */
  revisions: readonly KeptRevision[];
  /** It is of a version before the former one. */
  isLeftover: boolean;
}

const read = alias(chunkRevisionTable, "read");

export async function chunks(scope: Scope, versionId: string): Promise<Chunk[]> {
  const rows = await scope.db
    .select({
      id: chunkTable.id,
      position: chunkTable.position,
      page: chunkTable.page,
      headings: chunkTable.headings,
      readHeadings: read.headings,
      key: sql<string>`case when ${read.chunkId} is null then ${keyOf(chunkTable)} else ${keyOf(read)} end`,
      offAt: chunkTable.offAt,
      concerned: sql<boolean>`exists (select 1 from ${triggerTable} t where t.chunk_id = ${chunkTable.id})
        or exists (select 1 from ${runHitTable} h where h.chunk_id = ${chunkTable.id})`,
    })
    .from(chunkTable)
    .leftJoin(read, and(eq(read.chunkId, chunkTable.id), eq(read.number, 0)))
    .where(eq(chunkTable.versionId, versionId));
  return rows.map(({ readHeadings, offAt, headings, ...chunk }) => {
    const off = offAt !== null;
    return { ...chunk, headings: readHeadings ?? headings, off, matters: off || readHeadings !== null };
  });
}

/** The chunks of a version that nobody has changed yet. */
export async function places(scope: Scope, versionId: string): Promise<Place[]> {
  return scope.db
    .select({
      id: chunkTable.id,
      position: chunkTable.position,
      headings: chunkTable.headings,
      key: keyOf(chunkTable),
    })
    .from(chunkTable)
    .where(eq(chunkTable.versionId, versionId));
}

/** Of these chunks, what was edited and switched off. */
export async function changes(scope: Scope, all: readonly Chunk[]): Promise<Change[]> {
  const changed = all.filter(({ matters }) => matters);
  if (!changed.length) return [];
  const ids = changed.map(({ id }) => id);
  const [revisions, unedited] = await Promise.all([
    scope.db
      .select()
      .from(chunkRevisionTable)
      .where(inArray(chunkRevisionTable.chunkId, ids))
      .orderBy(asc(chunkRevisionTable.number)),
    scope.db
      .select({
        id: chunkTable.id,
        text: chunkTable.text,
        question: chunkTable.question,
        headings: chunkTable.headings,
        createdAt: versionTable.createdAt,
      })
      .from(chunkTable)
      .innerJoin(versionTable, eq(versionTable.id, chunkTable.versionId))
      .where(inArray(chunkTable.id, ids)),
  ]);
  const kept = Map.groupBy(revisions, ({ chunkId }) => chunkId);
  const texts = new Map(unedited.map((chunk) => [chunk.id, chunk]));
  return changed.flatMap((chunk) => {
    const text = texts.get(chunk.id);
    const own =
      kept.get(chunk.id) ?? (text ? [{ ...text, number: 0, restores: null, note: null, createdBy: null }] : []);
    return own.length ? [{ ...chunk, revisions: own.map(toKept), isLeftover: false }] : [];
  });
}

/** Changes of versions before, which nobody has seen to: their text may be there again. */
export async function leftovers(scope: Scope, documentId: string): Promise<Change[]> {
  const rows = await scope.db
    .select()
    .from(leftoverTable)
    .where(and(eq(leftoverTable.documentId, documentId), isNull(leftoverTable.dismissedAt)));
  return rows.flatMap(({ id, position, page, off, revisions }) => {
    const [original] = revisions;
    if (!original) return [];
    const { headings, text, question } = original;
    const key = createHash("md5")
      .update(`${text}\u001f${question ?? ""}`)
      .digest("hex");
    return [{ id, position, page, off, revisions, headings, key, matters: true, isLeftover: true }];
  });
}

/** Whether nothing of its edits is left. */
export function isAsRead(revisions: readonly KeptRevision[]): boolean {
  const [first, last] = [revisions[0], revisions.at(-1)];
  const content = (of?: KeptRevision) => JSON.stringify([of?.text, of?.question, of?.headings]);
  return content(first) === content(last);
}

/** All that chunks of these versions ever said, as it went into the index. */
export async function drafts(scope: Pick<Scope, "db">, versionIds: readonly string[]): Promise<Draft[]> {
  const documents = await scope.db
    .select({
      versionId: versionTable.id,
      id: documentTable.id,
      access: documentTable.access,
      labels: documentTable.labels,
      title: documentTable.title,
    })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(inArray(versionTable.id, [...versionIds]));
  const { chunkId, text, question, headings } = chunkRevisionTable;
  const revisions = await scope.db
    .select({ id: chunkId, versionId: chunkTable.versionId, text, question, headings })
    .from(chunkRevisionTable)
    .innerJoin(chunkTable, eq(chunkTable.id, chunkId))
    .where(inArray(chunkTable.versionId, [...versionIds]));
  const byVersion = new Map(documents.map(({ versionId, ...document }) => [versionId, document]));
  return revisions.flatMap(({ id, versionId, text, question, headings }) => {
    const document = byVersion.get(versionId);
    if (!document) return [];
    return [
      { chunk: { id, versionId, text, headings, ...(question !== null && { question }) }, document, triggers: [] },
    ];
  });
}

function keyOf({ text, question }: Pick<typeof chunkTable, "text" | "question"> | typeof read): SQL<string> {
  return sql<string>`md5(${text} || chr(31) || coalesce(${question}, ''))`;
}

function toKept({ createdAt, ...one }: Omit<KeptRevision, "createdAt"> & { createdAt: Date }): KeptRevision {
  const { number, text, question, headings, restores, note, createdBy } = one;
  return { number, text, question, headings, restores, note, createdBy, createdAt: createdAt.toISOString() };
}

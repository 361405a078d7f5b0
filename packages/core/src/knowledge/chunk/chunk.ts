import { and, asc, count, eq, gte, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { chunkRevisionTable, chunkTable, documentTable, runHitTable, userTable } from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";
import { documentNotFound, documentsIn, documentsOf, readable, requireDocuments } from "../access/access.ts";

export const List = z.strictObject({
  /** The document's. */
  id: z.string(),
  /** Position to start from. */
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(100),
});

export const Cards = z.strictObject({
  /** The document's. */
  id: z.string().max(80),
  /** How many to leave out from the beginning. */
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(100),
  only: z.enum(["all", "edited", "off"]).default("all"),
});

const columns = {
  id: chunkTable.id,
  position: chunkTable.position,
  kind: chunkTable.kind,
  headings: chunkTable.headings,
  page: chunkTable.page,
  question: chunkTable.question,
  metadata: chunkTable.metadata,
  text: chunkTable.text,
  off: sql<boolean>`${chunkTable.offAt} is not null`,
};

/** The revision that a chunk is at. */
const number =
  sql`coalesce((select max(r.number) from ${chunkRevisionTable} r where r.chunk_id = ${chunkTable.id}), 0)`.mapWith(
    Number,
  );

export interface Info {
  id: string;
  position: number;
  kind: "passage" | "question";
  headings: string[];
  page: number | null;
  question: string | null;
  /** Further columns of a table of questions. */
  metadata: Record<string, string> | null;
  text: string;
  /** It is kept out of searches and answers. */
  off: boolean;
}

/** A chunk as those see it who may change it. */
export interface Card extends Info {
  /** The revision it is at; 0 is what was read from the file. */
  revision: number;
  /** Who edited it last and when. */
  edited: { by: string; at: Date } | null;
  offAt: Date | null;
  /** How many questions found it, and how many answers cite it. */
  asked: number;
  cited: number;
}

/** The document's text as its chunks, in order. */
export async function list(scope: Scope, input: z.infer<typeof List>): Promise<{ items: Info[]; total: number }> {
  const versionId = await currentVersion(scope, input.id);
  if (!versionId) return { items: [], total: 0 };
  const items = await scope.db
    .select(columns)
    .from(chunkTable)
    .where(and(eq(chunkTable.versionId, versionId), gte(chunkTable.position, input.from)))
    .orderBy(asc(chunkTable.position))
    .limit(input.limit);
  const [total] = await scope.db.select({ n: count() }).from(chunkTable).where(eq(chunkTable.versionId, versionId));
  return { items, total: total?.n ?? 0 };
}

/** The chunks of a document for those who may change them, with how many of each kind there are. */
export async function cards(scope: Scope, input: z.infer<typeof Cards>) {
  await requireDocuments(scope, [input.id], "contributor");
  const versionId = (await currentVersion(scope, input.id)) ?? "";
  const ofVersion = eq(chunkTable.versionId, versionId);
  const isEdited = sql`${number} > 0`;
  const isOff = isNotNull(chunkTable.offAt);
  const only = { all: undefined, edited: isEdited, off: isOff }[input.only];
  const items = await scope.db
    .select({
      ...columns,
      offAt: chunkTable.offAt,
      revision: number,
      editedAt: chunkRevisionTable.createdAt,
      editedBy: userTable.name,
      asked: sql`(select count(*) from ${runHitTable} h where h.chunk_id = ${chunkTable.id})`.mapWith(Number),
      cited: sql`(select count(*) from ${runHitTable} h where h.chunk_id = ${chunkTable.id} and h.cited)`.mapWith(
        Number,
      ),
    })
    .from(chunkTable)
    .leftJoin(
      chunkRevisionTable,
      and(eq(chunkRevisionTable.chunkId, chunkTable.id), eq(chunkRevisionTable.number, number)),
    )
    .leftJoin(userTable, eq(userTable.id, chunkRevisionTable.createdBy))
    .where(and(ofVersion, only))
    .orderBy(asc(chunkTable.position))
    .limit(input.limit)
    .offset(input.from);
  const [counts] = await scope.db
    .select({
      all: count(),
      edited: sql`count(*) filter (where ${isEdited})`.mapWith(Number),
      off: sql`count(*) filter (where ${isOff})`.mapWith(Number),
    })
    .from(chunkTable)
    .where(ofVersion);
  return {
    items: items.map(({ editedAt, editedBy, ...card }): Card => {
      return { ...card, edited: editedAt && card.revision > 0 ? { by: editedBy ?? "", at: editedAt } : null };
    }),
    counts: counts ?? { all: 0, edited: 0, off: 0 },
  };
}

/** Where a chunk stands: its document and position, for opening a citation. Throws `document.not_found` when it is gone. */
export async function locate(scope: Scope, chunkId: string): Promise<{ documentId: string; position: number }> {
  const { access } = await readable(scope);
  const [row] = await scope.db
    .select({ documentId: documentTable.id, position: chunkTable.position })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(and(eq(chunkTable.id, chunkId), documentsOf(scope, access)));
  if (!row) throw documentNotFound();
  return row;
}

async function currentVersion(scope: Scope, id: string): Promise<string | null> {
  const [row] = await scope.db
    .select({ versionId: documentTable.currentVersionId })
    .from(documentTable)
    .where(documentsIn(scope, await readable(scope), [id]));
  if (!row) throw documentNotFound();
  return row.versionId;
}

import { and, asc, count, eq, inArray, isNull, notExists, or, sql, type SQL } from "drizzle-orm";
import { chunkTable, documentTable, writtenTextTable } from "../db/schema.ts";
import { documentsOf } from "../knowledge/access/access.ts";
import type { Scope } from "../scope.ts";

/** Which chunks: of a library's documents as far as these access terms reach, or of some of them. */
export interface Where {
  libraryId: string;
  documentIds: readonly string[] | null;
  access: readonly string[];
}

export interface PendingChunk {
  id: string;
  versionId: string;
  documentId: string;
  title: string;
  headings: string[];
  text: string;
  question: string | null;
  hash: string;
}

/** A shorter passage is a heading or a leftover: nobody asks for it. */
const passageLengthMin = 80;

/** SHA-256 of what a model is told of a chunk, in hex. */
const hash = sql<string>`encode(sha256(convert_to(coalesce(${chunkTable.question}, '') || chr(10) || ${chunkTable.text}, 'UTF8')), 'hex')`;

/** How many chunks there are to write for, and how many a model has been asked about already. */
export async function counts(scope: Scope, where: Where): Promise<{ pending: number; done: number }> {
  const of = async (condition: SQL | undefined) => {
    const [row] = await scope.db
      .select({ n: count() })
      .from(chunkTable)
      .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
      .where(and(worthwhile(scope, where), condition));
    return row?.n ?? 0;
  };
  const pending = await of(notWritten(scope));
  return { pending, done: (await of(undefined)) - pending };
}

/** The next chunks that no model has been asked about; what failed in this run already is left for the next. */
export async function next(scope: Scope, where: Where, writingId: string, most: number): Promise<PendingChunk[]> {
  return scope.db
    .select({
      id: chunkTable.id,
      versionId: chunkTable.versionId,
      documentId: documentTable.id,
      title: documentTable.title,
      headings: chunkTable.headings,
      text: chunkTable.text,
      question: chunkTable.question,
      hash,
    })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(and(worthwhile(scope, where), notWritten(scope, writingId)))
    .orderBy(asc(documentTable.id), asc(chunkTable.position))
    .limit(most);
}

/** Whether a chunk still says what it said; holds it so until the transaction ends. */
export async function isUnchanged(scope: Scope, chunk: PendingChunk): Promise<boolean> {
  const rows = await scope.db
    .select({ id: chunkTable.id })
    .from(chunkTable)
    .where(and(eq(chunkTable.id, chunk.id), eq(hash, chunk.hash)))
    .for("share");
  return rows.length > 0;
}

function worthwhile(scope: Scope, { libraryId, documentIds, access }: Where): SQL | undefined {
  return and(
    documentsOf(scope, access),
    eq(documentTable.libraryId, libraryId),
    documentIds ? inArray(documentTable.id, [...documentIds]) : undefined,
    isNull(chunkTable.offAt),
    or(eq(chunkTable.kind, "question"), sql`length(${chunkTable.text}) >= ${passageLengthMin}`),
  );
}

function notWritten(scope: Scope, writingId?: string): SQL {
  const { documentId, textHash, outcome } = writtenTextTable;
  const settled = eq(outcome, "done");
  return notExists(
    scope.db
      .select({ one: sql`1` })
      .from(writtenTextTable)
      .where(
        and(
          eq(documentId, documentTable.id),
          eq(textHash, hash),
          writingId === undefined ? settled : or(settled, eq(writtenTextTable.writingId, writingId)),
        ),
      ),
  );
}

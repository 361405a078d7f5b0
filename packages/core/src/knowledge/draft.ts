import { eq, inArray } from "drizzle-orm";
import { chunkTable, documentTable, versionTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { Draft } from "./index-row.ts";

/** The chunks of these versions as they stand in the database, ready to be made into rows. */
export async function load(scope: Pick<Scope, "db">, versionIds: readonly string[]): Promise<Draft[]> {
  const [documents, chunks] = await Promise.all([
    scope.db
      .select({
        versionId: versionTable.id,
        id: documentTable.id,
        access: documentTable.access,
        title: documentTable.title,
      })
      .from(versionTable)
      .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
      .where(inArray(versionTable.id, [...versionIds])),
    scope.db
      .select({
        id: chunkTable.id,
        versionId: chunkTable.versionId,
        headings: chunkTable.headings,
        text: chunkTable.text,
        question: chunkTable.question,
      })
      .from(chunkTable)
      .where(inArray(chunkTable.versionId, [...versionIds]))
      .orderBy(chunkTable.versionId, chunkTable.position),
  ]);
  const byVersion = new Map(documents.map(({ versionId, ...document }) => [versionId, document]));
  return chunks.flatMap(({ question, ...chunk }) => {
    const document = byVersion.get(chunk.versionId);
    return document ? [{ chunk: { ...chunk, ...(question !== null && { question }) }, document }] : [];
  });
}

import { and, eq, inArray, isNull } from "drizzle-orm";
import { chunkTable, documentTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";

/** A passage as somebody may read it now. */
export interface Passage {
  chunkId: string;
  documentId: string;
  versionId: string;
  title: string;
  headings: string[];
  page: number | null;
  text: string;
  question: string | null;
}

/**
 * The passages of these chunks, by chunk id. Whatever the index still holds of removed, replaced or foreign documents
 * is left out here.
 */
export async function load(
  scope: Pick<Scope, "db" | "actor">,
  chunkIds: readonly string[],
  libraryIds: readonly string[],
): Promise<Map<string, Passage>> {
  if (chunkIds.length === 0) return new Map();
  const rows = await scope.db
    .select({
      chunkId: chunkTable.id,
      documentId: documentTable.id,
      versionId: chunkTable.versionId,
      title: documentTable.title,
      headings: chunkTable.headings,
      page: chunkTable.page,
      text: chunkTable.text,
      question: chunkTable.question,
    })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(
      and(
        inArray(chunkTable.id, [...chunkIds]),
        eq(documentTable.companyId, requireCompany(scope)),
        inArray(documentTable.libraryId, [...libraryIds]),
        isNull(documentTable.removedAt),
      ),
    );
  return new Map(rows.map((row) => [row.chunkId, row]));
}

import { and, inArray, isNull, sql } from "drizzle-orm";
import { categoryTable, chunkTable, documentTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import { documentsOf } from "./access/access.ts";
import { fits } from "./description/filter.ts";
import { together } from "./description/metadata.ts";
import type { IndexHit } from "./index/search-index.ts";
import { tagsOf } from "./index/tag.ts";

/** A passage as somebody may read it now. */
export interface Passage {
  chunkId: string;
  documentId: string;
  versionId: string;
  title: string;
  headings: string[];
  page: number | null;
  /** Its place among the passages of its document, from 0. */
  position: number;
  text: string;
  question: string | null;
  /** What is said about its document and, by further columns of a table, about itself, e.g. {"Region": "China"}. */
  metadata: Record<string, string> | null;
  /** The name of its document's category. */
  category: string | null;
  /** Where it is, when that is not here but in a knowledge base: a path or an address. */
  location?: string;
}

/**
 * The passages of these hits under these access terms, by chunk id. Whatever the index still holds of removed, replaced,
 * switched off or foreign ones, or under a term or a tag that is not theirs any more, is left out. Two look-ups by key
 * and no join: the planner of a database without statistics gets joins wrong.
 */
export async function load(
  scope: Pick<Scope, "db" | "actor">,
  hits: readonly Pick<IndexHit, "chunkId" | "documentId">[],
  access: readonly string[],
  having: readonly (readonly string[])[] = [],
): Promise<Map<string, Passage>> {
  if (hits.length === 0) return new Map();
  const [documents, chunks] = await Promise.all([
    scope.db
      .select({
        id: documentTable.id,
        title: documentTable.title,
        versionId: documentTable.currentVersionId,
        category: sql<string | null>`(
          select c.name from ${categoryTable} c where c.id = ${documentTable.categoryId}
        )`,
        metadata: documentTable.metadata,
        labels: documentTable.labels,
      })
      .from(documentTable)
      .where(
        and(inArray(documentTable.id, [...new Set(hits.map((hit) => hit.documentId))]), documentsOf(scope, access)),
      ),
    scope.db
      .select({
        chunkId: chunkTable.id,
        versionId: chunkTable.versionId,
        headings: chunkTable.headings,
        page: chunkTable.page,
        position: chunkTable.position,
        text: chunkTable.text,
        question: chunkTable.question,
        metadata: chunkTable.metadata,
      })
      .from(chunkTable)
      .where(and(inArray(chunkTable.id, [...new Set(hits.map((hit) => hit.chunkId))]), isNull(chunkTable.offAt))),
  ]);
  const current = new Map(documents.map((document) => [document.versionId, document]));
  return new Map(
    chunks.flatMap((chunk) => {
      const document = current.get(chunk.versionId);
      if (!document) return [];
      if (having.length > 0 && !fits(having, [...document.labels, ...tagsOf(chunk.metadata)])) return [];
      const { id, title, category } = document;
      const metadata = together(document.metadata, chunk.metadata);
      return [[chunk.chunkId, { ...chunk, documentId: id, title, category, metadata }]];
    }),
  );
}

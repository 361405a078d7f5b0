import { and, asc, count, eq, gte } from "drizzle-orm";
import { z } from "zod";
import { chunkTable, documentTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import { documentNotFound, documentsIn, documentsOf, readable } from "./access.ts";

export const List = z.object({
  /** The document's. */
  id: z.string(),
  /** Position to start from. */
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(100),
});

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
}

/** The document's text as its chunks, in order. */
export async function list(scope: Scope, input: z.infer<typeof List>): Promise<{ items: Info[]; total: number }> {
  const versionId = await currentVersion(scope, input.id);
  if (!versionId) return { items: [], total: 0 };
  const items = await scope.db
    .select({
      id: chunkTable.id,
      position: chunkTable.position,
      kind: chunkTable.kind,
      headings: chunkTable.headings,
      page: chunkTable.page,
      question: chunkTable.question,
      metadata: chunkTable.metadata,
      text: chunkTable.text,
    })
    .from(chunkTable)
    .where(and(eq(chunkTable.versionId, versionId), gte(chunkTable.position, input.from)))
    .orderBy(asc(chunkTable.position))
    .limit(input.limit);
  const [total] = await scope.db.select({ n: count() }).from(chunkTable).where(eq(chunkTable.versionId, versionId));
  return { items, total: total?.n ?? 0 };
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

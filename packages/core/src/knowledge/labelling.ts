import { and, eq, inArray, isNotNull, ne } from "drizzle-orm";
import { documentTable, versionTable } from "../db/schema.ts";
import { forCompany, type Scope } from "../scope.ts";
import * as Generation from "./generation-row.ts";
import type { IndexSpace } from "./search-index.ts";

/** Labels the index rows of documents with who may find them today. Safe to repeat. */
export async function run(scope: Scope, documentIds: readonly string[]): Promise<void> {
  const rows = await scope.db
    .select({
      documentId: documentTable.id,
      companyId: documentTable.companyId,
      access: documentTable.access,
      versionId: versionTable.id,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.documentId, documentTable.id))
    .where(and(inArray(documentTable.id, [...documentIds]), ne(versionTable.state, "superseded")));
  for (const [companyId, own] of Map.groupBy(rows, (row) => row.companyId)) {
    const spaces = await Generation.targets(forCompany(scope, companyId, "label-document"));
    for (const [access, labelled] of Map.groupBy(own, (row) => row.access)) {
      const versionIds = labelled.map(({ versionId }) => versionId);
      for (const space of spaces) await scope.index.label(space, versionIds, access);
      const ids = labelled.map(({ documentId }) => documentId);
      const { id, access: today } = documentTable;
      await scope.db
        .update(documentTable)
        .set({ indexedAs: access })
        // changed meanwhile: then another job is on its way
        .where(and(inArray(id, ids), eq(today, access)));
    }
  }
}

/** At a start: documents whose restriction changed, and whose job was lost with the process. */
export async function recover(scope: Scope): Promise<void> {
  const { id, companyId, access, indexedAs } = documentTable;
  const stale = await scope.db
    .select({ documentId: id, companyId })
    .from(documentTable)
    .where(and(isNotNull(indexedAs), ne(indexedAs, access)));
  await scope.queue.send("label-document", stale);
}

/**
 * For rows that were just added and are not shown yet: when their documents were restricted or opened while the rows were
 * made, labels them anew. A change after this look finds the rows there.
 */
export async function catchUp(
  scope: Scope,
  space: IndexSpace,
  added: readonly { versionId: string; access: string | null }[],
): Promise<void> {
  const carried = new Map(added.map(({ versionId, access }) => [versionId, access]));
  const rows = await scope.db
    .select({ versionId: versionTable.id, access: documentTable.access })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(inArray(versionTable.id, [...carried.keys()]));
  const stale = rows.filter(({ versionId, access }) => carried.get(versionId) !== access);
  for (const [access, own] of Map.groupBy(stale, (row) => row.access)) {
    const versionIds = own.map(({ versionId }) => versionId);
    await scope.index.label(space, versionIds, access);
  }
}

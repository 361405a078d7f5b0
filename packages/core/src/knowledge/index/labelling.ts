import { and, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { documentTable, versionTable } from "../../db/schema.ts";
import { forCompany, type Scope } from "../../scope.ts";
import * as Generation from "./generation-row.ts";
import type { IndexSpace, Label } from "./search-index.ts";

/** Labels the index rows of documents with who may find them today, and by what they can be filtered. Safe to repeat. */
export async function run(scope: Scope, documentIds: readonly string[]): Promise<void> {
  const rows = await scope.db
    .select({
      documentId: documentTable.id,
      companyId: documentTable.companyId,
      access: documentTable.access,
      labels: documentTable.labels,
      versionId: versionTable.id,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.documentId, documentTable.id))
    .where(and(inArray(documentTable.id, [...documentIds]), ne(versionTable.state, "superseded")));
  for (const [companyId, own] of Map.groupBy(rows, (row) => row.companyId)) {
    const spaces = await Generation.targets(forCompany(scope, companyId, "label-document"));
    for (const { label, rows: labelled } of byLabel(own)) {
      const versionIds = labelled.map(({ versionId }) => versionId);
      for (const space of spaces) await scope.index.label(space, versionIds, label);
      const ids = labelled.map(({ documentId }) => documentId);
      const { id, access, labels } = documentTable;
      await scope.db
        .update(documentTable)
        .set({ indexedAs: label.access, indexedLabels: [...label.labels] })
        // changed meanwhile: then another job is on its way
        .where(and(inArray(id, ids), eq(access, label.access), eq(labels, [...label.labels])));
    }
  }
}

/** At a start: documents whose restriction, category or metadata changed, and whose job was lost with the process. */
export async function recover(scope: Scope): Promise<void> {
  const { id, companyId, access, indexedAs, labels, indexedLabels } = documentTable;
  const differs = or(ne(indexedAs, access), sql`coalesce(${indexedLabels}, '[]'::jsonb) <> ${labels}`);
  const stale = await scope.db
    .select({ documentId: id, companyId })
    .from(documentTable)
    .where(and(isNotNull(indexedAs), differs));
  await scope.queue.send("label-document", stale);
}

/**
 * For rows that were just added and are not shown yet: when their documents were given other labels while the rows were
 * made, labels them anew. A change after this look finds the rows there. Of rows whose label is not known say null.
 */
export async function catchUp(
  scope: Scope,
  space: IndexSpace,
  added: readonly { versionId: string; label: Label | null }[],
): Promise<void> {
  const carried = new Map(added.map(({ versionId, label }) => [versionId, label && keyOf(label)]));
  const rows = await scope.db
    .select({ versionId: versionTable.id, access: documentTable.access, labels: documentTable.labels })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(inArray(versionTable.id, [...carried.keys()]));
  const stale = rows.filter((row) => carried.get(row.versionId) !== keyOf(row));
  for (const { label, rows: own } of byLabel(stale)) {
    const versionIds = own.map(({ versionId }) => versionId);
    await scope.index.label(space, versionIds, label);
  }
}

function byLabel<Row extends Label>(rows: readonly Row[]): { label: Label; rows: Row[] }[] {
  return [...Map.groupBy(rows, keyOf).values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ label: { access: first.access, labels: first.labels }, rows: alike }] : [];
  });
}

function keyOf({ access, labels }: Label): string {
  return [access, ...labels].join(" ");
}

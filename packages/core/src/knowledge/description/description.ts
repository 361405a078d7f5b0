import { eq } from "drizzle-orm";
import { z } from "zod";
import { documentTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { documentsIn, requireDocuments } from "../access/access.ts";
import * as Category from "./category.ts";
import { changed, Changes, labelsOf, Name, Value } from "./metadata.ts";

export const Input = z.strictObject({
  ids: z.array(z.string().max(64)).min(1).max(500),
  /** A category's id or name; null takes the category away, absent leaves it. */
  category: z.string().max(200).nullish(),
  /** Values to be set by name, and null for those to be taken away; absent ones stay. */
  metadata: Changes.optional(),
});

/** How documents were described before, to go back to. */
export const Restore = z.strictObject({
  documents: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        categoryId: z.string().max(64).nullable(),
        metadata: z.record(Name, Value),
      }),
    )
    .min(1)
    .max(500),
});
export type Before = z.output<typeof Restore>["documents"][number];

/**
 * Says what documents are about: their category and further values, of all the ids or none. What they lose is not found
 * by it from the next question on, what they gain as soon as the index is labelled anew.
 */
export async function set(scope: Scope, input: z.output<typeof Input>): Promise<Before[]> {
  const now = await requireDocuments(scope, input.ids, "contributor");
  const category = await chosen(scope, input.category);
  return inTransaction(scope, async (scope) => {
    const documents = await scope.db
      .select({ id: documentTable.id, categoryId: documentTable.categoryId, metadata: documentTable.metadata })
      .from(documentTable)
      .where(documentsIn(scope, now, input.ids))
      .orderBy(documentTable.id)
      .for("update");
    const after = documents.map(({ id, ...before }) => {
      const categoryId = category === undefined ? before.categoryId : category;
      const metadata = changed(before.metadata, input.metadata ?? {});
      return { id, categoryId, metadata, labels: labelsOf({ categoryId, metadata }) };
    });
    await store(scope, after);
    return documents;
  });
}

/** Takes back what `set` did. Throws `category.unknown` when a category was removed meanwhile. */
export async function restore(scope: Scope, { documents }: z.output<typeof Restore>): Promise<void> {
  const ids = documents.map(({ id }) => id);
  await requireDocuments(scope, ids, "contributor");
  await Category.find(scope, [...new Set(documents.flatMap(({ categoryId }) => categoryId ?? []))]);
  await inTransaction(scope, (scope) =>
    store(
      scope,
      documents.map((document) => ({ ...document, labels: labelsOf(document) })),
    ),
  );
}

async function chosen(scope: Scope, named: string | null | undefined): Promise<string | null | undefined> {
  if (named === null || named === undefined) return named;
  const [category] = await Category.find(scope, [named]);
  return category?.id;
}

async function store(scope: Scope, documents: readonly (Before & { labels: string[] })[]): Promise<void> {
  const companyId = requireCompany(scope);
  for (const { id, ...description } of documents) {
    await scope.db.update(documentTable).set(description).where(eq(documentTable.id, id));
  }
  await scope.queue.send(
    "label-document",
    documents.map(({ id }) => ({ companyId, documentId: id })),
  );
}

import { and, asc, count, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { categoryTable, documentTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { documentsOf, readable } from "../access/access.ts";
import { categoryName, tagTerm } from "../index/tag.ts";

/** So many fit into a list that somebody chooses from. */
const categoriesMax = 500;

const Name = z
  .string()
  .transform((name) => name.normalize("NFC").trim().replace(/\s+/g, " "))
  .pipe(z.string().min(1).max(80));
export const ById = z.strictObject({ id: z.string().max(64) });
export const Create = z.strictObject({ name: Name });
export const Rename = ById.extend({ name: Name });

export interface Category {
  id: string;
  name: string;
}

export interface Info extends Category {
  /** Those that the actor may read. */
  documents: number;
}

/** The categories of the company by name, with the number of their documents. */
export async function list(scope: Scope): Promise<Info[]> {
  const { access } = await readable(scope);
  const [categories, counts] = await Promise.all([
    scope.db
      .select({ id: categoryTable.id, name: categoryTable.name })
      .from(categoryTable)
      .where(ofCompany(scope))
      .orderBy(asc(categoryTable.name)),
    scope.db
      .select({ categoryId: documentTable.categoryId, n: count() })
      .from(documentTable)
      .where(and(documentsOf(scope, access), isNotNull(documentTable.categoryId)))
      .groupBy(documentTable.categoryId),
  ]);
  const numbers = new Map(counts.map(({ categoryId, n }) => [categoryId, n]));
  return categories.map((category) => ({ ...category, documents: numbers.get(category.id) ?? 0 }));
}

/** For editors. Throws `category.name_taken`, however the name is capitalised. */
export async function create(scope: Scope, { name }: z.infer<typeof Create>): Promise<Category> {
  requireRole(scope, "editor");
  const [total] = await scope.db.select({ n: count() }).from(categoryTable).where(ofCompany(scope));
  if ((total?.n ?? 0) >= categoriesMax) {
    const message = `There are ${categoriesMax} categories already. Remove one that nobody needs, or use a further value such as a department.`;
    throw new PublicError("limited", "category.too_many", message);
  }
  const row = { id: newId("category"), companyId: requireCompany(scope), name };
  const created = await scope.db.insert(categoryTable).values(row).onConflictDoNothing().returning();
  if (!created.length) throw nameTaken(name);
  return { id: row.id, name };
}

export async function rename(scope: Scope, { id, name }: z.infer<typeof Rename>): Promise<Category> {
  requireRole(scope, "editor");
  const [taken] = await scope.db
    .select({ id: categoryTable.id })
    .from(categoryTable)
    .where(and(ofCompany(scope), isNamed(name), ne(categoryTable.id, id)));
  if (taken) throw nameTaken(name);
  const renamed = await scope.db
    .update(categoryTable)
    .set({ name })
    .where(and(ofCompany(scope), eq(categoryTable.id, id)))
    .returning({ id: categoryTable.id });
  if (!renamed.length) throw notFound();
  return { id, name };
}

/** Its documents stay, without a category; those in libraries that the actor does not read too. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "editor");
  await inTransaction(scope, async (scope) => {
    const companyId = requireCompany(scope);
    const documents = await scope.db
      .update(documentTable)
      .set({ categoryId: null, labels: sql`${documentTable.labels} - ${tagTerm(categoryName, id)}::text` })
      .where(and(eq(documentTable.categoryId, id), eq(documentTable.companyId, companyId)))
      .returning({ documentId: documentTable.id });
    const removed = await scope.db
      .delete(categoryTable)
      .where(and(ofCompany(scope), eq(categoryTable.id, id)))
      .returning({ id: categoryTable.id });
    if (!removed.length) throw notFound();
    await scope.queue.send(
      "label-document",
      documents.map(({ documentId }) => ({ companyId, documentId })),
    );
  });
}

/** The categories with these ids or names, in any order. Throws `category.unknown` for one that is not there. */
export async function find(scope: Scope, named: readonly string[]): Promise<Category[]> {
  if (!named.length) return [];
  const rows = await scope.db
    .select({ id: categoryTable.id, name: categoryTable.name })
    .from(categoryTable)
    .where(and(ofCompany(scope), or(inArray(categoryTable.id, [...named]), ...named.map(isNamed))));
  const keys = new Set(rows.flatMap(({ id, name }) => [id, name.toLowerCase()]));
  const missing = named.find((one) => !keys.has(one) && !keys.has(one.trim().toLowerCase()));
  if (missing !== undefined) throw await unknown(scope, missing);
  return rows;
}

function isNamed(name: string) {
  return eq(sql`lower(${categoryTable.name})`, sql`lower(${name.trim()})`);
}

/** Another company's category is simply not found. */
function ofCompany(scope: Scope) {
  return eq(categoryTable.companyId, requireCompany(scope));
}

async function unknown(scope: Scope, named: string): Promise<PublicError> {
  const rows = await scope.db
    .select({ name: categoryTable.name })
    .from(categoryTable)
    .where(ofCompany(scope))
    .orderBy(asc(categoryTable.name))
    .limit(20);
  const there = rows.length ? `There are: ${rows.map(({ name }) => name).join(", ")}.` : "There are no categories yet.";
  // an id says nothing to people
  const message = /^cat_[0-9a-z]{20,}$/.test(named)
    ? `That category does not exist any more. ${there}`
    : `There is no category "${named.slice(0, 100).toWellFormed()}". ${there}`;
  return new PublicError("not_found", "category.unknown", message);
}

function notFound(): PublicError {
  return new PublicError("not_found", "category.not_found", "That category does not exist any more. Reload the list.");
}

function nameTaken(name: string): PublicError {
  return new PublicError("conflict", "category.name_taken", `There is a category called "${name}" already.`);
}

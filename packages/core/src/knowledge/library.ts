import { and, asc, count, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { documentTable, libraryTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";

export const Info = z.object({
  id: z.string(),
  name: z.string().trim().min(1).max(120),
  documents: z.int(),
  createdAt: z.date(),
});
export type Info = z.infer<typeof Info>;

export const Create = Info.pick({ name: true });
export const Rename = Info.pick({ id: true, name: true });
export const ById = Info.pick({ id: true });

/** The libraries the actor may read, by name, with the number of their documents. */
export async function list(scope: Scope): Promise<Info[]> {
  return scope.db
    .select({
      id: libraryTable.id,
      name: libraryTable.name,
      createdAt: libraryTable.createdAt,
      documents: count(documentTable.id),
    })
    .from(libraryTable)
    .leftJoin(documentTable, and(eq(documentTable.libraryId, libraryTable.id), isNull(documentTable.removedAt)))
    .where(eq(libraryTable.companyId, requireCompany(scope)))
    .groupBy(libraryTable.id)
    .orderBy(asc(libraryTable.name));
}

/** The ids of the libraries the actor may search. Handed to the index as a filter. */
export async function readable(scope: Scope): Promise<string[]> {
  const rows = await scope.db
    .select({ id: libraryTable.id })
    .from(libraryTable)
    .where(eq(libraryTable.companyId, requireCompany(scope)));
  return rows.map((row) => row.id);
}

/** Throws `library.not_found` for a library the actor may not read. */
export async function get(scope: Scope, id: string): Promise<{ id: string; name: string }> {
  const [row] = await scope.db
    .select({ id: libraryTable.id, name: libraryTable.name })
    .from(libraryTable)
    .where(own(scope, id));
  if (!row) throw notFound();
  return row;
}

export async function create(scope: Scope, input: z.infer<typeof Create>): Promise<{ id: string; name: string }> {
  requireRole(scope, "editor");
  const row = { id: newId("library"), companyId: requireCompany(scope), name: input.name };
  const created = await scope.db.insert(libraryTable).values(row).onConflictDoNothing().returning();
  if (!created.length) throw nameTaken(input.name);
  return { id: row.id, name: row.name };
}

/** The library of that name, made when it is not there yet. */
export async function findOrCreate(scope: Scope, name: string): Promise<{ id: string; name: string }> {
  const [row] = await scope.db
    .select({ id: libraryTable.id, name: libraryTable.name })
    .from(libraryTable)
    .where(and(eq(libraryTable.companyId, requireCompany(scope)), eq(libraryTable.name, name)));
  return row ?? create(scope, { name });
}

export async function rename(scope: Scope, input: z.infer<typeof Rename>): Promise<{ id: string; name: string }> {
  requireRole(scope, "editor");
  await get(scope, input.id);
  const [taken] = await scope.db
    .select({ id: libraryTable.id })
    .from(libraryTable)
    .where(and(eq(libraryTable.companyId, requireCompany(scope)), eq(libraryTable.name, input.name)));
  if (taken && taken.id !== input.id) throw nameTaken(input.name);
  await scope.db.update(libraryTable).set({ name: input.name }).where(own(scope, input.id));
  return { id: input.id, name: input.name };
}

/** Only an empty library can be removed, so that no click loses a shelf of documents. */
export async function remove(scope: Scope, id: string): Promise<void> {
  requireRole(scope, "editor");
  await get(scope, id);
  const [documents] = await scope.db.select({ n: count() }).from(documentTable).where(eq(documentTable.libraryId, id));
  if (documents?.n) {
    throw new PublicError(
      "conflict",
      "library.not_empty",
      `This library still holds ${documents.n} documents. Delete them first, then the library.`,
    );
  }
  await scope.db.delete(libraryTable).where(own(scope, id));
}

/** Another company's library is simply not found. */
function own(scope: Scope, id: string) {
  return and(eq(libraryTable.id, id), eq(libraryTable.companyId, requireCompany(scope)));
}

function notFound() {
  return new PublicError(
    "not_found",
    "library.not_found",
    "That library does not exist. Reload the list of libraries.",
  );
}

function nameTaken(name: string) {
  return new PublicError(
    "conflict",
    "library.name_taken",
    `There is a library called "${name}" already. Choose another name.`,
  );
}

import { and, asc, count, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { documentTable, knowledgeBaseTable, libraryGrantTable, libraryTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { isAdministrator, requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { readable, requireLibrary } from "./access/access.ts";
import { libraryRoles, visibilities } from "./access/library-role.ts";

export const Info = z.strictObject({
  id: z.string(),
  name: z.string().trim().min(1).max(120),
  /** Those that the actor may read. */
  documents: z.int(),
  visibility: z.enum(visibilities),
  /** What the actor may do in it. */
  role: z.enum(libraryRoles),
  mayDownload: z.boolean(),
  /** Whether it is searched together with a knowledge base that AWS keeps. */
  managed: z.boolean(),
  createdAt: z.date(),
});
export type Info = z.infer<typeof Info>;

export const Create = Info.pick({ name: true }).extend({
  visibility: z.enum(["company", "private"]).default("company"),
});
export const Rename = Info.pick({ id: true, name: true });
export const ById = Info.pick({ id: true });

/** The libraries the actor may read, by name, with the number of their documents. */
export async function list(scope: Scope): Promise<Info[]> {
  const { libraryIds, access, rights } = await readable(scope);
  const rows = await scope.db
    .select({
      id: libraryTable.id,
      name: libraryTable.name,
      createdAt: libraryTable.createdAt,
      documents: count(documentTable.latestVersionId),
      managed: sql<boolean>`exists (select 1 from ${knowledgeBaseTable} k where k.library_id = ${libraryTable.id})`,
    })
    .from(libraryTable)
    .leftJoin(
      documentTable,
      and(
        eq(documentTable.libraryId, libraryTable.id),
        inArray(documentTable.access, access),
        isNull(documentTable.removedAt),
      ),
    )
    .where(and(eq(libraryTable.companyId, requireCompany(scope)), inArray(libraryTable.id, libraryIds)))
    .groupBy(libraryTable.id)
    .orderBy(asc(libraryTable.name));
  return rows.flatMap((row) => {
    const right = rights.get(row.id);
    if (!right?.role) return [];
    return [{ ...row, visibility: right.visibility, role: right.role, mayDownload: right.mayDownload }];
  });
}

/** Makes a library: company-wide ones are for editors to make, anybody may have private ones. Whoever makes it owns it. */
export async function create(scope: Scope, input: z.input<typeof Create>): Promise<{ id: string; name: string }> {
  const { name, visibility } = Create.parse(input);
  if (visibility === "private") requireUser(scope);
  else requireRole(scope, "editor");
  await refuseTaken(scope, name);
  const row = { id: newId("library"), companyId: requireCompany(scope), name, visibility };
  return inTransaction(scope, async (scope) => {
    const created = await scope.db.insert(libraryTable).values(row).onConflictDoNothing().returning();
    if (!created.length) throw nameTaken(name);
    // administrators own what is not private in any case
    if (scope.actor.type === "user" && (visibility === "private" || !isAdministrator(scope))) {
      const grant = { id: newId("grant"), libraryId: row.id, userId: scope.actor.userId, role: "owner" as const };
      await scope.db.insert(libraryGrantTable).values(grant);
    }
    return { id: row.id, name };
  });
}

export async function rename(scope: Scope, input: z.infer<typeof Rename>): Promise<{ id: string; name: string }> {
  const { visibility } = await requireLibrary(scope, input.id, "contributor");
  await refuseTaken(scope, input.name, input.id);
  if (visibility !== "private") await refuseSharedTaken(scope, input.name, input.id);
  await scope.db.update(libraryTable).set({ name: input.name }).where(own(scope, input.id));
  return { id: input.id, name: input.name };
}

/** Only an empty library can be removed, so that no click loses a shelf of documents. */
export async function remove(scope: Scope, id: string): Promise<void> {
  await requireLibrary(scope, id, "contributor");
  const [managed] = await scope.db
    .select({ libraryId: knowledgeBaseTable.libraryId })
    .from(knowledgeBaseTable)
    .where(eq(knowledgeBaseTable.libraryId, id));
  if (managed) {
    const message = "This library is connected to a knowledge base. An administrator can disconnect it first.";
    throw new PublicError("conflict", "library.managed", message);
  }
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

/** Of two libraries of one name that somebody sees, the name would not say which is meant. */
async function refuseTaken(scope: Scope, name: string, except?: string): Promise<void> {
  const { rights } = await readable(scope);
  for (const right of rights.values()) {
    if (right.name === name && right.role !== null && right.libraryId !== except) throw nameTaken(name);
  }
}

/** Throws `library.name_taken` when another library that is not private has the name. */
export async function refuseSharedTaken(scope: Scope, name: string, except: string): Promise<void> {
  const [taken] = await scope.db
    .select({ id: libraryTable.id })
    .from(libraryTable)
    .where(
      and(
        eq(libraryTable.companyId, requireCompany(scope)),
        eq(libraryTable.name, name),
        ne(libraryTable.visibility, "private"),
        ne(libraryTable.id, except),
      ),
    );
  if (taken) throw nameTaken(name);
}

function nameTaken(name: string) {
  return new PublicError(
    "conflict",
    "library.name_taken",
    `There is a library called "${name}" already. Choose another name.`,
  );
}

import { createHash } from "node:crypto";
import { and, asc, eq, inArray, notExists, sql } from "drizzle-orm";
import { z } from "zod";
import { documentTable, groupTable, libraryTable, restrictionGroupTable, restrictionTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import * as Group from "../../users/group.ts";
import { documentNotFound, documentsIn, requireDocuments } from "./access.ts";

export const ById = z.strictObject({ id: z.string() });
export const Input = z.strictObject({
  ids: z.array(z.string()).min(1).max(500),
  /** Only these may read the documents from now on; null takes the restriction away. */
  groupIds: z.array(z.string()).min(1).max(100).nullable(),
});

export interface Info {
  /** The groups that may read the document; null when all who read the library may. */
  groups: { id: string; name: string }[] | null;
  /** What can be chosen from. */
  choices: { id: string; name: string }[];
}

/** Which groups a document is restricted to, for the owners of its library. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  const now = await requireDocuments(scope, [id], "owner");
  const [document] = await scope.db
    .select({ access: documentTable.access, libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(documentsIn(scope, now, [id]));
  if (!document) throw documentNotFound();
  const { access, libraryId } = document;
  const [groups, choices] = await Promise.all([
    scope.db
      .select({ id: groupTable.id, name: groupTable.name })
      .from(restrictionGroupTable)
      .innerJoin(groupTable, eq(groupTable.id, restrictionGroupTable.groupId))
      .where(eq(restrictionGroupTable.access, access))
      .orderBy(asc(groupTable.name)),
    scope.db
      .select({ id: groupTable.id, name: groupTable.name })
      .from(groupTable)
      .where(eq(groupTable.companyId, requireCompany(scope)))
      .orderBy(asc(groupTable.name)),
  ]);
  return { groups: access === libraryId ? null : groups, choices };
}

/**
 * Restricts documents to groups, or opens them to all who read their library: all of the ids or none. Whoever is shut out
 * finds nothing from the next question on; whoever is let in finds them as soon as the index is labelled anew.
 */
export async function set(scope: Scope, { ids, groupIds }: z.infer<typeof Input>): Promise<void> {
  const now = await requireDocuments(scope, ids, "owner");
  if (groupIds) await Group.requireGroups(scope, groupIds);
  await inTransaction(scope, async (scope) => {
    const documents = await scope.db
      .select({ id: documentTable.id, libraryId: documentTable.libraryId })
      .from(documentTable)
      .where(documentsIn(scope, now, ids));
    for (const [libraryId, own] of Map.groupBy(documents, (document) => document.libraryId)) {
      // two changes at once must not take each other's sets away
      await scope.db.select().from(libraryTable).where(eq(libraryTable.id, libraryId)).for("update");
      const access = groupIds ? await restrictionOf(scope, libraryId, groupIds) : libraryId;
      const theirs = own.map(({ id }) => id);
      await scope.db.update(documentTable).set({ access }).where(inArray(documentTable.id, theirs));
      await forgetUnused(scope, libraryId);
    }
    const companyId = requireCompany(scope);
    await scope.queue.send(
      "label-document",
      documents.map(({ id }) => ({ companyId, documentId: id })),
    );
  });
}

/** The term of this set of groups in this library, kept when it is new. */
async function restrictionOf({ db, now }: Scope, libraryId: string, groupIds: readonly string[]): Promise<string> {
  const groups = [...new Set(groupIds)].toSorted();
  const hash = createHash("sha256").update(groups.join(" ")).digest("hex").slice(0, 16);
  const access = `${libraryId}/${hash}`;
  await db.insert(restrictionTable).values({ access, libraryId, createdAt: now() }).onConflictDoNothing();
  const rows = groups.map((groupId) => ({ access, groupId }));
  await db.insert(restrictionGroupTable).values(rows).onConflictDoNothing();
  return access;
}

async function forgetUnused({ db }: Scope, libraryId: string): Promise<void> {
  const used = db
    .select({ one: sql`1` })
    .from(documentTable)
    .where(eq(documentTable.access, restrictionTable.access));
  await db.delete(restrictionTable).where(and(eq(restrictionTable.libraryId, libraryId), notExists(used)));
}

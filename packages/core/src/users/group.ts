import { and, asc, count, eq, inArray, ne } from "drizzle-orm";
import { z } from "zod";
import { groupMemberTable, groupTable, libraryGrantTable, restrictionGroupTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";

const Name = z.string().trim().min(1).max(120);
export const ById = z.strictObject({ id: z.string() });
export const Create = z.strictObject({ name: Name });
export const Rename = ById.extend({ name: Name });
export const SetMembers = ById.extend({ userIds: z.array(z.string()).max(5_000) });

export interface Info {
  id: string;
  name: string;
  userIds: string[];
  /** How many libraries are shared with it, and how many restrictions let it pass: what would be lost with it. */
  libraries: number;
  restrictions: number;
}

/** The groups of the company by name, for administrators. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const groups = await scope.db.select().from(groupTable).where(ofCompany(scope)).orderBy(asc(groupTable.name));
  const ids = groups.map(({ id }) => id);
  const [members, grants, restrictions] = await Promise.all([
    scope.db.select().from(groupMemberTable).where(inArray(groupMemberTable.groupId, ids)),
    scope.db
      .select({ groupId: libraryGrantTable.groupId, n: count() })
      .from(libraryGrantTable)
      .where(inArray(libraryGrantTable.groupId, ids))
      .groupBy(libraryGrantTable.groupId),
    scope.db
      .select({ groupId: restrictionGroupTable.groupId, n: count() })
      .from(restrictionGroupTable)
      .where(inArray(restrictionGroupTable.groupId, ids))
      .groupBy(restrictionGroupTable.groupId),
  ]);
  const membersOf = Map.groupBy(members, ({ groupId }) => groupId);
  const numberOf = (rows: { groupId: string | null; n: number }[], id: string) =>
    rows.find(({ groupId }) => groupId === id)?.n ?? 0;
  return groups.map(({ id, name }) => ({
    id,
    name,
    userIds: (membersOf.get(id) ?? []).map(({ userId }) => userId),
    libraries: numberOf(grants, id),
    restrictions: numberOf(restrictions, id),
  }));
}

export async function create(scope: Scope, { name }: z.infer<typeof Create>): Promise<{ id: string; name: string }> {
  requireRole(scope, "admin");
  const row = { id: newId("group"), companyId: requireCompany(scope), name };
  const created = await scope.db.insert(groupTable).values(row).onConflictDoNothing().returning();
  if (!created.length) throw nameTaken(name);
  return { id: row.id, name };
}

export async function rename(scope: Scope, { id, name }: z.infer<typeof Rename>): Promise<void> {
  requireRole(scope, "admin");
  await find(scope, id);
  const [taken] = await scope.db
    .select({ id: groupTable.id })
    .from(groupTable)
    .where(and(ofCompany(scope), eq(groupTable.name, name), ne(groupTable.id, id)));
  if (taken) throw nameTaken(name);
  await scope.db.update(groupTable).set({ name }).where(eq(groupTable.id, id));
}

/** Puts these people into the group, and nobody else. They read what the group reads from their next question on. */
export async function setMembers(scope: Scope, { id, userIds }: z.infer<typeof SetMembers>): Promise<void> {
  requireRole(scope, "admin");
  await find(scope, id);
  const members = [...new Set(userIds)];
  await requirePeople(scope, members);
  await inTransaction(scope, async ({ db }) => {
    await db.delete(groupMemberTable).where(eq(groupMemberTable.groupId, id));
    if (members.length) await db.insert(groupMemberTable).values(members.map((userId) => ({ groupId: id, userId })));
  });
}

/** Nobody reads anything by this group any more; what only it could read is left to the owners of the libraries. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "admin");
  await find(scope, id);
  await scope.db.delete(groupTable).where(eq(groupTable.id, id));
}

/** Throws `user.not_found` unless all of these are people of the actor's company. */
export async function requirePeople(scope: Scope, userIds: readonly string[]): Promise<void> {
  const rows = await scope.db
    .select({ id: userTable.id })
    .from(userTable)
    .where(and(inArray(userTable.id, [...userIds]), eq(userTable.companyId, requireCompany(scope))));
  if (rows.length === new Set(userIds).size) return;
  throw new PublicError("not_found", "user.not_found", "That person does not exist any more. Reload the list.");
}

/** Throws `group.not_found` unless all of these are groups of the actor's company. */
export async function requireGroups(scope: Scope, groupIds: readonly string[]): Promise<void> {
  const rows = await scope.db
    .select({ id: groupTable.id })
    .from(groupTable)
    .where(and(inArray(groupTable.id, [...groupIds]), ofCompany(scope)));
  if (rows.length !== new Set(groupIds).size) throw notFound();
}

/** Another company's group is simply not found. */
async function find(scope: Scope, id: string): Promise<void> {
  await requireGroups(scope, [id]);
}

function ofCompany(scope: Scope) {
  return eq(groupTable.companyId, requireCompany(scope));
}

function notFound() {
  return new PublicError("not_found", "group.not_found", "That group does not exist any more. Reload the list.");
}

function nameTaken(name: string) {
  return new PublicError(
    "conflict",
    "group.name_taken",
    `There is a group called "${name}" already. Choose another name.`,
  );
}

import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { groupTable, libraryGrantTable, libraryTable, userTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import * as Group from "../../users/group.ts";
import { operatorEmail } from "../../users/user.ts";
import { requireLibrary, rights } from "./access.ts";
import { refuseSharedTaken } from "../library.ts";
import { libraryRoles, visibilities, type Visibility } from "./library-role.ts";

export const ById = z.strictObject({ id: z.string() });

const Right = z.strictObject({ role: z.enum(libraryRoles), mayDownload: z.boolean() });
const PersonGrant = Right.extend({ userId: z.string() });
const GroupGrant = Right.extend({ groupId: z.string() });

export const Input = ById.extend({
  visibility: z.enum(visibilities),
  mayDownload: z.boolean(),
  people: z.array(PersonGrant).max(1_000),
  groups: z.array(GroupGrant).max(1_000),
});
export type Input = z.infer<typeof Input>;

/** Who may do what in a library. */
export interface Info extends Input {
  name: string;
}

/** What an owner can choose from: everybody in the company, and its groups. */
export interface Choices {
  people: { id: string; name: string }[];
  groups: { id: string; name: string }[];
}

/** Who may do what in a library, for its owners and for administrators. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info & { choices: Choices }> {
  await requireLibrary(scope, id, "owner");
  const [[library], grants, choices] = await Promise.all([
    scope.db.select().from(libraryTable).where(eq(libraryTable.id, id)),
    scope.db.select().from(libraryGrantTable).where(eq(libraryGrantTable.libraryId, id)),
    choicesOf(scope),
  ]);
  if (!library) throw new Error(`library ${id} went away`);
  const known = new Set(choices.people.map((person) => person.id));
  return {
    id,
    name: library.name,
    visibility: library.visibility,
    mayDownload: library.mayDownload,
    people: grants.flatMap(({ userId, role, mayDownload }) =>
      userId !== null && known.has(userId) ? [{ userId, role, mayDownload }] : [],
    ),
    groups: grants.flatMap(({ groupId, role, mayDownload }) =>
      groupId === null ? [] : [{ groupId, role, mayDownload }],
    ),
    choices,
  };
}

/** Says anew who may do what in a library. It holds from the next question on. */
export async function set(scope: Scope, input: Input): Promise<void> {
  const { id, visibility, mayDownload, people, groups } = input;
  const right = await requireLibrary(scope, id, "owner");
  await Group.requirePeople(
    scope,
    people.map(({ userId }) => userId),
  );
  await Group.requireGroups(
    scope,
    groups.map(({ groupId }) => groupId),
  );
  refuseUnfit(input);
  if (visibility !== "private") await refuseSharedTaken(scope, right.name, id);
  const grants = [
    ...new Map(people.map((one) => [one.userId, one])).values(),
    ...new Map(groups.map((one) => [one.groupId, one])).values(),
  ];
  await inTransaction(scope, async ({ db }) => {
    await db.update(libraryTable).set({ visibility, mayDownload }).where(eq(libraryTable.id, id));
    await db.delete(libraryGrantTable).where(eq(libraryGrantTable.libraryId, id));
    const rows = grants.map((grant) => ({ ...grant, id: newId("grant"), libraryId: id, createdAt: scope.now() }));
    if (rows.length) await db.insert(libraryGrantTable).values(rows);
  });
}

/** A library with how it is shared, in few words. */
export interface Summary {
  id: string;
  name: string;
  visibility: Visibility;
  /** How many are named, owners included. */
  people: number;
  groups: number;
  /** The names of its owners, at most three. */
  owners: string[];
}

/** How the libraries that the actor sees are shared; for administrators also private ones of others, which they do not read. */
export async function list(scope: Scope): Promise<(Summary & { readable: boolean })[]> {
  const seen = await rights(scope);
  const grants = await scope.db
    .select({
      libraryId: libraryGrantTable.libraryId,
      groupId: libraryGrantTable.groupId,
      role: libraryGrantTable.role,
      person: userTable.name,
    })
    .from(libraryGrantTable)
    .innerJoin(libraryTable, eq(libraryTable.id, libraryGrantTable.libraryId))
    .leftJoin(userTable, eq(userTable.id, libraryGrantTable.userId))
    .where(eq(libraryTable.companyId, requireCompany(scope)))
    .orderBy(asc(libraryGrantTable.createdAt));
  const byLibrary = Map.groupBy(grants, ({ libraryId }) => libraryId);

  return [...seen.values()]
    .map(({ libraryId, name, visibility, role }) => {
      const own = byLibrary.get(libraryId) ?? [];
      const groups = own.filter(({ groupId }) => groupId !== null).length;
      const owners = own.flatMap(({ role, person }) => (role === "owner" && person !== null ? [person] : []));
      return {
        id: libraryId,
        name,
        visibility,
        people: own.length - groups,
        groups,
        owners: owners.slice(0, 3),
        readable: role !== null,
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

async function choicesOf(scope: Scope): Promise<Choices> {
  const companyId = requireCompany(scope);
  const [people, groups] = await Promise.all([
    scope.db
      .select({ id: userTable.id, name: userTable.name })
      .from(userTable)
      .where(and(eq(userTable.companyId, companyId), ne(userTable.email, operatorEmail)))
      .orderBy(asc(userTable.name)),
    scope.db
      .select({ id: groupTable.id, name: groupTable.name })
      .from(groupTable)
      .where(eq(groupTable.companyId, companyId))
      .orderBy(asc(groupTable.name)),
  ]);
  return { people, groups };
}

function refuseUnfit({ visibility, people, groups }: Input): void {
  if (visibility === "private" && (groups.length || people.some(({ role }) => role !== "owner"))) {
    const message =
      "Only its owners see a private library. Take the others off the list, or share it with chosen people.";
    throw new PublicError("invalid", "library.private_shared", message);
  }
  if (visibility === "company" || people.some(({ role }) => role === "owner")) return;
  const message = "A library that is not for the whole company needs a person as its owner. Make somebody its owner.";
  throw new PublicError("invalid", "library.owner_needed", message);
}

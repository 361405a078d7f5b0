import { and, eq, exists, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import {
  documentTable,
  groupMemberTable,
  libraryGrantTable,
  libraryTable,
  restrictionGroupTable,
  restrictionTable,
} from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import { isAdministrator, requireCompany, type Scope } from "../../scope.ts";
import type { Role } from "../../users/role.ts";
import { libraryRoles, type LibraryRole, type Visibility } from "./library-role.ts";

type Asking = Pick<Scope, "db" | "actor">;

/** What the actor may do in a library. */
export interface Right {
  libraryId: string;
  name: string;
  visibility: Visibility;
  /** Null for an administrator in somebody else's private library: who may read it can be changed, but it is not read. */
  role: LibraryRole | null;
  /** Whether the original files may be had besides the passages. */
  mayDownload: boolean;
}

/** What the actor may read now. */
export interface Readable {
  libraryIds: string[];
  /** The terms that documents and index rows carry: libraries, and restrictions of some of their documents. */
  access: string[];
  rights: ReadonlyMap<string, Right>;
}

/** What a company-wide library gives by the role in the company. */
const companyWide: Record<Role, LibraryRole> = { member: "reader", editor: "contributor", admin: "owner" };

/** The actor's rights by library; libraries that the actor must not hear of are absent. */
export async function rights(scope: Asking): Promise<Map<string, Right>> {
  const [libraries, grants] = await Promise.all([
    scope.db
      .select({
        id: libraryTable.id,
        name: libraryTable.name,
        visibility: libraryTable.visibility,
        mayDownload: libraryTable.mayDownload,
      })
      .from(libraryTable)
      .where(eq(libraryTable.companyId, requireCompany(scope))),
    grantsOf(scope),
  ]);
  const given = Map.groupBy(grants, ({ libraryId }) => libraryId);
  const all = libraries.map(({ id, name, visibility, mayDownload }): [string, Right] => {
    const own = given.get(id) ?? [];
    const role = highest([...own.map(({ role }) => role), ...byCompanyRole(scope, id, visibility)]);
    const asReader = (visibility === "company" && mayDownload) || own.some((grant) => grant.mayDownload);
    const download = role !== null && (role !== "reader" || asReader);
    return [id, { libraryId: id, name, visibility, role, mayDownload: download }];
  });
  return new Map(all.filter(([, { role }]) => role !== null || isAdministrator(scope)));
}

/** What the actor may search and read: the filter of every search, and of whatever shows documents. */
export async function readable(scope: Asking, libraryIds?: readonly string[]): Promise<Readable> {
  const [all, sets] = await Promise.all([rights(scope), restrictionsOf(scope)]);
  const ids = [...all.values()].flatMap(({ libraryId, role }) =>
    role !== null && (!libraryIds || libraryIds.includes(libraryId)) ? [libraryId] : [],
  );
  const open = new Set(ids);
  const restricted = sets.filter(
    ({ libraryId, mine }) => open.has(libraryId) && (mine || all.get(libraryId)?.role === "owner"),
  );
  return { libraryIds: ids, access: [...ids, ...restricted.map(({ access }) => access)], rights: all };
}

/** Throws `library.not_found` unless the actor sees the library, and `library.role_required` unless they hold this role in it. */
export async function requireLibrary(scope: Asking, id: string, role: LibraryRole): Promise<Right> {
  return requireRoleIn((await rights(scope)).get(id), role);
}

/** Throws `document.not_found` unless the actor may read every one, and `library.role_required` unless they hold this role for each. */
export async function requireDocuments(scope: Asking, ids: readonly string[], role: LibraryRole): Promise<Readable> {
  const now = await readable(scope);
  const rows = await scope.db
    .select({ libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(documentsIn(scope, now, ids));
  if (rows.length !== new Set(ids).size) throw documentNotFound();
  for (const libraryId of new Set(rows.map((row) => row.libraryId))) requireRoleIn(now.rights.get(libraryId), role);
  return now;
}

/** The condition for these documents as far as they may be read; all others look as if they were not there. */
export function documentsIn(scope: Asking, { access }: Readable, ids: readonly string[]): SQL | undefined {
  return and(inArray(documentTable.id, [...ids]), documentsOf(scope, access));
}

/** The condition for documents under these access terms. */
export function documentsOf(scope: Asking, access: readonly string[]): SQL | undefined {
  return and(
    eq(documentTable.companyId, requireCompany(scope)),
    inArray(documentTable.access, [...access]),
    isNull(documentTable.removedAt),
  );
}

/** Another company's document, one for others, a removed one and one that never was all look alike. */
export function documentNotFound(): PublicError {
  return new PublicError(
    "not_found",
    "document.not_found",
    "That document does not exist any more. Reload the list of documents.",
  );
}

function requireRoleIn(right: Right | undefined, role: LibraryRole): Right {
  if (!right || (right.role === null && role !== "owner")) {
    const message = "That library does not exist. Reload the list of libraries.";
    throw new PublicError("not_found", "library.not_found", message);
  }
  if (right.role === null || libraryRoles.indexOf(right.role) >= libraryRoles.indexOf(role)) return right;
  const message = `This needs the role "${role}" in the library "${right.name}". Ask one of its owners or an administrator.`;
  throw new PublicError("forbidden", "library.role_required", message);
}

function byCompanyRole({ actor }: Asking, libraryId: string, visibility: Visibility): LibraryRole[] {
  if (actor.type === "system" && actor.libraryId === libraryId) return ["owner"];
  if (actor.type === "public" || visibility === "private") return [];
  const role = actor.type === "system" ? "admin" : actor.role;
  return visibility === "company" || role === "admin" ? [companyWide[role]] : [];
}

function highest(roles: readonly LibraryRole[]): LibraryRole | null {
  return libraryRoles.findLast((role) => roles.includes(role)) ?? null;
}

async function grantsOf({ db, actor }: Asking) {
  if (actor.type !== "user") return [];
  const { libraryId, role, mayDownload, userId, groupId } = libraryGrantTable;
  return db
    .select({ libraryId, role, mayDownload })
    .from(libraryGrantTable)
    .where(or(eq(userId, actor.userId), inArray(groupId, groupsOf(db, actor.userId))));
}

/** Every restriction in the company's libraries, and whether the actor is in one of its groups. */
async function restrictionsOf(scope: Asking) {
  const { access, libraryId } = restrictionTable;
  const member =
    scope.actor.type === "user"
      ? exists(
          scope.db
            .select({ one: sql`1` })
            .from(restrictionGroupTable)
            .where(
              and(
                eq(restrictionGroupTable.access, access),
                inArray(restrictionGroupTable.groupId, groupsOf(scope.db, scope.actor.userId)),
              ),
            ),
        )
      : sql`false`;
  return scope.db
    .select({ access, libraryId, mine: sql<boolean>`${member}` })
    .from(restrictionTable)
    .innerJoin(libraryTable, eq(libraryTable.id, libraryId))
    .where(eq(libraryTable.companyId, requireCompany(scope)));
}

function groupsOf(db: Scope["db"], userId: string) {
  return db.select({ id: groupMemberTable.groupId }).from(groupMemberTable).where(eq(groupMemberTable.userId, userId));
}

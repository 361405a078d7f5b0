import { and, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import { apiKeyTable, companyTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { isAdministrator, requireCompany, requireRole, requireUser, type Actor, type Scope } from "../scope.ts";
import { keyScopes, type KeyScope } from "./key-scope.ts";
import { hashOf, newToken } from "./token.ts";

/** What every key begins with, so that people and scanners for lost secrets know it. */
const mark = "docent_";
const day = 24 * 60 * 60 * 1000;
const noteUseEveryMs = 60_000;
const keysMax = 50;

export const Create = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(z.enum(keyScopes)).min(1).max(keyScopes.length),
  /** Null for one that is valid until it is revoked. */
  days: z.int().min(1).max(3_650).nullable(),
});
export const ById = z.strictObject({ id: z.string() });

export interface Info {
  id: string;
  name: string;
  /** Its first characters. */
  prefix: string;
  scopes: KeyScope[];
  owner: { id: string; name: string };
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

/** One's own keys. */
export async function mine(scope: Scope): Promise<Info[]> {
  return rows(scope, eq(apiKeyTable.userId, requireUser(scope).userId));
}

/** The keys of all people of the company, for administrators. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  return rows(scope, eq(apiKeyTable.companyId, requireCompany(scope)));
}

/** Makes a key. `key` is told this once and never again. */
export async function create(scope: Scope, input: z.infer<typeof Create>): Promise<{ id: string; key: string }> {
  const { userId, companyId } = requireUser(scope);
  if (input.scopes.includes("administer")) requireRole(scope, "admin");
  if ((await mine(scope)).length >= keysMax) {
    const message = `You have ${keysMax} keys already. Revoke those that are not needed any more.`;
    throw new PublicError("conflict", "api_key.too_many", message);
  }
  const id = newId("key");
  const key = mark + newToken().token;
  await scope.db.insert(apiKeyTable).values({
    id,
    companyId,
    userId,
    name: input.name,
    prefix: key.slice(0, mark.length + 5),
    hash: hashOf(key),
    scopes: keyScopes.filter((one) => input.scopes.includes(one)),
    expiresAt: input.days === null ? null : new Date(scope.now().getTime() + input.days * day),
  });
  return { id, key };
}

/** Revokes one's own key; administrators revoke any of their company. From then on it opens nothing. */
export async function revoke(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  const { userId, companyId } = requireUser(scope);
  const own = isAdministrator(scope) ? undefined : eq(apiKeyTable.userId, userId);
  const gone = await scope.db
    .delete(apiKeyTable)
    .where(and(eq(apiKeyTable.id, id), eq(apiKeyTable.companyId, companyId), own))
    .returning({ id: apiKeyTable.id });
  if (gone.length) return;
  throw new PublicError("not_found", "api_key.not_found", "That key is not there any more. Reload the list.");
}

/** Whether this could be a key at all. */
export function isKey(token: string): boolean {
  return token.startsWith(mark);
}

/** Who acts by a key, with the rights that the person has today; the public where it opens nothing. */
export async function actorOf({ db, now }: Pick<Scope, "db" | "now">, token: string): Promise<Actor> {
  const [row] = await db
    .select({ key: apiKeyTable, role: userTable.role })
    .from(apiKeyTable)
    .innerJoin(userTable, eq(userTable.id, apiKeyTable.userId))
    .innerJoin(companyTable, eq(companyTable.id, userTable.companyId))
    .where(
      and(
        eq(apiKeyTable.hash, hashOf(token)),
        isNull(userTable.suspendedAt),
        isNull(companyTable.suspendedAt),
        or(isNull(apiKeyTable.expiresAt), gt(apiKeyTable.expiresAt, now())),
      ),
    );
  if (!row) return { type: "public" };
  const { id, name, scopes, userId, companyId } = row.key;
  const earlier = new Date(now().getTime() - noteUseEveryMs);
  await db
    .update(apiKeyTable)
    .set({ lastUsedAt: now() })
    .where(and(eq(apiKeyTable.id, id), or(isNull(apiKeyTable.lastUsedAt), lt(apiKeyTable.lastUsedAt, earlier))));
  return { type: "user", userId, companyId, role: row.role, key: { id, name, scopes } };
}

async function rows({ db }: Scope, where: ReturnType<typeof eq>): Promise<Info[]> {
  const found = await db
    .select({ key: apiKeyTable, owner: { id: userTable.id, name: userTable.name } })
    .from(apiKeyTable)
    .innerJoin(userTable, eq(userTable.id, apiKeyTable.userId))
    .where(where)
    .orderBy(desc(apiKeyTable.createdAt));
  return found.map(({ key, owner }) => {
    const { id, name, prefix, scopes, expiresAt, lastUsedAt, createdAt } = key;
    return { id, name, prefix, scopes, owner, expiresAt, lastUsedAt, createdAt };
  });
}

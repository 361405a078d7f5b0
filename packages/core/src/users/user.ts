import { hashPassword, verifyPassword } from "better-auth/crypto";
import { and, asc, count, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { accountTable, companyTable, sessionTable, userTable } from "../db/schema.ts";
import type { Database } from "../db/database.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, requireUser, type Actor, type Scope } from "../scope.ts";
import { roles } from "./role.ts";

const Name = z.string().trim().min(1).max(120);
const Email = z.email().max(254).toLowerCase();
const Password = z.string().min(10, "A password needs at least 10 characters.").max(200);

export const Create = z.strictObject({ name: Name, email: Email, role: z.enum(roles), password: Password });
export const Update = z.strictObject({
  id: z.string(),
  name: Name.optional(),
  role: z.enum(roles).optional(),
  suspended: z.boolean().optional(),
});
export const SetPassword = z.strictObject({ id: z.string(), password: Password });
export const ChangeOwnPassword = z.strictObject({ current: z.string().max(200), password: Password });
export const SetUp = z.strictObject({ companyName: Name, name: Name, email: Email, password: Password });

export interface Info {
  id: string;
  name: string;
  email: string;
  role: (typeof roles)[number];
  suspended: boolean;
  createdAt: Date;
}

/** Whoever works at the machine itself: the command line acts as this person, who cannot sign in. */
export const operatorEmail = "operator@localhost";

/** The people of the company, for administrators. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const rows = await scope.db
    .select()
    .from(userTable)
    .where(and(eq(userTable.companyId, requireCompany(scope)), ne(userTable.email, operatorEmail)))
    .orderBy(asc(userTable.name));
  return rows.map(fromRow);
}

export async function create(scope: Scope, input: z.infer<typeof Create>): Promise<Info> {
  requireRole(scope, "admin");
  const { password, ...person } = input;
  return insert(scope.db, requireCompany(scope), person, password);
}

/** Renames, changes the role, or suspends. A suspended person is signed out everywhere at once. */
export async function update(scope: Scope, input: z.infer<typeof Update>): Promise<Info> {
  requireRole(scope, "admin");
  const { id, name, role, suspended } = input;
  const found = await find(scope, id);
  if (requireUser(scope).userId === id && (suspended || (role && role !== "admin"))) {
    const message = "You cannot take the administrator's rights from yourself. Ask another administrator.";
    throw new PublicError("conflict", "user.own_rights", message);
  }
  const change = {
    name: name ?? found.name,
    role: role ?? found.role,
    suspendedAt: suspended === undefined ? found.suspendedAt : suspended ? scope.now() : null,
    updatedAt: scope.now(),
  };
  const [row] = await scope.db.update(userTable).set(change).where(eq(userTable.id, id)).returning();
  if (suspended) await scope.db.delete(sessionTable).where(eq(sessionTable.userId, id));
  return fromRow(row ?? found);
}

/** Gives somebody a new password and signs them out everywhere. */
export async function setPassword(scope: Scope, input: z.infer<typeof SetPassword>): Promise<void> {
  requireRole(scope, "admin");
  await find(scope, input.id);
  await storePassword(scope.db, input.id, input.password);
  await scope.db.delete(sessionTable).where(eq(sessionTable.userId, input.id));
}

export async function changeOwnPassword(scope: Scope, input: z.infer<typeof ChangeOwnPassword>): Promise<void> {
  const { userId } = requireUser(scope);
  const [account] = await scope.db
    .select({ password: accountTable.password })
    .from(accountTable)
    .where(and(eq(accountTable.userId, userId), eq(accountTable.providerId, "credential")));
  const right = account?.password && (await verifyPassword({ hash: account.password, password: input.current }));
  if (!right) throw new PublicError("invalid", "user.wrong_password", "The current password is not right. Try again.");
  await storePassword(scope.db, userId, input.password);
}

/** True until somebody who can sign in exists. */
export async function setUpNeeded(db: Database): Promise<boolean> {
  const [row] = await db.select({ n: count() }).from(accountTable);
  return row?.n === 0;
}

/** Makes the first administrator and names the company. Works once; `code` proves access to the machine. */
export async function setUp(scope: Scope, companyId: string, input: z.infer<typeof SetUp>): Promise<Info> {
  return scope.db.transaction(async (db) => {
    // locks the row, so that of two people who try at once one is told no
    await db.update(companyTable).set({ name: input.companyName }).where(eq(companyTable.id, companyId));
    if (!(await setUpNeeded(db))) {
      const message = "This desk has its first administrator already. Sign in instead.";
      throw new PublicError("conflict", "user.already_set_up", message);
    }
    const person = { name: input.name, email: input.email, role: "admin" as const };
    return insert(db, companyId, person, input.password);
  });
}

/** The company of this desk, made at the first start. */
export async function firstCompany(db: Database): Promise<{ id: string; name: string }> {
  const [row] = await db
    .select({ id: companyTable.id, name: companyTable.name })
    .from(companyTable)
    .orderBy(asc(companyTable.createdAt))
    .limit(1);
  if (row) return row;
  const company = { id: newId("company"), name: "Docent" };
  await db.insert(companyTable).values(company);
  return company;
}

/** The actor for the command line. */
export async function operator(db: Database, companyId: string): Promise<Actor> {
  const [row] = await db.select({ id: userTable.id }).from(userTable).where(eq(userTable.email, operatorEmail));
  const userId = row?.id ?? newId("user");
  if (!row) {
    await db
      .insert(userTable)
      .values({ id: userId, companyId, role: "admin", name: "Command line", email: operatorEmail });
  }
  return { type: "user", userId, companyId, role: "admin" };
}

async function insert(
  db: Database,
  companyId: string,
  person: { name: string; email: string; role: (typeof roles)[number] },
  password: string,
): Promise<Info> {
  const id = newId("user");
  const [row] = await db
    .insert(userTable)
    .values({ id, companyId, ...person })
    .onConflictDoNothing()
    .returning();
  if (!row) {
    const message = "This e-mail address is in use already. Choose another one, or change the existing person.";
    throw new PublicError("conflict", "user.email_taken", message);
  }
  await storePassword(db, id, password);
  return fromRow(row);
}

async function storePassword(db: Database, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await db
    .insert(accountTable)
    .values({ id: `credential_${userId}`, accountId: userId, providerId: "credential", userId, password: hash })
    .onConflictDoUpdate({ target: accountTable.id, set: { password: hash, updatedAt: new Date() } });
}

async function find(scope: Scope, id: string) {
  const [row] = await scope.db
    .select()
    .from(userTable)
    .where(
      and(eq(userTable.id, id), eq(userTable.companyId, requireCompany(scope)), ne(userTable.email, operatorEmail)),
    );
  if (row) return row;
  throw new PublicError("not_found", "user.not_found", "That person does not exist any more. Reload the list.");
}

function fromRow(row: typeof userTable.$inferSelect): Info {
  const { id, name, email, role, suspendedAt, createdAt } = row;
  return { id, name, email, role, suspended: suspendedAt !== null, createdAt };
}

import { and, asc, count, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { accountTable, apiKeyTable, companyTable, userTable } from "../db/schema.ts";
import type { Database } from "../db/database.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, requireUser, type Actor, type Scope } from "../scope.ts";
import * as Audit from "./audit.ts";
import * as Password from "./password.ts";
import { roles, type Role } from "./role.ts";

export const Name = z.string().trim().min(1).max(120);
export const Email = z.email().max(254).toLowerCase();

export const Create = z.strictObject({
  name: Name,
  email: Email,
  role: z.enum(roles),
  password: Password.Password,
  /** The password is the person's own already; otherwise they choose another one when they first sign in. */
  keepsPassword: z.boolean().default(false),
});
export const Update = z.strictObject({
  id: z.string(),
  name: Name.optional(),
  role: z.enum(roles).optional(),
  suspended: z.boolean().optional(),
});
export const SetPassword = z.strictObject({ id: z.string(), password: Password.Password });
export const ChangeOwnPassword = z.strictObject({ current: z.string().max(200), password: Password.Password });
export const SetUp = z.strictObject({ companyName: Name, name: Name, email: Email, password: Password.Password });

export interface Info {
  id: string;
  name: string;
  email: string;
  role: Role;
  suspended: boolean;
  /** They have not yet chosen a password of their own. */
  passwordChangeNeeded: boolean;
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
  const { password, keepsPassword, ...person } = input;
  return add(scope.db, requireCompany(scope), { ...person, passwordChangeNeeded: !keepsPassword }, password);
}

/** Renames, changes the role, or suspends. A suspended person is signed out everywhere at once, and their keys are void. */
export async function update(scope: Scope, input: z.infer<typeof Update>): Promise<Info> {
  requireRole(scope, "admin");
  const { id, name, role, suspended } = input;
  const found = await find(scope, id);
  if (role !== undefined || suspended !== undefined) requireMayManage(scope, found);
  const loses = suspended || (role !== undefined && role !== "admin");
  if (loses && requireUser(scope).userId === id) {
    const message = "You cannot take the administrator's rights from yourself. Ask another administrator.";
    throw new PublicError("conflict", "user.own_rights", message);
  }
  return scope.db.transaction(async (db) => {
    if (loses) await requireOtherAdministrator(db, found);
    const change = {
      name: name ?? found.name,
      role: role ?? found.role,
      suspendedAt: suspended === undefined ? found.suspendedAt : suspended ? scope.now() : null,
      updatedAt: scope.now(),
    };
    const [row] = await db.update(userTable).set(change).where(eq(userTable.id, id)).returning();
    await Audit.record(
      { ...scope, db },
      {
        action: "user.update",
        subject: id,
        details: { name: change.name, ...(name && name !== found.name && { before: found.name }), role, suspended },
      },
    );
    if (suspended) {
      await Password.endSessions(db, id);
      await db.delete(apiKeyTable).where(eq(apiKeyTable.userId, id));
    }
    return fromRow(row ?? found);
  });
}

/** Gives somebody a new password, which they change when they next sign in, and signs them out everywhere. */
export async function setPassword(scope: Scope, input: z.infer<typeof SetPassword>): Promise<void> {
  requireRole(scope, "admin");
  requireMayManage(scope, await find(scope, input.id));
  const passwordChangeNeeded = input.id !== requireUser(scope).userId;
  await Password.store(scope.db, input.id, input.password);
  await scope.db.update(userTable).set({ passwordChangeNeeded }).where(eq(userTable.id, input.id));
  await Password.endSessions(scope.db, input.id);
}

/** Ends every session but the one it was changed in. */
export async function changeOwnPassword(
  scope: Scope,
  input: z.infer<typeof ChangeOwnPassword>,
  sessionToken: string | undefined,
): Promise<void> {
  const { userId } = requireUser(scope);
  if (!(await Password.isRight(scope.db, userId, input.current))) {
    throw new PublicError("invalid", "user.wrong_password", "The current password is not right. Try again.");
  }
  if (input.current === input.password) {
    const message = "The new password is the same as the current one. Choose another one.";
    throw new PublicError("invalid", "user.same_password", message);
  }
  await inTransaction(scope, async (scope) => {
    await Password.store(scope.db, userId, input.password);
    await scope.db.update(userTable).set({ passwordChangeNeeded: false }).where(eq(userTable.id, userId));
    await Password.endSessions(scope.db, userId, sessionToken);
    await Audit.record(scope, { action: "user.changeOwnPassword" });
  });
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
    const person = { name: input.name, email: input.email, role: "admin" as const, platformAdmin: true };
    return add(db, companyId, person, input.password);
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
export async function operator(db: Database, companyId: string): Promise<Extract<Actor, { type: "user" }>> {
  const [row] = await db.select({ id: userTable.id }).from(userTable).where(eq(userTable.email, operatorEmail));
  const userId = row?.id ?? newId("user");
  if (!row) {
    await db
      .insert(userTable)
      .values({ id: userId, companyId, role: "admin", name: "Command line", email: operatorEmail });
  }
  return { type: "user", userId, companyId, role: "admin" };
}

/** Adds a person to a company; without a password they have to sign in by another way. Throws `user.email_taken`. */
export async function add(
  db: Database,
  companyId: string,
  person: {
    name: string;
    email: string;
    role: Role;
    emailVerified?: boolean;
    passwordChangeNeeded?: boolean;
    platformAdmin?: boolean;
  },
  password?: string,
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
  if (password !== undefined) await Password.store(db, id, password);
  return fromRow(row);
}

/** Throws `user.last_administrator` when nobody else of the company could administer it. */
export async function requireOtherAdministrator(
  db: Database,
  { id, companyId }: { id: string; companyId: string },
): Promise<void> {
  // of two administrators who take each other's rights at once, one waits here and is told no
  await db.select({ id: companyTable.id }).from(companyTable).where(eq(companyTable.id, companyId)).for("update");
  const [other] = await db
    .select({ id: userTable.id })
    .from(userTable)
    .where(
      and(
        eq(userTable.companyId, companyId),
        eq(userTable.role, "admin"),
        isNull(userTable.suspendedAt),
        ne(userTable.email, operatorEmail),
        ne(userTable.id, id),
      ),
    )
    .limit(1);
  if (other) return;
  const message = "Nobody else could administer the desk then. Make somebody else an administrator first.";
  throw new PublicError("conflict", "user.last_administrator", message);
}

/** Throws `user.platform_admin` for anybody but another of them who would change what somebody may do who looks after all companies. */
export function requireMayManage(scope: Scope, person: { id: string; platformAdmin: boolean }): void {
  if (!person.platformAdmin) return;
  const actor = requireUser(scope);
  if (actor.platformAdmin || actor.userId === person.id) return;
  const message = "This person looks after the companies of the desk. Only another one who does may change this.";
  throw new PublicError("forbidden", "user.platform_admin", message);
}

/** One of the actor's company. Throws `user.not_found`. */
export async function find(scope: Scope, id: string): Promise<typeof userTable.$inferSelect> {
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
  const { id, name, email, role, suspendedAt, passwordChangeNeeded, createdAt } = row;
  return { id, name, email, role, suspended: suspendedAt !== null, passwordChangeNeeded, createdAt };
}

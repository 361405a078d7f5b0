import { and, asc, count, eq, gte, inArray, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { stopAnswersOfCompany } from "../chat/stop-person.ts";
import { companyTable, documentTable, runTable, sessionTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { forCompany, requirePlatform, requireUser, type Scope } from "../scope.ts";
import * as Audit from "../users/audit.ts";
import * as Invitation from "../users/invitation.ts";
import * as User from "../users/user.ts";

const language = z.enum(["zh", "en"]);
export const ById = z.strictObject({ id: z.string().max(100) });
export const Create = z.strictObject({ name: User.Name, email: User.Email, language });
export const Rename = ById.extend({ name: User.Name });
export const Invite = ById.extend({ email: User.Email, language });
export const SetKeeper = ById.extend({ keeps: z.boolean() });
/** The name as it is, typed by whoever deletes it. */
export const Remove = ById.extend({ name: z.string().max(120) });

/** What may be known of a company from outside: figures, and nothing that somebody wrote in it. */
export interface Info {
  id: string;
  name: string;
  /** Of the people who may sign in. */
  people: number;
  documents: number;
  /** Asked since the month began, by UTC. */
  questions: number;
  /** `removing` until a job has taken everything away. */
  state: "active" | "suspended" | "removing";
  signUpDomains: string[];
  /** The actor is a member. */
  own: boolean;
  createdAt: Date;
}

/** The companies of the desk by name, for those who look after them. */
export async function list(scope: Scope): Promise<Info[]> {
  requirePlatform(scope);
  const { db } = scope;
  const { companyId: own } = requireUser(scope);
  const active = and(isNull(userTable.suspendedAt), ne(userTable.email, User.operatorEmail));
  const [rows, people, documents, questions] = await Promise.all([
    db.select().from(companyTable).orderBy(asc(companyTable.name), asc(companyTable.id)),
    db.select({ id: userTable.companyId, n: count() }).from(userTable).where(active).groupBy(userTable.companyId),
    db
      .select({ id: documentTable.companyId, n: count() })
      .from(documentTable)
      .where(isNull(documentTable.removedAt))
      .groupBy(documentTable.companyId),
    db
      .select({ id: runTable.companyId, n: count() })
      .from(runTable)
      .where(gte(runTable.createdAt, monthOf(scope.now())))
      .groupBy(runTable.companyId),
  ]);
  const numberIn = (counted: { id: string; n: number }[], id: string) => counted.find((one) => one.id === id)?.n ?? 0;
  return rows.map(({ id, name, suspendedAt, removedAt, signUpDomains, createdAt }) => ({
    id,
    name,
    people: numberIn(people, id),
    documents: numberIn(documents, id),
    questions: numberIn(questions, id),
    state: removedAt ? "removing" : suspendedAt ? "suspended" : "active",
    signUpDomains,
    own: id === own,
    createdAt,
  }));
}

/** Makes a company and asks its first administrator to join. Nothing is made when that address is taken. */
export async function create(
  scope: Scope,
  { name, email, language }: z.infer<typeof Create>,
): Promise<{ id: string; invitation: Invitation.Info }> {
  requirePlatform(scope);
  const id = newId("company");
  await requireFree(scope, name, id);
  await scope.db.insert(companyTable).values({ id, name });
  try {
    return { id, invitation: await Invitation.inviteAdministrator(within(scope, id), { email, language }) };
  } catch (error) {
    await scope.db.delete(companyTable).where(eq(companyTable.id, id));
    throw error;
  }
}

/** Asks another person to administer the company, for one whose administrators have all left or never came. */
export async function invite(scope: Scope, { id, ...person }: z.infer<typeof Invite>): Promise<Invitation.Info> {
  requirePlatform(scope);
  await find(scope, id);
  const invitation = await Invitation.inviteAdministrator(within(scope, id), person);
  await Audit.record(within(scope, id), { action: "company.invite", details: { email: person.email } });
  return invitation;
}

export async function rename(scope: Scope, { id, name }: z.infer<typeof Rename>): Promise<void> {
  requirePlatform(scope);
  await find(scope, id);
  await requireFree(scope, name, id);
  await scope.db.update(companyTable).set({ name }).where(eq(companyTable.id, id));
  await Audit.record(within(scope, id), { action: "company.rename", subject: id, details: { name } });
}

/** Shuts everybody of the company out within seconds, keys and programs too. Nothing of it is lost. */
export async function suspend(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requirePlatform(scope);
  const { suspendedAt } = await findOther(scope, id);
  if (suspendedAt) return;
  await inTransaction(scope, (scope) => shut(scope, id, { suspendedAt: scope.now() }));
  await stopAnswersOfCompany(within(scope, id));
}

/** Lets its people in again; they sign in anew, their keys work as before. */
export async function resume(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requirePlatform(scope);
  await find(scope, id);
  await scope.db.update(companyTable).set({ suspendedAt: null }).where(eq(companyTable.id, id));
  await Audit.record(within(scope, id), { action: "company.resume", subject: id });
}

/** Deletes a company for good: nobody gets in from now on, and a job takes everything away. */
export async function remove(scope: Scope, { id, name }: z.infer<typeof Remove>): Promise<void> {
  requirePlatform(scope);
  const company = await findOther(scope, id);
  if (company.name.trim() !== name.trim()) {
    const message = "That is not the name of the company. Type it as it stands in the list.";
    throw new PublicError("invalid", "company.wrong_name", message);
  }
  await inTransaction(scope, async (scope) => {
    const now = scope.now();
    await shut(scope, id, { suspendedAt: company.suspendedAt ?? now, removedAt: now });
    await scope.queue.send("remove-company", [{ companyId: id }]);
  });
  await stopAnswersOfCompany(within(scope, id));
}

/** Those of the actor's own company who look after the companies, and those who could. */
export async function keepers(scope: Scope): Promise<{ id: string; name: string; email: string; keeps: boolean }[]> {
  requirePlatform(scope);
  const { id, name, email, platformAdmin: keeps } = userTable;
  const { companyId } = requireUser(scope);
  return scope.db
    .select({ id, name, email, keeps })
    .from(userTable)
    .where(and(eq(userTable.companyId, companyId), isNull(userTable.suspendedAt), ne(email, User.operatorEmail)))
    .orderBy(asc(name));
}

/** Lets somebody of the actor's own company look after the companies, or no longer. Throws `company.own_keeping`. */
export async function setKeeper(scope: Scope, { id, keeps }: z.infer<typeof SetKeeper>): Promise<void> {
  requirePlatform(scope);
  if (requireUser(scope).userId === id) {
    const message = "You cannot take this from yourself. Ask another one who looks after the companies.";
    throw new PublicError("conflict", "company.own_keeping", message);
  }
  await User.find(scope, id);
  await scope.db.update(userTable).set({ platformAdmin: keeps }).where(eq(userTable.id, id));
}

async function shut(scope: Scope, id: string, change: { suspendedAt: Date; removedAt?: Date }): Promise<void> {
  const { db } = scope;
  await db.update(companyTable).set(change).where(eq(companyTable.id, id));
  const people = db.select({ id: userTable.id }).from(userTable).where(eq(userTable.companyId, id));
  await db.delete(sessionTable).where(inArray(sessionTable.userId, people));
  if (!change.removedAt) await Audit.record(within(scope, id), { action: "company.suspend", subject: id });
}

/** The desk itself at work for the company: its log says what was done, and not by whom of another company. */
function within(scope: Scope, id: string): Scope {
  return forCompany(scope, id, "platform");
}

async function find({ db }: Scope, id: string) {
  const [row] = await db
    .select()
    .from(companyTable)
    .where(and(eq(companyTable.id, id), isNull(companyTable.removedAt)));
  if (row) return row;
  throw new PublicError("not_found", "company.not_found", "That company is not there any more. Reload the list.");
}

/** One that the actor does not shut themselves out of. */
async function findOther(scope: Scope, id: string) {
  const found = await find(scope, id);
  if (requireUser(scope).companyId !== id) return found;
  const message = "This is your own company. You would shut yourself out.";
  throw new PublicError("conflict", "company.own", message);
}

async function requireFree({ db }: Scope, name: string, id: string): Promise<void> {
  const [taken] = await db
    .select({ id: companyTable.id })
    .from(companyTable)
    .where(and(eq(companyTable.name, name), ne(companyTable.id, id)));
  if (!taken) return;
  const message = `There is a company called "${name}" already. Choose another name.`;
  throw new PublicError("conflict", "company.name_taken", message);
}

function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

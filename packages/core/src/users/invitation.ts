import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { companyTable, groupMemberTable, groupTable, invitationTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { post } from "../mail/post.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Audit from "./audit.ts";
import * as Group from "./group.ts";
import { Password } from "./password.ts";
import { roles, type Role } from "./role.ts";
import { hashOf, newToken } from "./token.ts";
import * as User from "./user.ts";

export const daysValid = 7;
const day = 24 * 60 * 60 * 1000;
const lettersAtOnce = 5;

const Token = z.string().max(100);
export const Invite = z.strictObject({
  emails: z.array(User.Email).min(1).max(200),
  role: z.enum(roles),
  groupIds: z.array(z.string()).max(100).default([]),
  language: z.enum(["zh", "en"]),
});
export const ById = z.strictObject({ id: z.string() });
export const ByToken = z.strictObject({ token: Token });
export const Accept = z.strictObject({ token: Token, name: User.Name, password: Password });

export interface Info {
  id: string;
  email: string;
  role: Role;
  expiresAt: Date;
  expired: boolean;
  /** The last letter could not be handed to the mail service. */
  unsent: boolean;
}

export interface Invited {
  invited: Info[];
  /** Who has an account already, here or elsewhere on this desk. */
  known: string[];
}

/** Who was asked to join and has not yet. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const rows = await scope.db
    .select()
    .from(invitationTable)
    .where(ofCompany(scope))
    .orderBy(asc(invitationTable.email));
  return rows.map((row) => fromRow(scope, row));
}

/** Asks people to join by mail. Whoever was asked before gets a new link, and the old one is void. */
export async function invite(scope: Scope, input: z.infer<typeof Invite>): Promise<Invited> {
  requireRole(scope, "admin");
  await Group.requireGroups(scope, input.groupIds);
  const emails = [...new Set(input.emails)];
  const people = await scope.db
    .select({ email: userTable.email })
    .from(userTable)
    .where(inArray(userTable.email, emails));
  const known = new Set(people.map(({ email }) => email));
  const invited: Info[] = [];
  const waiting = emails.filter((email) => !known.has(email));
  for (let at = 0; at < waiting.length; at += lettersAtOnce) {
    const some = waiting.slice(at, at + lettersAtOnce).map((email) => ask(scope, { ...input, email }));
    for (const one of await Promise.all(some)) {
      if (typeof one === "string") known.add(one);
      else invited.push(one);
    }
  }
  return { invited, known: [...known].toSorted() };
}

/** Sends a new link; the one before is void. */
export async function resend(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  requireRole(scope, "admin");
  const row = await find(scope, id);
  const sent = await ask(scope, row);
  if (typeof sent === "string") throw notFound();
  return sent;
}

/** The link leads nowhere any more. */
export async function withdraw(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "admin");
  await find(scope, id);
  await scope.db.delete(invitationTable).where(eq(invitationTable.id, id));
}

/** Who is asked by whom, for whoever holds the link. */
export async function look(
  scope: Scope,
  { token }: z.infer<typeof ByToken>,
): Promise<{ email: string; company: string }> {
  const [row] = await scope.db
    .select({ email: invitationTable.email, company: companyTable.name })
    .from(invitationTable)
    .innerJoin(companyTable, eq(companyTable.id, invitationTable.companyId))
    .where(and(valid(scope, token), isNull(companyTable.suspendedAt)));
  if (row) return row;
  throw notValid();
}

/** Makes the account. The link came by mail, so the address is known to be theirs. */
export async function accept(
  scope: Scope,
  { token, name, password }: z.infer<typeof Accept>,
): Promise<{ email: string }> {
  return inTransaction(scope, async (scope) => {
    const { db } = scope;
    await look(scope, { token });
    const [row] = await db.delete(invitationTable).where(valid(scope, token)).returning();
    if (!row) throw notValid();
    const { companyId, email, role } = row;
    const { id } = await User.add(db, companyId, { name, email, role, emailVerified: true }, password);
    const groups = await db
      .select({ groupId: groupTable.id })
      .from(groupTable)
      .where(and(inArray(groupTable.id, row.groupIds), eq(groupTable.companyId, companyId)));
    if (groups.length) await db.insert(groupMemberTable).values(groups.map((group) => ({ ...group, userId: id })));
    const actor = { type: "user" as const, userId: id, companyId, role };
    await Audit.record({ ...scope, actor }, { action: "invitation.accept", subject: id, details: { email, role } });
    return { email };
  });
}

interface Asked {
  email: string;
  role: Role;
  groupIds: string[];
  language: "zh" | "en";
}

/** Asks somebody to administer a company that the actor works for by a job. Throws `invitation.known` where the address is taken. */
export async function inviteAdministrator(
  scope: Scope,
  { email, language }: { email: string; language: "zh" | "en" },
): Promise<Info> {
  requireRole(scope, "admin");
  const [person] = await scope.db.select({ id: userTable.id }).from(userTable).where(eq(userTable.email, email));
  const sent = person ? email : await ask(scope, { email, role: "admin", groupIds: [], language });
  if (typeof sent !== "string") return sent;
  const message = `${email} has an account or an invitation on this desk already. An address belongs to one company: use another one.`;
  throw new PublicError("conflict", "invitation.known", message);
}

/** Writes the invitation and sends its link; gives the address alone where another company has asked before. */
async function ask(scope: Scope, { email, role, groupIds, language }: Asked): Promise<Info | string> {
  const companyId = requireCompany(scope);
  const { token, hash } = newToken();
  const values = {
    role,
    groupIds,
    language,
    tokenHash: hash,
    expiresAt: new Date(scope.now().getTime() + daysValid * day),
    unsent: false,
  };
  const [row] = await scope.db
    .insert(invitationTable)
    .values({ id: newId("invitation"), companyId, email, ...values })
    .onConflictDoUpdate({
      target: invitationTable.email,
      set: values,
      setWhere: eq(invitationTable.companyId, companyId),
    })
    .returning();
  if (!row) return email;
  const [company] = await scope.db
    .select({ name: companyTable.name })
    .from(companyTable)
    .where(eq(companyTable.id, companyId));
  // behind `#`, so that no server's log holds it
  const link = scope.pageUrl(`/join#${token}`);
  const sent = await post(scope, email, language, {
    type: "invitation",
    company: company?.name ?? "",
    link,
    days: daysValid,
  });
  if (!sent) await scope.db.update(invitationTable).set({ unsent: true }).where(eq(invitationTable.id, row.id));
  return fromRow(scope, { ...row, unsent: !sent });
}

async function find(scope: Scope, id: string) {
  const [row] = await scope.db
    .select()
    .from(invitationTable)
    .where(and(eq(invitationTable.id, id), ofCompany(scope)));
  if (row) return row;
  throw notFound();
}

function valid(scope: Scope, token: string) {
  return and(eq(invitationTable.tokenHash, hashOf(token)), gt(invitationTable.expiresAt, scope.now()));
}

function ofCompany(scope: Scope) {
  return eq(invitationTable.companyId, requireCompany(scope));
}

function fromRow({ now }: Scope, row: typeof invitationTable.$inferSelect): Info {
  const { id, email, role, expiresAt, unsent } = row;
  return { id, email, role, expiresAt, expired: expiresAt <= now(), unsent };
}

function notFound() {
  const message = "That invitation is not there any more: it was withdrawn, or the person has joined. Reload the list.";
  return new PublicError("not_found", "invitation.not_found", message);
}

function notValid() {
  const message =
    "This invitation is not valid any more: it was used, withdrawn, or is too old. Ask an administrator for a new one.";
  return new PublicError("invalid", "invitation.not_valid", message);
}

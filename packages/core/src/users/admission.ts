import { and, eq, inArray } from "drizzle-orm";
import { accountTable, groupMemberTable, groupTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import type { Ports, Scope } from "../scope.ts";
import * as Audit from "./audit.ts";
import type { Row as Provider } from "./identity-provider.ts";
import type { Identity } from "./oidc.ts";
import { roles, type Role } from "./role.ts";
import * as User from "./user.ts";

type Person = typeof userTable.$inferSelect;

/**
 * The account of whoever signed in by a service: the one that is bound to this identity, else the one with the same
 * address if the service has verified it, else a new one where the service may admit people. Gives its id.
 */
export async function admit(ports: Ports, provider: Provider, identity: Identity): Promise<string> {
  const scope: Scope = { ...ports, actor: { type: "system", companyId: provider.companyId, job: "sign-in" } };
  return inTransaction(scope, async (scope) => {
    const person =
      (await bound(scope, provider, identity)) ??
      (await known(scope, provider, identity)) ??
      (await newcomer(scope, provider, identity));
    if (person.platformAdmin && !provider.configured) throw ownWayOnly();
    if (person.suspendedAt) throw refused("This account cannot sign in at the moment. Ask an administrator.");
    await follow(scope, provider, person, identity);
    return person.id;
  });
}

async function bound({ db }: Scope, { id, companyId }: Provider, { subject }: Identity): Promise<Person | undefined> {
  const [row] = await db
    .select({ person: userTable })
    .from(accountTable)
    .innerJoin(userTable, eq(userTable.id, accountTable.userId))
    .where(
      and(eq(accountTable.providerId, id), eq(accountTable.accountId, subject), eq(userTable.companyId, companyId)),
    );
  return row?.person;
}

async function known(scope: Scope, provider: Provider, identity: Identity): Promise<Person | undefined> {
  if (!identity.email || !identity.emailVerified || identity.email === User.operatorEmail) return undefined;
  const [person] = await scope.db
    .select()
    .from(userTable)
    .where(and(eq(userTable.email, identity.email), eq(userTable.companyId, provider.companyId)));
  // before it is bound: whoever runs a company's service could else become whoever looks after all companies
  if (person?.platformAdmin && !provider.configured) throw ownWayOnly();
  if (person) await bind(scope, provider, identity, person.id);
  return person;
}

async function newcomer(scope: Scope, provider: Provider, identity: Identity): Promise<Person> {
  const { email, emailVerified, name } = identity;
  if (!email || !emailVerified) {
    throw refused("The sign-in service did not confirm your e-mail address. Ask an administrator.");
  }
  if (!provider.admits) throw refused("You have no account here yet. Ask an administrator to invite you.");
  const person = { name: (name ?? email).slice(0, 120), email, role: "member" as const, emailVerified };
  const { id } = await User.add(scope.db, provider.companyId, person);
  await bind(scope, provider, identity, id);
  await Audit.record(scope, { action: "user.admit", subject: id, details: { email, by: provider.name } });
  const [row] = await scope.db.select().from(userTable).where(eq(userTable.id, id));
  if (!row) throw new Error("the person was not added");
  return row;
}

async function bind({ db }: Scope, { id }: Provider, { subject }: Identity, userId: string): Promise<void> {
  await db.insert(accountTable).values({ id: newId("user"), accountId: subject, providerId: id, userId });
}

/** Groups and roles that the rules name follow what the service says at each sign-in; others stay as they are. */
async function follow(scope: Scope, provider: Provider, person: Person, identity: Identity): Promise<void> {
  const said = valuesOf(identity.claims[provider.groupsClaim]);
  const held = provider.rules.filter(({ value }) => said.has(value));
  await followGroups(scope, provider, person, new Set(held.flatMap(({ groupId }) => groupId ?? [])));
  if (!provider.rules.some(({ role }) => role)) return;
  const role = highest(held.flatMap(({ role }) => role ?? []));
  if (role === person.role) return;
  if (person.role === "admin" && !(await mayLose(scope, person))) return;
  await scope.db.update(userTable).set({ role, updatedAt: scope.now() }).where(eq(userTable.id, person.id));
  await Audit.record(scope, { action: "user.follow", subject: person.id, details: { role, by: provider.name } });
}

async function followGroups(
  scope: Scope,
  provider: Provider,
  { id }: Person,
  into: ReadonlySet<string>,
): Promise<void> {
  const { db } = scope;
  const ruled = [...new Set(provider.rules.flatMap(({ groupId }) => groupId ?? []))];
  const there = await db
    .select({ id: groupTable.id })
    .from(groupTable)
    .where(and(inArray(groupTable.id, ruled), eq(groupTable.companyId, provider.companyId)));
  const [joins, leaves] = [there.filter((group) => into.has(group.id)), there.filter((group) => !into.has(group.id))];
  if (leaves.length) {
    const ids = leaves.map((group) => group.id);
    await db
      .delete(groupMemberTable)
      .where(and(eq(groupMemberTable.userId, id), inArray(groupMemberTable.groupId, ids)));
  }
  if (joins.length) {
    const rows = joins.map((group) => ({ groupId: group.id, userId: id }));
    await db.insert(groupMemberTable).values(rows).onConflictDoNothing();
  }
}

async function mayLose({ db }: Scope, person: Person): Promise<boolean> {
  try {
    await User.requireOtherAdministrator(db, person);
    return true;
  } catch (error) {
    if (error instanceof PublicError) return false;
    throw error;
  }
}

/** The values of a claim: a list, or words in one text. */
function valuesOf(claim: unknown): Set<string> {
  if (typeof claim === "string") return new Set([claim, ...claim.split(/[\s,]+/).filter(Boolean)]);
  return new Set(Array.isArray(claim) ? claim.filter((value) => typeof value === "string") : []);
}

function highest(held: readonly Role[]): Role {
  return roles.findLast((role) => held.includes(role)) ?? "member";
}

function ownWayOnly() {
  const message =
    "You look after the companies of this desk: sign in with your password, or by the service that the desk's configuration names.";
  return new PublicError("forbidden", "oidc.platform_admin", message);
}

function refused(message: string) {
  return new PublicError("forbidden", "oidc.not_admitted", message);
}

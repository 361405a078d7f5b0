import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { groupMemberTable, groupTable, userTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { requireCompany, type Scope } from "../scope.ts";
import * as User from "../users/user.ts";
import * as Ledger from "./ledger.ts";
import { ofOtherCompany, type Manner } from "./manner.ts";
import { result, unreadable, type Result } from "./outcome.ts";

const Row = z.object({
  username: z.string().trim().min(1).max(254),
  groupname: z.string().nullish(),
  company: z.string().nullish(),
  status: z.string().nullish(),
  email: z.string().nullish(),
});
type Row = z.infer<typeof Row>;

/** The predecessor's two groups say what somebody may do; any other is a group here too. */
const rights = { admin: "admin", normal: "member" } as const;

/** Makes an account for somebody, who sets a password of their own before they can sign in with one. */
export async function take(scope: Scope, item: unknown, manner: Manner): Promise<Result> {
  const parsed = Row.safeParse(item);
  if (!parsed.success) return unreadable("a user");
  const row = parsed.data;
  const { username } = row;
  const other = ofOtherCompany(row, manner, username);
  if (other) return other;
  const said = [row.groupname ?? "", row.status ?? "", row.email ?? ""];
  const held = await Ledger.find(scope, "person", [username], said);
  if (held) return result("unchanged", username, held.isSame ? undefined : changedThere);
  const email = addressOf(row, manner);
  if (!email) return result("skipped", username, withoutAddress);
  const [known] = await scope.db.select().from(userTable).where(eq(userTable.email, email));
  if (known && known.companyId !== requireCompany(scope)) return result("skipped", username, elsewhere);
  const id = known?.id ?? (await add(scope, row, email, manner));
  await Ledger.note(scope, "person", [username], id, said);
  return known ? result("unchanged", username, there) : result("taken", username);
}

/** Who somebody of the predecessor's is here: taken over before, or known by the same address. */
export async function personOf(scope: Scope, username: string): Promise<string | undefined> {
  const held = await Ledger.find(scope, "person", [username]);
  const by = held ? eq(userTable.id, held.targetId) : eq(userTable.email, username.toLowerCase());
  const [person] = await scope.db
    .select({ id: userTable.id })
    .from(userTable)
    .where(and(by, eq(userTable.companyId, requireCompany(scope))));
  return person?.id;
}

async function add(
  scope: Scope,
  { username, groupname, status }: Row,
  email: string,
  { dry }: Manner,
): Promise<string> {
  const companyId = requireCompany(scope);
  const role = groupname && Object.hasOwn(rights, groupname) ? rights[groupname as keyof typeof rights] : "member";
  const person = { name: username.slice(0, 120), email, role, passwordChangeNeeded: true };
  // nobody knows it: it is there so that another one can be asked for by mail
  const password = dry ? undefined : randomBytes(32).toString("base64url");
  const { id } = await User.add(scope.db, companyId, person, password);
  if (status && status !== "active") {
    await scope.db.update(userTable).set({ suspendedAt: scope.now() }).where(eq(userTable.id, id));
  }
  if (groupname && !Object.hasOwn(rights, groupname)) await join(scope, id, groupname);
  return id;
}

async function join(scope: Scope, userId: string, groupname: string): Promise<void> {
  const companyId = requireCompany(scope);
  const name = groupname.trim().slice(0, 120);
  await scope.db
    .insert(groupTable)
    .values({ id: newId("group"), companyId, name })
    .onConflictDoNothing();
  const [group] = await scope.db
    .select({ id: groupTable.id })
    .from(groupTable)
    .where(and(eq(groupTable.companyId, companyId), eq(groupTable.name, name)));
  if (group) await scope.db.insert(groupMemberTable).values({ groupId: group.id, userId }).onConflictDoNothing();
}

function addressOf({ email, username }: Row, { mailDomain }: Manner): string | undefined {
  const candidates = [email, username, mailDomain && `${username}@${mailDomain}`];
  for (const candidate of candidates) {
    const address = User.Email.safeParse(candidate?.trim());
    if (address.success && address.data !== User.operatorEmail) return address.data;
  }
  return undefined;
}

const withoutAddress = {
  code: "email_missing",
  message: "Has no e-mail address. Say --mail-domain to make one of the user name, or put it into the file.",
};
const elsewhere = {
  code: "email_elsewhere",
  message: "The e-mail address belongs to somebody of another company of this desk.",
};
const there = { code: "account_exists", message: "Has an account here already: it stays as it is." };
const changedThere = {
  code: "changed_there",
  message:
    "Was changed in the predecessor since it was taken over. People are looked after here now: it stays as it is.",
};

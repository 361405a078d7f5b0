import { createHmac, randomInt } from "node:crypto";
import { and, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { companyTable, signUpTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { beginAfterwards } from "../afterwards.ts";
import { post } from "../mail/post.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Audit from "./audit.ts";
import { Password } from "./password.ts";
import { throttle } from "./throttle.ts";
import { hashOf, isSameSecret } from "./token.ts";
import * as User from "./user.ts";

export const minutesValid = 15;
const attemptsMax = 5;

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/, "is no domain, such as example.org");
export const SetDomains = z.strictObject({ domains: z.array(Domain).max(50) });
export const Request = z.strictObject({ email: User.Email, language: z.enum(["zh", "en"]) });
export const Finish = z.strictObject({
  email: User.Email,
  code: z.string().trim().max(20),
  name: User.Name,
  password: Password,
});

/** Where anybody gets an address for nothing: such a domain would let in everybody. */
const openToAll = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de proton.me protonmail.com mail.com yandex.com zoho.com qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com".split(
    " ",
  ),
);

/** The domains whose people may sign up. */
export async function domains(scope: Scope): Promise<string[]> {
  requireRole(scope, "admin");
  return domainsOf(scope, requireCompany(scope));
}

/** Replaces them; without any, nobody can sign up. Throws `sign_up.open_domain`, `sign_up.domain_taken`. */
export async function setDomains(scope: Scope, input: z.infer<typeof SetDomains>): Promise<string[]> {
  requireRole(scope, "admin");
  const open = input.domains.find((domain) => openToAll.has(domain));
  if (open) {
    const message = `Anybody can get an address at ${open}. Enter only domains that belong to your company.`;
    throw new PublicError("invalid", "sign_up.open_domain", message);
  }
  const signUpDomains = [...new Set(input.domains)];
  const companyId = requireCompany(scope);
  return inTransaction(scope, async ({ db }) => {
    // of two companies that name the same domain at once, one waits here and is told no
    await db.execute(sql`select pg_advisory_xact_lock(hashtext('sign-up-domains'))`);
    const taken = await db
      .select({ domains: companyTable.signUpDomains })
      .from(companyTable)
      .where(ne(companyTable.id, companyId));
    const other = signUpDomains.find((domain) => taken.some(({ domains }) => domains.includes(domain)));
    if (other) {
      const message = `People with an address at ${other} join another company of this desk. Ask whoever looks after the desk.`;
      throw new PublicError("conflict", "sign_up.domain_taken", message);
    }
    await db.update(companyTable).set({ signUpDomains }).where(eq(companyTable.id, companyId));
    return signUpDomains;
  });
}

/** Whether anybody may sign up at all. */
export async function isOpen({ db }: Pick<Scope, "db">): Promise<boolean> {
  const [open] = await db
    .select({ id: companyTable.id })
    .from(companyTable)
    .where(and(isNull(companyTable.suspendedAt), sql`jsonb_array_length(${companyTable.signUpDomains}) > 0`))
    .limit(1);
  return open !== undefined;
}

/**
 * Mails a code by which to join the company that the domain of the address belongs to, unless the address has an account:
 * the answer is the same, and comes before that is looked up.
 */
export async function request(scope: Scope, input: z.infer<typeof Request>, from: string): Promise<void> {
  const companyId = await companyOf(scope, input.email);
  if (companyId === undefined) {
    const message = "People with this e-mail address cannot sign up by themselves. Ask an administrator to invite you.";
    throw new PublicError("forbidden", "sign_up.domain", message);
  }
  await throttle(scope, [
    { key: `sign-up-from:${from}`, max: 10, seconds: 900 },
    { key: `sign-up:${hashOf(input.email)}`, max: 3, seconds: 3_600 },
  ]);
  beginAfterwards(() =>
    sendCode(scope, companyId, input).catch((error: unknown) => scope.log.error("sign_up.failed", { error })),
  );
}

/** Makes the account of a member. A code works once, and is void after a few wrong ones. */
export async function finish(scope: Scope, input: z.infer<typeof Finish>): Promise<void> {
  // counted outside the transaction, which a wrong code ends
  const [row] = await scope.db
    .update(signUpTable)
    .set({ attempts: sql`${signUpTable.attempts} + 1` })
    .where(
      and(
        eq(signUpTable.email, input.email),
        lt(signUpTable.attempts, attemptsMax),
        gt(signUpTable.expiresAt, scope.now()),
      ),
    )
    .returning();
  if (!row || !isSameSecret(row.codeHash, codeHash(scope, input.email, input.code))) throw wrongCode();
  const { companyId } = row;
  // the company may have been suspended since, or have given the domain up
  if ((await companyOf(scope, input.email)) !== companyId) throw wrongCode();
  await inTransaction(scope, async (scope) => {
    const { db } = scope;
    const used = await db.delete(signUpTable).where(eq(signUpTable.email, input.email)).returning();
    if (!used.length) throw wrongCode();
    const { name, email, password } = input;
    const person = { name, email, role: "member" as const, emailVerified: true };
    const { id } = await User.add(db, companyId, person, password);
    const actor = { type: "user" as const, userId: id, companyId, role: person.role };
    await Audit.record({ ...scope, actor }, { action: "signUp.finish", subject: id, details: { email } });
  });
}

async function sendCode(scope: Scope, companyId: string, { email, language }: z.infer<typeof Request>): Promise<void> {
  const [known] = await scope.db.select({ id: userTable.id }).from(userTable).where(eq(userTable.email, email));
  if (known) return;
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const values = {
    companyId,
    codeHash: codeHash(scope, email, code),
    attempts: 0,
    expiresAt: new Date(scope.now().getTime() + minutesValid * 60_000),
  };
  await scope.db
    .insert(signUpTable)
    .values({ email, ...values })
    .onConflictDoUpdate({ target: signUpTable.email, set: values });
  const [company] = await scope.db
    .select({ name: companyTable.name })
    .from(companyTable)
    .where(eq(companyTable.id, companyId));
  await post(scope, email, language, { type: "sign-up", company: company?.name ?? "", code, minutes: minutesValid });
}

/** The company whose people have addresses like this one. */
async function companyOf({ db }: Pick<Scope, "db">, email: string): Promise<string | undefined> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const [row] = await db
    .select({ id: companyTable.id })
    .from(companyTable)
    .where(and(isNull(companyTable.suspendedAt), sql`${companyTable.signUpDomains} ? ${domain}`));
  return row?.id;
}

async function domainsOf({ db }: Pick<Scope, "db">, companyId: string): Promise<string[]> {
  const [row] = await db
    .select({ domains: companyTable.signUpDomains })
    .from(companyTable)
    .where(eq(companyTable.id, companyId));
  return row?.domains ?? [];
}

/** Six digits are soon tried out by whoever reads the database, but not without the desk's secret. */
function codeHash({ secret }: Pick<Scope, "secret">, email: string, code: string): string {
  return createHmac("sha256", secret).update(`sign-up:${email}:${code}`).digest("hex");
}

function wrongCode() {
  const message = "This code is not right, or is too old. Look again at the newest letter, or ask for another code.";
  return new PublicError("invalid", "sign_up.wrong_code", message);
}

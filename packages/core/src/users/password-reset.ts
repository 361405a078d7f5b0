import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { accountTable, passwordResetTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { beginAfterwards } from "../afterwards.ts";
import { post } from "../mail/post.ts";
import type { Scope } from "../scope.ts";
import * as Audit from "./audit.ts";
import * as Password from "./password.ts";
import { throttle } from "./throttle.ts";
import { hashOf, newToken } from "./token.ts";
import { Email } from "./user.ts";

export const minutesValid = 60;

const Language = z.enum(["zh", "en"]);
export const Request = z.strictObject({ email: Email, language: Language });
export const Reset = z.strictObject({ token: z.string().max(100), password: Password.Password, language: Language });

/**
 * Sends a link by which a password can be set, if the address is somebody's. The answer comes before that is looked up:
 * neither what it says nor when it comes tells whether an account exists.
 */
export async function request(scope: Scope, input: z.infer<typeof Request>, from: string): Promise<void> {
  await throttle(scope, [
    { key: `reset-from:${from}`, max: 10, seconds: 900 },
    { key: `reset:${hashOf(input.email)}`, max: 3, seconds: 3_600 },
  ]);
  beginAfterwards(() =>
    sendLink(scope, input).catch((error: unknown) => scope.log.error("password_reset.failed", { error })),
  );
}

/** Sets the password and signs the person out everywhere. Works once for a link. */
export async function reset(scope: Scope, { token, password, language }: z.infer<typeof Reset>): Promise<void> {
  const email = await inTransaction(scope, async (scope) => {
    const { db } = scope;
    const [link] = await db
      .delete(passwordResetTable)
      .where(and(eq(passwordResetTable.tokenHash, hashOf(token)), gt(passwordResetTable.expiresAt, scope.now())))
      .returning();
    if (!link) throw notValid();
    const [person] = await db
      .update(userTable)
      .set({ passwordChangeNeeded: false, updatedAt: scope.now() })
      .where(and(eq(userTable.id, link.userId), isNull(userTable.suspendedAt)))
      .returning();
    if (!person) throw notValid();
    await Password.store(db, person.id, password);
    await Password.endSessions(db, person.id);
    const actor = { type: "user" as const, userId: person.id, companyId: person.companyId, role: person.role };
    await Audit.record({ ...scope, actor }, { action: "user.resetPassword", subject: person.id });
    return person.email;
  });
  await post(scope, email, language, { type: "password-set" });
}

async function sendLink(scope: Scope, { email, language }: z.infer<typeof Request>): Promise<void> {
  const [person] = await scope.db
    .select({ id: userTable.id })
    .from(userTable)
    .innerJoin(accountTable, and(eq(accountTable.userId, userTable.id), eq(accountTable.providerId, "credential")))
    .where(and(eq(userTable.email, email), isNull(userTable.suspendedAt)));
  if (!person) return;
  const { token, hash } = newToken();
  const expiresAt = new Date(scope.now().getTime() + minutesValid * 60_000);
  await scope.db
    .insert(passwordResetTable)
    .values({ userId: person.id, tokenHash: hash, expiresAt })
    .onConflictDoUpdate({ target: passwordResetTable.userId, set: { tokenHash: hash, expiresAt } });
  // behind `#`, so that no server's log holds it
  const link = scope.pageUrl(`/reset#${token}`);
  await post(scope, email, language, { type: "password-reset", link, minutes: minutesValid });
}

function notValid() {
  const message = "This link is not valid any more: it was used, or is too old. Ask for a new one.";
  return new PublicError("invalid", "password_reset.not_valid", message);
}

import { hashPassword, verifyPassword } from "better-auth/crypto";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { accountTable, passwordResetTable, sessionTable } from "../db/schema.ts";

export const Password = z.string().min(10, "A password needs at least 10 characters.").max(200);

const ofPassword = "credential";

/** Keeps a person's password. Links that would have let somebody set another one are void. */
export async function store(db: Database, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await db
    .insert(accountTable)
    .values({ id: `credential_${userId}`, accountId: userId, providerId: ofPassword, userId, password: hash })
    .onConflictDoUpdate({ target: accountTable.id, set: { password: hash, updatedAt: new Date() } });
  await db.delete(passwordResetTable).where(eq(passwordResetTable.userId, userId));
}

/** Whether this is the person's password; false also for those who have none. */
export async function isRight(db: Database, userId: string, password: string): Promise<boolean> {
  const [account] = await db
    .select({ password: accountTable.password })
    .from(accountTable)
    .where(and(eq(accountTable.userId, userId), eq(accountTable.providerId, ofPassword)));
  return Boolean(account?.password) && verifyPassword({ hash: account?.password ?? "", password });
}

/** Signs a person out everywhere, but for one session when it is named. */
export async function endSessions(db: Database, userId: string, but?: string): Promise<void> {
  const others = but === undefined ? undefined : ne(sessionTable.token, but);
  await db.delete(sessionTable).where(and(eq(sessionTable.userId, userId), others));
}

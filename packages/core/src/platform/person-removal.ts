import { and, count, eq, ne, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { loggedRuns } from "../chat/logged-runs.ts";
import { stopAnswersOf } from "../chat/stop-person.ts";
import {
  apiKeyTable,
  auditTable,
  conversationTable,
  feedbackTable,
  invitationTable,
  libraryGrantTable,
  libraryTable,
  pictureTable,
  runTable,
  signUpTable,
  userTable,
} from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import * as Audit from "../users/audit.ts";
import * as User from "../users/user.ts";

export const ById = z.strictObject({ id: z.string().max(100) });
/** The name as it is, typed by whoever deletes them. */
export const Remove = ById.extend({ name: z.string().max(120) });

/** What would go with a person, and what would be left without an owner. */
export interface Belongings {
  conversations: number;
  feedback: number;
  keys: number;
  /** Private libraries that nobody else owns. */
  libraries: number;
}

export async function belongings(scope: Scope, { id }: z.infer<typeof ById>): Promise<Belongings> {
  requireRole(scope, "admin");
  const { db } = scope;
  await User.find(scope, id);
  const other = alias(libraryGrantTable, "other");
  const othersOwn = db
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.libraryId, libraryTable.id), eq(other.role, "owner"), ne(other.id, libraryGrantTable.id)));
  const [[conversations], [feedback], [keys], [libraries]] = await Promise.all([
    db.select({ n: count() }).from(conversationTable).where(eq(conversationTable.userId, id)),
    db.select({ n: count() }).from(feedbackTable).where(eq(feedbackTable.userId, id)),
    db.select({ n: count() }).from(apiKeyTable).where(eq(apiKeyTable.userId, id)),
    db
      .select({ n: count() })
      .from(libraryGrantTable)
      .innerJoin(libraryTable, eq(libraryTable.id, libraryGrantTable.libraryId))
      .where(
        and(
          eq(libraryGrantTable.userId, id),
          eq(libraryGrantTable.role, "owner"),
          eq(libraryTable.visibility, "private"),
          notExists(othersOwn),
        ),
      ),
  ]);
  return {
    conversations: conversations?.n ?? 0,
    feedback: feedback?.n ?? 0,
    keys: keys?.n ?? 0,
    libraries: libraries?.n ?? 0,
  };
}

/**
 * Deletes a person for good with their conversations, pictures, feedback, keys and sessions. What they wrote into
 * libraries stays, by a former member; the log keeps their id and not their name.
 */
export async function remove(scope: Scope, { id, name }: z.infer<typeof Remove>): Promise<void> {
  requireRole(scope, "admin");
  const person = await User.find(scope, id);
  User.requireMayManage(scope, person);
  if (requireUser(scope).userId === id) {
    const message = "You cannot delete yourself. Ask another administrator.";
    throw new PublicError("conflict", "user.own_removal", message);
  }
  if (person.name.trim() !== name.trim()) {
    const message = "That is not the person's name. Type it as it stands in the list.";
    throw new PublicError("invalid", "user.wrong_name", message);
  }
  await stopAnswersOf(scope, id);
  const { pictures, runs } = await inTransaction(scope, async (scope) => {
    const { db } = scope;
    await User.requireOtherAdministrator(db, person);
    await Audit.record(scope, { action: "user.remove", subject: id });
    const runs = await loggedRuns(scope, eq(runTable.userId, id));
    const pictures = await db
      .select({ fileKey: pictureTable.fileKey })
      .from(pictureTable)
      .where(eq(pictureTable.userId, id));
    await db.delete(userTable).where(eq(userTable.id, id));
    await db.delete(invitationTable).where(eq(invitationTable.email, person.email));
    await db.delete(signUpTable).where(eq(signUpTable.email, person.email));
    await forgetName(scope, person);
    return { pictures, runs };
  });
  await scope.runLog.forget(runs);
  // one that is left here because the process ended is swept away at the next start
  for (const { fileKey } of pictures) await scope.files.remove(fileKey);
}

/** The log goes on saying what was done by whom to whom, by ids alone. */
async function forgetName(scope: Scope, { id, email }: typeof userTable.$inferSelect): Promise<void> {
  const { db } = scope;
  const ours = eq(auditTable.companyId, requireCompany(scope));
  await db
    .update(auditTable)
    .set({ actorName: "", keyName: null })
    .where(and(ours, eq(auditTable.actorId, id)));
  await db
    .update(auditTable)
    .set({ details: sql`${auditTable.details} - 'name' - 'before' - 'email'` })
    .where(and(ours, or(eq(auditTable.subject, id), sql`${auditTable.details} ->> 'email' = ${email}`)));
  await db
    .update(auditTable)
    .set({
      details: sql`jsonb_set(${auditTable.details}, '{emails}', (${auditTable.details} -> 'emails') - ${email}::text)`,
    })
    .where(and(ours, sql`${auditTable.details} -> 'emails' ? ${email}`));
}

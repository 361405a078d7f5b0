import { and, asc, eq, inArray, isNotNull, lt, ne, notExists, type SQL } from "drizzle-orm";
import { unfinishedStates } from "../chat/chat.sql.ts";
import type { Database } from "../db/database.ts";
import { auditTable, conversationTable, feedbackTable, pictureTable, runTable, usageTable } from "../db/schema.ts";
import type { DaysKey } from "../settings/registry.ts";

export type Kind = "conversations" | "feedback" | "usage" | "audit" | "pictures";

/** Something that is kept for so many days and no longer. */
export interface Kept {
  kind: Kind;
  /** What is too old. */
  due(db: Database, companyId: string, before: Date): Promise<number>;
  /** Takes some of it away. For a caller's transaction, after which the files go, and what the log of the runs has. */
  take(db: Database, companyId: string, before: Date, most: number): Promise<Taken>;
}

export interface Taken {
  number: number;
  files?: readonly { fileKey: string }[];
  runIds?: readonly string[];
}

export const kinds: Record<DaysKey, Kept> = {
  conversationDays: {
    kind: "conversations",
    due: (db, ...age) => db.$count(conversationTable, oldConversations(db, ...age)),
    async take(db, companyId, before, most) {
      const rows = await db
        .select({ id: conversationTable.id })
        .from(conversationTable)
        .where(oldConversations(db, companyId, before))
        .orderBy(asc(conversationTable.updatedAt))
        .limit(most)
        .for("update", { skipLocked: true });
      const ids = rows.map(({ id }) => id);
      return { number: ids.length, ...(ids.length > 0 && (await takeConversations(db, ids))) };
    },
  },
  feedbackDays: {
    kind: "feedback",
    due: (db, ...age) => db.$count(feedbackTable, oldFeedback(...age)),
    async take(db, companyId, before, most) {
      const { id } = feedbackTable;
      const some = db.select({ id }).from(feedbackTable).where(oldFeedback(companyId, before)).limit(most);
      return rowsAlone(await db.delete(feedbackTable).where(inArray(id, some)).returning({ id }));
    },
  },
  usageDays: {
    kind: "usage",
    due: (db, ...age) => db.$count(usageTable, oldUsage(...age)),
    async take(db, companyId, before, most) {
      const { id } = usageTable;
      const some = db.select({ id }).from(usageTable).where(oldUsage(companyId, before)).limit(most);
      return rowsAlone(await db.delete(usageTable).where(inArray(id, some)).returning({ id }));
    },
  },
  auditDays: {
    kind: "audit",
    due: (db, ...age) => db.$count(auditTable, oldAudit(...age)),
    async take(db, companyId, before, most) {
      const { id } = auditTable;
      const some = db.select({ id }).from(auditTable).where(oldAudit(companyId, before)).limit(most);
      return rowsAlone(await db.delete(auditTable).where(inArray(id, some)).returning({ id }));
    },
  },
  pictureDays: {
    kind: "pictures",
    due: (db, ...age) => db.$count(pictureTable, oldPictures(...age)),
    async take(db, companyId, before, most) {
      const { id, fileKey } = pictureTable;
      const some = db.select({ id }).from(pictureTable).where(oldPictures(companyId, before)).limit(most);
      const files = await db.delete(pictureTable).where(inArray(id, some)).returning({ fileKey });
      return { number: files.length, files };
    },
  },
};

/** By their last question. One that is being answered waits. */
function oldConversations(db: Database, companyId: string, before: Date): SQL | undefined {
  const underway = db
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(eq(runTable.conversationId, conversationTable.id), inArray(runTable.state, unfinishedStates)));
  return and(eq(conversationTable.companyId, companyId), lt(conversationTable.updatedAt, before), notExists(underway));
}

/** What was put into a library stays: it tells where the answer there comes from. */
function oldFeedback(companyId: string, before: Date): SQL | undefined {
  const { state, createdAt } = feedbackTable;
  return and(eq(feedbackTable.companyId, companyId), lt(createdAt, before), ne(state, "injected"));
}

function oldUsage(companyId: string, before: Date): SQL | undefined {
  const { startedAt, finishedAt } = usageTable;
  return and(eq(usageTable.companyId, companyId), lt(startedAt, before), isNotNull(finishedAt));
}

function oldAudit(companyId: string, before: Date): SQL | undefined {
  return and(eq(auditTable.companyId, companyId), lt(auditTable.at, before));
}

/** Those of a question. What waits for one goes after a day anyway. */
function oldPictures(companyId: string, before: Date): SQL | undefined {
  const { runId, createdAt } = pictureTable;
  return and(eq(pictureTable.companyId, companyId), lt(createdAt, before), isNotNull(runId));
}

/** The conversations with their runs, traces, pictures and feedback; of what was put into a library, the pair alone stays. */
async function takeConversations(db: Database, ids: string[]): Promise<Omit<Taken, "number">> {
  const runs = db.select({ id: runTable.id }).from(runTable).where(inArray(runTable.conversationId, ids));
  const runIds = (await runs).map(({ id }) => id);
  await db
    .update(feedbackTable)
    .set({ runId: null, reason: null })
    .where(and(inArray(feedbackTable.runId, runs), eq(feedbackTable.state, "injected")));
  const files = await db
    .delete(pictureTable)
    .where(inArray(pictureTable.runId, runs))
    .returning({ fileKey: pictureTable.fileKey });
  await db.delete(conversationTable).where(inArray(conversationTable.id, ids));
  return { files, runIds };
}

function rowsAlone(rows: readonly unknown[]): Taken {
  return { number: rows.length };
}

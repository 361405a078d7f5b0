import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { runTable } from "../chat/chat.sql.ts";
import { bytes, createdAt, id, moment } from "../db/columns.ts";
import { documentTable, libraryTable } from "../knowledge/knowledge.sql.ts";
import { userTable } from "../users/user.sql.ts";

export const faults = ["wrong", "source", "incomplete", "beside"] as const;
export const feedbackStates = ["new", "injected", "dismissed"] as const;

/** How a row of questions and answers came to say what the feedback says. */
export interface Injection {
  way: "added" | "changed";
  /** The row that was changed, and the revision it was at before. */
  chunkId?: string;
  revision?: number;
  /** The case that it became, when its question had none. */
  labelId?: string;
  /** The same in the library's test set. */
  caseId?: string;
}

/** What somebody said of an answer, one per person and run; or a pair of question and answer that an editor wrote. */
export const feedbackTable = pgTable(
  "feedback",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    /** Null for a pair that was written by hand. */
    runId: text("run_id").references(() => runTable.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    thumb: text("thumb", { enum: ["up", "down"] }),
    fault: text("fault", { enum: faults }),
    reason: text("reason"),
    /** As it was asked, or as an editor put it since. */
    question: text("question").notNull(),
    /** What it should have said, in the asker's words. */
    correction: text("correction"),
    /** The same in an editor's. */
    answer: text("answer"),
    /** The libraries that the answer came from, or was looked for in. */
    libraryIds: text("library_ids")
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    state: text("state", { enum: feedbackStates }).notNull().default("new"),
    /** Where it was put. */
    libraryId: text("library_id").references(() => libraryTable.id, { onDelete: "set null" }),
    documentId: text("document_id").references(() => documentTable.id, { onDelete: "set null" }),
    injection: jsonb("injection").$type<Injection>(),
    reviewedBy: text("reviewed_by").references(() => userTable.id, { onDelete: "set null" }),
    reviewedAt: moment("reviewed_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("feedback_run_user").on(table.runId, table.userId),
    index("feedback_company").on(table.companyId, table.state, table.createdAt),
    index("feedback_newest").on(table.companyId, table.createdAt, table.id),
    index("feedback_user").on(table.companyId, table.userId),
    // a document that goes is looked for
    index("feedback_document").on(table.documentId),
  ],
);

/** The document of a library that holds the answers which editors put right. */
export const faqTable = pgTable("faq", {
  libraryId: text("library_id")
    .primaryKey()
    .references(() => libraryTable.id, { onDelete: "cascade" }),
  documentId: text("document_id").references(() => documentTable.id, { onDelete: "set null" }),
});

export const gapStates = ["open", "closed", "dismissed"] as const;
export const gapReasons = ["refused", "candidates", "disliked"] as const;

/** Questions that mean the same and were not answered well. What they say is kept with their runs alone. */
export const gapTable = pgTable(
  "gap",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    state: text("state", { enum: gapStates }).notNull().default("open"),
    assignedTo: text("assigned_to").references(() => userTable.id, { onDelete: "set null" }),
    /** The document that answers it now. */
    documentId: text("document_id").references(() => documentTable.id, { onDelete: "set null" }),
    feedbackId: text("feedback_id").references(() => feedbackTable.id, { onDelete: "set null" }),
    closedBy: text("closed_by").references(() => userTable.id, { onDelete: "set null" }),
    closedAt: moment("closed_at"),
    /** Of its first question, and whose space it is in. */
    vector: bytes("vector"),
    embedder: text("embedder"),
    createdAt: createdAt(),
    /** Of the questions of its last proof, how many are answered now. */
    proofAsked: integer("proof_asked"),
    proofAnswered: integer("proof_answered"),
  },
  (table) => [index("gap_company").on(table.companyId, table.state)],
);

export const gapRunTable = pgTable(
  "gap_run",
  {
    runId: text("run_id")
      .primaryKey()
      .references(() => runTable.id, { onDelete: "cascade" }),
    gapId: text("gap_id")
      .notNull()
      .references(() => gapTable.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
    reason: text("reason", { enum: gapReasons }).notNull(),
    askedAt: moment("asked_at").notNull(),
  },
  (table) => [index("gap_run_gap").on(table.gapId, table.askedAt)],
);

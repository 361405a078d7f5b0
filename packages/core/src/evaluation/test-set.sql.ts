import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { tiers } from "../chat/citation.ts";
import type { Trace } from "../chat/trace.ts";
import { createdAt, id, moment } from "../db/columns.ts";
import { libraryTable } from "../knowledge/knowledge.sql.ts";
import { calibrationStates } from "./evaluation.sql.ts";

export const caseSources = ["typed", "imported", "feedback", "label"] as const;

/** A document that must be found; with `quote`, a passage of it that says this. It survives new versions of the document. */
export interface Target {
  documentId: string;
  quote?: string | undefined;
}

/** A question of a library's test set, with what an answer to it must come to. */
export const testCaseTable = pgTable(
  "test_case",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    question: text("question").notNull(),
    /** Stands for the question however it is written. */
    hash: text("hash").notNull(),
    mustFind: jsonb("must_find").$type<Target[]>().notNull(),
    mustSay: jsonb("must_say").$type<string[]>().notNull(),
    mustRefuse: boolean("must_refuse").notNull(),
    source: text("source", { enum: caseSources }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("test_case_question").on(table.libraryId, table.hash),
    index("test_case_newest").on(table.libraryId, table.createdAt, table.id),
  ],
);

/** Test sets asked from beginning to end, as whoever started it. */
export const testRunTable = pgTable(
  "test_run",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    userId: text("user_id").notNull(),
    libraryIds: text("library_ids").array().notNull(),
    /** What is decided otherwise than the desk does now. */
    variant: jsonb("variant").$type<Record<string, unknown>>().notNull(),
    /** The run that it is to be held against. */
    againstId: text("against_id"),
    state: text("state", { enum: calibrationStates }).notNull().default("queued"),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    errorCode: text("error_code"),
    error: text("error"),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("test_run_company").on(table.companyId, table.createdAt)],
);

/** What a case came to in a run. */
export const testResultTable = pgTable(
  "test_result",
  {
    runId: text("run_id")
      .notNull()
      .references(() => testRunTable.id, { onDelete: "cascade" }),
    caseId: text("case_id")
      .notNull()
      .references(() => testCaseTable.id, { onDelete: "cascade" }),
    passed: boolean("passed").notNull(),
    tier: text("tier", { enum: tiers }),
    /** At which place each of what must be found was found; null where it was not. */
    ranks: jsonb("ranks").$type<(number | null)[]>().notNull(),
    /** What it must say and did not. */
    unsaid: jsonb("unsaid").$type<string[]>().notNull(),
    /** Why there is no answer. */
    error: text("error"),
    milliseconds: integer("milliseconds").notNull(),
    model: text("model").notNull(),
    /** Null once a document that it may have been read from is gone. */
    answer: text("answer"),
    /** What it was read from. */
    documentIds: text("document_ids")
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    /** What the search found, best first, and every other document that the trace names. */
    foundIds: text("found_ids")
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    /** How it came about; null once a document that it names is gone. */
    trace: jsonb("trace").$type<Trace>(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.caseId] }), index("test_result_case").on(table.caseId)],
);

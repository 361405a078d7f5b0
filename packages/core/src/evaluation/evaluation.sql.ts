import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { documentTable, type CutBasis } from "../knowledge/knowledge.sql.ts";
import { companyTable } from "../users/user.sql.ts";

export const labelSources = ["typed", "imported", "thumb", "trace", "model"] as const;

export const expectations = ["answer", "refuse"] as const;
export type Expected = (typeof expectations)[number];

/** A question of which somebody said whether the documents answer it. */
export const labelTable = pgTable(
  "label",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    question: text("question").notNull(),
    /** SHA-256 of the question, in hex: the same question has one label. */
    hash: text("hash").notNull(),
    expected: text("expected", { enum: expectations }).notNull(),
    source: text("source", { enum: labelSources }).notNull(),
    /** A model's proposal counts only once somebody accepted it. */
    state: text("state", { enum: ["proposed", "accepted"] })
      .notNull()
      .default("accepted"),
    /** The run it was said about. */
    runId: text("run_id"),
    /** The document that a model wrote the question from: the question goes with it. */
    documentId: text("document_id").references(() => documentTable.id, { onDelete: "cascade" }),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("label_company_question").on(table.companyId, table.hash),
    index("label_document").on(table.documentId),
  ],
);

export const calibrationStates = ["queued", "running", "finished", "stopped", "failed"] as const;

/** A labelled question with what a search for it came to, per measure. */
export interface MeasuredLabel {
  labelId: string;
  expected: Expected;
  values: Record<string, number>;
}

/** The labelled questions of a company run through the search once, kept so that moving a cut needs no new search. */
export const calibrationTable = pgTable(
  "calibration",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    state: text("state", { enum: calibrationStates }).notNull().default("queued"),
    /** Only these libraries were searched; null means all. */
    libraryIds: jsonb("library_ids").$type<string[]>(),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    /** What it was measured with. */
    basis: jsonb("basis").$type<CutBasis>(),
    measured: jsonb("measured").$type<MeasuredLabel[]>().notNull().default([]),
    /** Why it failed: for programs to tell apart, and for people. */
    errorCode: text("error_code"),
    error: text("error"),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("calibration_company").on(table.companyId, table.createdAt)],
);

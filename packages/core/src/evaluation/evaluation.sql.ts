import { pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../db/columns.ts";
import { companyTable } from "../users/user.sql.ts";

export const labelSources = ["typed", "imported", "thumb", "trace", "model"] as const;
export type LabelSource = (typeof labelSources)[number];

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
    expected: text("expected", { enum: ["answer", "refuse"] }).notNull(),
    source: text("source", { enum: labelSources }).notNull(),
    /** A model's proposal counts only once somebody accepted it. */
    state: text("state", { enum: ["proposed", "accepted"] })
      .notNull()
      .default("accepted"),
    /** The run it was said about. */
    runId: text("run_id"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("label_company_question").on(table.companyId, table.hash)],
);

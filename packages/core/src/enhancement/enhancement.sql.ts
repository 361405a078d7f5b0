import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { documentTable, libraryTable } from "../knowledge/knowledge.sql.ts";
import { userTable } from "../users/user.sql.ts";

export const writingStates = ["queued", "running", "paused", "finished", "stopped", "failed"] as const;

/** A run in which a model writes questions and summaries for the chunks of a library. */
export const writingTable = pgTable(
  "writing",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    /** Only these documents; null for all. */
    documentIds: jsonb("document_ids").$type<string[]>(),
    /** What whoever began it could read then: the run reads no more. */
    access: jsonb("access").$type<string[]>().notNull(),
    /** At most so many calls of the model. */
    callsMax: integer("calls_max"),
    state: text("state", { enum: writingStates }).notNull().default("queued"),
    /** Goes up whenever a worker takes it up: an earlier worker finds that it is not its turn any more. */
    turn: integer("turn").notNull().default(0),
    /** Chunks done and to do; a chunk is one call. */
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    /** Questions and summaries that came of it. */
    written: integer("written").notNull().default(0),
    /** Chunks of whose answer nothing could be used, and those that the model gave no answer for. */
    empty: integer("empty").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    inputTokens: integer("input_tokens").notNull().default(0),
    outputTokens: integer("output_tokens").notNull().default(0),
    model: text("model"),
    /** Why the run as a whole ended early: a code for programs and a sentence for people. */
    errorCode: text("error_code"),
    error: text("error"),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("writing_library").on(table.libraryId, table.createdAt), index("writing_state").on(table.state)],
);

/** A text of a document that a model has been asked about: it is not asked again, in no later version either. */
export const writtenTextTable = pgTable(
  "written_text",
  {
    companyId: text("company_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    /** SHA-256 of question and text. */
    textHash: text("text_hash").notNull(),
    writingId: text("writing_id").notNull(),
    /** Where the text stood then. */
    chunkId: text("chunk_id").notNull(),
    /** Failed ones are asked about again by the next run. */
    outcome: text("outcome", { enum: ["done", "failed"] }).notNull(),
    errorCode: text("error_code"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.textHash] }),
    index("written_text_writing").on(table.writingId),
  ],
);

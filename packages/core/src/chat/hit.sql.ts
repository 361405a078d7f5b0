import { boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "../db/columns.ts";
import { documentTable } from "../knowledge/knowledge.sql.ts";
import { runTable } from "./chat.sql.ts";

/** A chunk among the first that a question found. */
export const runHitTable = pgTable(
  "run_hit",
  {
    runId: text("run_id")
      .notNull()
      .references(() => runTable.id, { onDelete: "cascade" }),
    /** Moves on to the chunk of a newer version that reads the same. */
    chunkId: text("chunk_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    companyId: text("company_id").notNull(),
    /** From 1. */
    rank: integer("rank").notNull(),
    /** Whether the answer cites it. */
    cited: boolean("cited").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.chunkId] }),
    index("run_hit_chunk").on(table.chunkId),
    index("run_hit_document").on(table.documentId),
  ],
);

/** A document among those of which a question found something: what is counted where chunks would count twice. */
export const runDocumentTable = pgTable(
  "run_document",
  {
    runId: text("run_id")
      .notNull()
      .references(() => runTable.id, { onDelete: "cascade" }),
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    companyId: text("company_id").notNull(),
    askedAt: moment("asked_at").notNull(),
    /** Whether the answer cites it. */
    cited: boolean("cited").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.documentId] }),
    index("run_document_asked").on(table.companyId, table.askedAt, table.documentId, table.cited),
    index("run_document_document").on(table.documentId, table.askedAt),
  ],
);

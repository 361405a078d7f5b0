import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../../db/columns.ts";
import { userTable } from "../../users/user.sql.ts";
import { chunkTable, documentTable } from "../knowledge.sql.ts";

/** What a chunk said after each edit. A chunk that nobody edited has none; the first edit keeps what was read as number 0. */
export const chunkRevisionTable = pgTable(
  "chunk_revision",
  {
    chunkId: text("chunk_id")
      .notNull()
      .references(() => chunkTable.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    companyId: text("company_id").notNull(),
    text: text("text").notNull(),
    question: text("question"),
    headings: jsonb("headings").$type<string[]>().notNull(),
    /** The earlier revision that it brought back. */
    restores: integer("restores"),
    note: text("note"),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.chunkId, table.number] })],
);

export interface KeptRevision {
  number: number;
  text: string;
  question: string | null;
  headings: string[];
  restores: number | null;
  note: string | null;
  createdBy: string | null;
  createdAt: string;
}

/** A change to a chunk that no chunk of a newer version took over: its original text is not there any more. */
export const leftoverTable = pgTable(
  "chunk_leftover",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    /** Where it stood in its version. */
    position: integer("position").notNull(),
    page: integer("page"),
    /** It was kept out of searches and answers. */
    off: boolean("off").notNull(),
    /** All that it ever said, what was read first; a chunk that was only switched off has that one alone. */
    revisions: jsonb("revisions").$type<KeptRevision[]>().notNull(),
    createdAt: createdAt(),
    /** Set when somebody has put it elsewhere or wants it no more, so that this can be taken back. */
    dismissedAt: moment("dismissed_at"),
  },
  (table) => [index("chunk_leftover_document").on(table.documentId)],
);

import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "../../db/columns.ts";
import { companyTable } from "../../users/user.sql.ts";
import { documentTable, libraryTable } from "../knowledge.sql.ts";
import type { Place } from "./place.ts";

/** Knowledge bases that AWS keeps, each searched with the library it is connected to. */
export const knowledgeBaseTable = pgTable(
  "knowledge_base",
  {
    libraryId: text("library_id")
      .primaryKey()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    /**
     * Stands for all that is in it, and has no version: answers that cite it are bound to it, so that they go when it goes
     * and are shown to nobody who may not read it.
     */
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    place: jsonb("place").$type<Place>().notNull(),
    /** Sealed with the desk's secret; never leaves the server. */
    key: text("key"),
    createdAt: createdAt(),
  },
  (table) => [index("knowledge_base_document").on(table.documentId)],
);

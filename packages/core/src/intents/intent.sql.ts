import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, createdAt, id } from "../db/columns.ts";
import { companyTable } from "../users/user.sql.ts";
import type { Action } from "./action.ts";

export const intentTable = pgTable(
  "intent",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    name: text("name").notNull(),
    action: jsonb("action").$type<Action>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("intent_company_name").on(table.companyId, table.name)],
);

/** A sentence that teaches an intent. */
export const intentExampleTable = pgTable(
  "intent_example",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    intentId: text("intent_id")
      .notNull()
      .references(() => intentTable.id, { onDelete: "cascade" }),
    text: text("text").notNull(),
    /** What a tool is called with for this sentence. */
    parameters: jsonb("parameters").$type<Record<string, unknown>>(),
    /** 32-bit floats, little-endian, and the id of the embedder that made them. */
    vector: bytes("vector"),
    space: text("space"),
    /** Counts changes, so that what was learnt from the example before is known to be old. */
    revision: integer("revision").notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    index("intent_example_company").on(table.companyId),
    uniqueIndex("intent_example_text").on(table.intentId, table.text),
  ],
);

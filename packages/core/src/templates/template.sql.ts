import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import type { Parameters } from "../models/chat-model.ts";
import { companyTable } from "../users/user.sql.ts";

/** A company's own wording of the prompt for answers. What it says stands in its versions. */
export const templateTable = pgTable(
  "template",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    name: text("name").notNull(),
    comment: text("comment").notNull(),
    /** The number of the version in force. */
    version: integer("version").notNull(),
    /** Whether conversations without a choice of their own are answered with it. */
    isDefault: boolean("is_default").notNull().default(false),
    createdAt: createdAt(),
    /** Kept for a while so that the removal can be taken back. */
    removedAt: moment("removed_at"),
  },
  (table) => [
    uniqueIndex("template_company_name")
      .on(table.companyId, table.name)
      .where(sql`removed_at is null`),
    uniqueIndex("template_company_default")
      .on(table.companyId)
      .where(sql`is_default`),
  ],
);

export const templateVersionTable = pgTable(
  "template_version",
  {
    templateId: text("template_id")
      .notNull()
      .references(() => templateTable.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    text: text("text").notNull(),
    /** What `{role_bot}` stands for. */
    bot: text("bot").notNull(),
    /** What `{system_role_prompt}` stands for. */
    persona: text("persona").notNull(),
    parameters: jsonb("parameters").$type<Parameters>().notNull(),
    /** Null when that person is gone. */
    userId: text("user_id"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.templateId, table.number] }),
    index("template_version_user").on(table.userId),
  ],
);

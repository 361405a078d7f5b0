import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, moment } from "../db/columns.ts";
import { companyTable, userTable } from "../users/user.sql.ts";

/** What a company decided otherwise than the desk does by itself: a row for each setting. */
export const settingTable = pgTable(
  "setting",
  {
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    key: text("key").notNull(),
    /** Read by the schema that the registry has for the key. */
    value: jsonb("value").$type<unknown>().notNull(),
    /** Null for what was decided before there was a note of it. */
    changedBy: text("changed_by").references(() => userTable.id, { onDelete: "set null" }),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.key] })],
);

/** The picture that a company's setting "logo" tells of. */
export const logoTable = pgTable("logo", {
  companyId: text("company_id")
    .primaryKey()
    .references(() => companyTable.id),
  content: bytes("content").notNull(),
});

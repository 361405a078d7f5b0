import { index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../db/columns.ts";
import { companyTable, userTable } from "./user.sql.ts";

/** People who may read the same things. */
export const groupTable = pgTable(
  "group",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("group_company_name").on(table.companyId, table.name)],
);

export const groupMemberTable = pgTable(
  "group_member",
  {
    groupId: text("group_id")
      .notNull()
      .references(() => groupTable.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.userId] }), index("group_member_user").on(table.userId)],
);

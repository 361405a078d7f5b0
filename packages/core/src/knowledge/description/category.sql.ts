import { sql } from "drizzle-orm";
import { pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../../db/columns.ts";
import { companyTable } from "../../users/user.sql.ts";

/** What a company sorts its documents into, whatever library they are in. */
export const categoryTable = pgTable(
  "category",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("category_company_name").on(table.companyId, sql`lower(${table.name})`)],
);

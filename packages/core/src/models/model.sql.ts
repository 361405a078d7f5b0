import { pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../db/columns.ts";
import { companyTable } from "../users/user.sql.ts";

/** The chat model a company has connected. */
export const modelConnectionTable = pgTable(
  "model_connection",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    baseUrl: text("base_url").notNull(),
    model: text("model").notNull(),
    /** Sealed with the desk's secret; never leaves the server. */
    apiKey: text("api_key"),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("model_connection_company").on(table.companyId)],
);

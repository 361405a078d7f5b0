import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt } from "../db/columns.ts";
import { companyTable } from "../users/user.sql.ts";

export const entryKinds = ["person", "template", "session", "round", "feedback"] as const;

/** What was taken over from a predecessor, so that it is taken once. Holds digests and ids, nothing that anybody wrote. */
export const migrationEntryTable = pgTable(
  "migration_entry",
  {
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: entryKinds }).notNull(),
    /** Digest of what it was called there. */
    key: text("key").notNull(),
    /** Digest of what it said there. */
    content: text("content").notNull(),
    /** What it became here. */
    targetId: text("target_id").notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.kind, table.key] })],
);

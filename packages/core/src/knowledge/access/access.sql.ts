import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id } from "../../db/columns.ts";
import { groupTable } from "../../users/group.sql.ts";
import { userTable } from "../../users/user.sql.ts";
import { libraryRoles } from "./library-role.ts";
import { libraryTable } from "../knowledge.sql.ts";

/** What a person or a group may do in a library, beyond what its visibility gives to all. */
export const libraryGrantTable = pgTable(
  "library_grant",
  {
    id: id(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    userId: text("user_id").references(() => userTable.id, { onDelete: "cascade" }),
    groupId: text("group_id").references(() => groupTable.id, { onDelete: "cascade" }),
    role: text("role", { enum: libraryRoles }).notNull(),
    /** Whether readers may have the original files besides the passages; contributors and owners always may. */
    mayDownload: boolean("may_download").notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("library_grant_user").on(table.libraryId, table.userId),
    uniqueIndex("library_grant_group").on(table.libraryId, table.groupId),
    index("library_grant_of_user").on(table.userId),
    check("library_grant_one", sql`(${table.userId} is null) <> (${table.groupId} is null)`),
  ],
);

/**
 * A set of groups that some documents of a library are restricted to. Documents are many and sets few, so a search reads
 * only the sets. A set that has lost its groups is read by the library's owners alone.
 */
export const restrictionTable = pgTable(
  "restriction",
  {
    /** The library's id and a short hash of the groups' ids: what the documents and their index rows carry. */
    access: text("access").primaryKey(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [index("restriction_library").on(table.libraryId)],
);

export const restrictionGroupTable = pgTable(
  "restriction_group",
  {
    access: text("access")
      .notNull()
      .references(() => restrictionTable.access, { onDelete: "cascade" }),
    groupId: text("group_id")
      .notNull()
      .references(() => groupTable.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.access, table.groupId] })],
);

import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { batchTable } from "../knowledge/batch/batch.sql.ts";
import { documentTable, libraryTable } from "../knowledge/knowledge.sql.ts";
import { userTable } from "../users/user.sql.ts";
import { schedules, type Settings } from "./source-settings.ts";

/** Where documents of a library come from: pages of the web, a folder of this machine, or a bucket. */
export const sourceTable = pgTable(
  "source",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    settings: jsonb("settings").$type<Settings>().notNull(),
    /** Opens a bucket; sealed with the desk's secret, and never leaves the server. */
    key: text("key"),
    schedule: text("schedule", { enum: schedules }).notNull().default("never"),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [index("source_library").on(table.libraryId)],
);

/** A page or file that a source has brought, and what tells whether it has changed. */
export const sourceItemTable = pgTable(
  "source_item",
  {
    companyId: text("company_id").notNull(),
    sourceId: text("source_id")
      .notNull()
      .references(() => sourceTable.id, { onDelete: "cascade" }),
    /** Canonical address of the page, path below the folder, or `s3://bucket/key`. */
    address: text("address").notNull(),
    /** The name of its document. */
    name: text("name").notNull(),
    /** Null when somebody deleted the document: the next run brings it again. */
    documentId: text("document_id").references(() => documentTable.id, { onDelete: "set null" }),
    contentHash: text("content_hash").notNull(),
    /** What the server or the file system says of the content without sending it. */
    hint: jsonb("hint").$type<Hint>().notNull(),
    /** Where a page leads, for a run that finds it unchanged and does not read it again. */
    links: jsonb("links").$type<string[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.address] }),
    index("source_item_document").on(table.documentId),
  ],
);

export interface Hint {
  etag?: string;
  lastModified?: string;
  bytes?: number;
}

export const syncStates = ["queued", "running", "finished", "stopped", "failed"] as const;

/** One run through a source. */
export const syncTable = pgTable(
  "source_sync",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    sourceId: text("source_id")
      .notNull()
      .references(() => sourceTable.id, { onDelete: "cascade" }),
    state: text("state", { enum: syncStates }).notNull().default("queued"),
    /** Pages or files looked at, and how many are known of. */
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    added: integer("added").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    removed: integer("removed").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    /** The first of those that failed, and why. */
    failures: jsonb("failures").$type<SyncFailure[]>().notNull().default([]),
    /** Why the run as a whole ended early. */
    errorCode: text("error_code"),
    /** What it took in; null while that is nothing. */
    batchId: text("batch_id").references(() => batchTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    index("source_sync_source").on(table.sourceId, table.createdAt),
    index("source_sync_state").on(table.state),
  ],
);

export interface SyncFailure {
  address: string;
  code: string;
}

import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../../db/columns.ts";
import { userTable } from "../../users/user.sql.ts";
import { libraryTable, versionTable } from "../knowledge.sql.ts";

export const batchKinds = ["upload", "command", "source", "retry"] as const;
export const batchStates = ["running", "paused", "stopped", "complete"] as const;

/** Files that came into a library together: a drop, a command, a run of a source, or documents that are tried again. */
export const batchTable = pgTable(
  "batch",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: batchKinds }).notNull(),
    /** A folder, a file, an address: whatever it is best known by. */
    name: text("name").notNull(),
    state: text("state", { enum: batchStates }).notNull().default("running"),
    /** Files that there are in all; null while whoever sends them does not know. */
    expected: integer("expected"),
    /** Files accounted for: as many as it has rows of `batch_file`. */
    received: integer("received").notNull().default(0),
    /** How its files stood when it was complete. */
    counts: jsonb("counts").$type<BatchCounts>(),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("batch_library").on(table.libraryId, table.createdAt), index("batch_state").on(table.state)],
);

export const batchFileStates = [
  "underway",
  "searchable",
  "unchanged",
  "failed",
  "refused",
  "replaced",
  "removed",
] as const;
export type BatchFileState = (typeof batchFileStates)[number];

export type BatchCounts = Record<BatchFileState, number> & {
  /** Passages of those that are searchable. */
  chunks: number;
};

/** What became of each file of a batch at the door; what becomes of it later stands with its version. */
export const batchFileTable = pgTable(
  "batch_file",
  {
    batchId: text("batch_id")
      .notNull()
      .references(() => batchTable.id, { onDelete: "cascade" }),
    /** What the sender calls the file, once in a batch: the same again is the same file. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    outcome: text("outcome", { enum: ["added", "unchanged", "refused"] }).notNull(),
    /** Null for what was refused, and for what has been removed since. */
    versionId: text("version_id").references(() => versionTable.id, { onDelete: "set null" }),
    bytes: bigint("bytes", { mode: "number" }),
    /** Why it was refused: a code for programs and a sentence for people. */
    errorCode: text("error_code"),
    error: text("error"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.key] }),
    index("batch_file_name").on(table.batchId, table.name),
    index("batch_file_version").on(table.versionId),
  ],
);

import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { companyTable, userTable } from "../users/user.sql.ts";
import { categoryTable } from "./description/category.sql.ts";
import { visibilities } from "./access/library-role.ts";

export const libraryTable = pgTable(
  "library",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    name: text("name").notNull(),
    visibility: text("visibility", { enum: visibilities }).notNull().default("company"),
    /** Whether everybody who reads it because it is company-wide may have the original files besides the passages. */
    mayDownload: boolean("may_download").notNull().default(true),
    createdAt: createdAt(),
  },
  // two people may each have a private library of the same name without hearing of the other's
  (table) => [
    uniqueIndex("library_company_name")
      .on(table.companyId, table.name)
      .where(sql`visibility <> 'private'`),
  ],
);

export const documentTable = pgTable(
  "document",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    libraryId: text("library_id")
      .notNull()
      .references(() => libraryTable.id),
    /** Who may read it: the library's id, or a `restriction` of some of its groups. */
    access: text("access").notNull(),
    /** What its rows in the index carry; differs from `access` until a job has labelled them anew. */
    indexedAs: text("indexed_as"),
    categoryId: text("category_id").references(() => categoryTable.id, { onDelete: "set null" }),
    /** What is said about it, e.g. {"Department": "Finance"}. */
    metadata: jsonb("metadata").$type<Record<string, string>>().notNull().default({}),
    /** What it can be filtered by: its category and its metadata, as `tagTerm` writes them. */
    labels: jsonb("labels").$type<string[]>().notNull().default([]),
    /** What its rows in the index carry of them, as `indexedAs`. */
    indexedLabels: jsonb("indexed_labels").$type<string[]>(),
    /** The name it was added under, folders included. Adding the same name again makes a new version. */
    name: text("name").notNull(),
    title: text("title").notNull(),
    /** The version that searches see; null until the first one is complete. */
    currentVersionId: text("current_version_id").references((): AnyPgColumn => versionTable.id),
    /** The version added last: current, on its way, or failed. */
    latestVersionId: text("latest_version_id").references((): AnyPgColumn => versionTable.id),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    /** Set at once when somebody deletes it: nobody sees it any more while its parts are taken away. */
    removedAt: moment("removed_at"),
  },
  (table) => [
    uniqueIndex("document_library_name").on(table.libraryId, table.name),
    index("document_company").on(table.companyId, table.updatedAt),
    index("document_category").on(table.categoryId),
  ],
);

export const versionStates = ["queued", "working", "searchable", "failed", "superseded"] as const;
export const ingestStages = ["read", "extract", "split", "embed", "index", "verify"] as const;
export type IngestStage = (typeof ingestStages)[number];

export const versionTable = pgTable(
  "document_version",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => documentTable.id, { onDelete: "cascade" }),
    /** SHA-256 of the file, in hex. */
    contentHash: text("content_hash").notNull(),
    fileKey: text("file_key").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    state: text("state", { enum: versionStates }).notNull().default("queued"),
    /** Stage that is running, or that failed. */
    stage: text("stage", { enum: ingestStages }).notNull().default("read"),
    /** Why it failed: a code for programs and a sentence for people. */
    errorCode: text("error_code"),
    error: text("error"),
    chunks: integer("chunks").notNull().default(0),
    /** Rows that the index must hold: its chunks without those switched off, and what was written for them and accepted. */
    rows: integer("rows").notNull().default(0),
    /** Goes up whenever one of these rows has to be made anew, and what of it has been done. */
    edition: integer("edition").notNull().default(0),
    indexedEdition: integer("indexed_edition").notNull().default(0),
    createdAt: createdAt(),
    /** When it became searchable or failed. */
    endedAt: moment("ended_at"),
  },
  (table) => [index("version_document").on(table.documentId), index("version_state").on(table.companyId, table.state)],
);

/** The ledger: what happened to each version at each stage. */
export const ingestTable = pgTable(
  "ingest_stage",
  {
    versionId: text("version_id")
      .notNull()
      .references(() => versionTable.id, { onDelete: "cascade" }),
    stage: text("stage", { enum: ingestStages }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** Null while it has not succeeded and not failed. */
    outcome: text("outcome", { enum: ["done", "failed"] }),
    errorCode: text("error_code"),
    /** Bytes for read, pieces for extract and split, rows for embed, index and verify; while text is recognised the page. */
    count: integer("count"),
    /** Of how many pages, while text is recognised. */
    total: integer("total"),
    milliseconds: integer("milliseconds"),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.stage] })],
);

export const chunkTable = pgTable(
  "chunk",
  {
    /** Version id and position: the same file split the same way gives the same ids. */
    id: id(),
    companyId: text("company_id").notNull(),
    versionId: text("version_id")
      .notNull()
      .references(() => versionTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    kind: text("kind", { enum: ["passage", "question"] }).notNull(),
    headings: jsonb("headings").$type<string[]>().notNull(),
    page: integer("page"),
    question: text("question"),
    /** Further columns of a table of questions, e.g. {"Region": "China"}. */
    metadata: jsonb("metadata").$type<Record<string, string>>(),
    text: text("text").notNull(),
    /** Set while somebody keeps it out of searches and answers. */
    offAt: moment("off_at"),
  },
  (table) => [
    uniqueIndex("chunk_version_position").on(table.versionId, table.position),
    // what can be filtered by is looked up in these alone
    index("chunk_metadata")
      .on(table.versionId)
      .where(sql`metadata is not null`),
    index("chunk_off")
      .on(table.versionId)
      .where(sql`off_at is not null`),
  ],
);

export const triggerKinds = ["question", "summary"] as const;
export const triggerStates = ["proposed", "accepted", "rejected"] as const;

/** What was written for a chunk so that it is found by it too. It counts once somebody has accepted it. */
export const triggerTable = pgTable(
  "trigger",
  {
    id: id(),
    companyId: text("company_id").notNull(),
    versionId: text("version_id")
      .notNull()
      .references(() => versionTable.id, { onDelete: "cascade" }),
    chunkId: text("chunk_id")
      .notNull()
      .references(() => chunkTable.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: triggerKinds }).notNull(),
    text: text("text").notNull(),
    state: text("state", { enum: triggerStates }).notNull().default("proposed"),
    /** Set when it waits for another look because its chunk says something else since somebody accepted it. */
    outdated: boolean("outdated").notNull().default(false),
    /** The model that wrote it; null for a person. */
    model: text("model"),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    reviewedBy: text("reviewed_by").references(() => userTable.id, { onDelete: "set null" }),
    reviewedAt: moment("reviewed_at"),
  },
  (table) => [index("trigger_version").on(table.versionId), index("trigger_chunk").on(table.chunkId)],
);

export const generationStates = ["building", "current", "retired"] as const;

/** What a company's index rows are made with. A change of embedder or analyzer builds the next beside the current one. */
export const generationTable = pgTable(
  "index_generation",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    /** Analyzer and embedder, as `generationName` writes them. */
    name: text("name").notNull(),
    embedder: text("embedder"),
    dimensions: integer("dimensions"),
    state: text("state", { enum: generationStates }).notNull(),
    /** Passages brought in so far, and how many there are to bring in. */
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    /** When the work was last taken up, and how many were in by then: what the speed is reckoned from. */
    startedAt: moment("started_at"),
    startedDone: integer("started_done").notNull().default(0),
    /** Why it stopped: a code for programs and a sentence for people. Null while it goes on. */
    errorCode: text("error_code"),
    error: text("error"),
    createdAt: createdAt(),
    switchedAt: moment("switched_at"),
    /** When it is complete it waits until somebody takes it into use. */
    waits: boolean("waits").notNull().default(false),
  },
  (table) => [index("index_generation_company").on(table.companyId, table.state)],
);

/** Words that mean the same in this company: a question with one of them also finds the others. */
export const synonymTable = pgTable(
  "synonym",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    words: jsonb("words").$type<string[]>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("synonym_company").on(table.companyId)],
);

/** Words that say nothing in this company's questions, such as its own name. */
export const stopWordTable = pgTable(
  "stop_word",
  {
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    word: text("word").notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.word] })],
);

/** Where a company's answers begin, per measure; a measure without a row has Docent's own cut. */
export const cutTable = pgTable(
  "cut",
  {
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    measure: text("measure").notNull(),
    /** Below it nothing is answered on this measure's word. */
    hard: doublePrecision("hard").notNull(),
    /** From it on the answer is given without reserve. */
    soft: doublePrecision("soft").notNull(),
    /** What it was measured with; it is stale when one of these has changed. */
    basis: jsonb("basis").$type<CutBasis>().notNull(),
    createdBy: text("created_by").references(() => userTable.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.measure] })],
);

export interface CutBasis {
  analyzer: string;
  embedder: string | null;
  reranker: string | null;
  /** Searchable documents and passages then. */
  documents: number;
  passages: number;
  /** How many labelled questions, and what they promised. */
  labels: number;
  falseAnswer?: Rate;
  falseRefusal?: Rate;
}

/** A share with its 95 % interval. */
export interface Rate {
  rate: number;
  low: number;
  high: number;
}

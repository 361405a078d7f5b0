import { index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../db/columns.ts";
import { companyTable } from "../users/user.sql.ts";

/** `embed-next` is the embedder that an index is being built with; it becomes `embed` when that is complete. */
export const modelKinds = ["chat", "embed", "embed-next", "rerank"] as const;
export type ModelKind = (typeof modelKinds)[number];

export const modelProviders = ["openai", "rerank-api", "onnx"] as const;
export type ModelProvider = (typeof modelProviders)[number];

/** The models a company has connected, one of each kind. */
export const modelConnectionTable = pgTable(
  "model_connection",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    kind: text("kind", { enum: modelKinds }).notNull().default("chat"),
    provider: text("provider", { enum: modelProviders }).notNull().default("openai"),
    /** Empty for a model that runs in this process. */
    baseUrl: text("base_url").notNull(),
    model: text("model").notNull(),
    /** Sealed with the desk's secret; never leaves the server. */
    apiKey: text("api_key"),
    /** Length of an embedder's vectors, learnt when it was connected. */
    dimensions: integer("dimensions"),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("model_connection_company_kind").on(table.companyId, table.kind)],
);

/** Vectors by the content they stand for, so that nothing is embedded twice. */
export const embeddingTable = pgTable(
  "embedding",
  {
    companyId: text("company_id").notNull(),
    /** The embedder's id. */
    space: text("space").notNull(),
    /** SHA-256 of the kind and the text, in hex. */
    hash: text("hash").notNull(),
    /** 32-bit floats, little-endian. */
    vector: bytes("vector").notNull(),
    usedAt: moment("used_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.space, table.hash] }),
    index("embedding_used").on(table.usedAt),
  ],
);

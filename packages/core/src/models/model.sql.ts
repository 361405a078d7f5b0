import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, moment } from "../db/columns.ts";

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

import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";

/**
 * Gives the space of deleted rows back to be written over. A PostgreSQL server does so by itself; the embedded database
 * has nobody else for it.
 */
export async function tidy(db: Database): Promise<void> {
  await db.execute(sql`vacuum`);
}

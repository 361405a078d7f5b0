import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema.ts";

/** PGlite on a laptop, any PostgreSQL by URL: one schema and one dialect serve both. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

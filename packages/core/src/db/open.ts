import { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { fromPglite, type ConstructorOptions } from "pg-boss";
import type { Database } from "./database.ts";
import { bringUpToDate, connectPostgres, migrationsFolder } from "./postgres.ts";
import * as schema from "./schema.ts";
import { takeTurns } from "./take-turns.ts";

export interface OpenDatabase {
  db: Database;
  /** The same database, as the job queue wants it. */
  jobs: Pick<ConstructorOptions, "db" | "backend">;
  close(): Promise<void>;
}

/** Opens PGlite in a folder (in memory when `folder` is undefined, from `dump` when given) and brings it up to date. */
export async function openPglite(folder?: string, dump?: Blob): Promise<OpenDatabase & { lite: PGlite }> {
  const created = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
  });
  const lite = takeTurns(created);
  const db = drizzlePglite(lite, { schema });
  if (!dump) await migratePglite(db, { migrationsFolder });
  return { lite, db, jobs: { db: fromPglite(lite), backend: "pglite" }, close: () => lite.close() };
}

/** Opens any PostgreSQL by URL and brings it up to date; several desks may do so at once. */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  const postgres = connectPostgres({ connectionString: url, max: 10 });
  await bringUpToDate(postgres);
  const { db, pool } = postgres;
  return {
    db,
    jobs: { db: { executeSql: async (text, values) => pool.query(text, values) } },
    close: () => postgres.close(),
  };
}

import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { fromPglite, type ConstructorOptions } from "pg-boss";
import type { Database } from "./database.ts";
import * as schema from "./schema.ts";
import { takeTurns } from "./take-turns.ts";

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

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
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // an idle connection that the server closes must not end the process
  pool.on("error", () => undefined);
  const db = drizzlePostgres(pool, { schema });
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(711203)");
    await migratePostgres(drizzlePostgres(client, { schema }), { migrationsFolder });
  } finally {
    await client.query("select pg_advisory_unlock(711203)");
    client.release();
  }
  return {
    db,
    jobs: {
      db: {
        executeSql: async (text, values) => pool.query(text, values),
      },
    },
    close: () => pool.end(),
  };
}

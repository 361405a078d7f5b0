import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Database } from "./database.ts";
import * as schema from "./schema.ts";

export const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

export interface Postgres {
  db: Database;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Connects to a PostgreSQL as it is. A password may be a function: it is asked for each new connection. */
export function connectPostgres(config: pg.PoolConfig): Postgres {
  const pool = new pg.Pool({ keepAlive: true, ...config });
  // an idle connection that the server closes must not end the process
  pool.on("error", () => undefined);
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}

/** Brings the database up to date; of several that try at once, one does it and the others wait. */
export async function bringUpToDate({ pool }: Postgres, folder = migrationsFolder): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(711203)");
    await migrate(drizzle(client, { schema }), { migrationsFolder: folder });
  } finally {
    await client.query("select pg_advisory_unlock(711203)");
    client.release();
  }
}

import { sql } from "drizzle-orm";
import type { Database } from "@docent/core/db/database";

interface Place {
  schema: string;
  name: string;
}

/** Every table of the database, those of the job queue too, whatever there will be. */
async function tables(db: Database): Promise<Place[]> {
  const { rows } = (await db.execute(
    sql`select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )) as unknown as { rows: Place[] };
  return rows;
}

/** The rows in whose columns this stands, JSON and bytes (in hex) included, as "table: row". */
export async function rowsHolding(db: Database, wanted: string): Promise<string[]> {
  const holding: string[] = [];
  for (const { schema, name } of await tables(db)) {
    const table = sql.identifier(name);
    const { rows } = (await db.execute(
      sql`select t::text as row from ${sql.identifier(schema)}.${table} t where strpos(lower(t::text), ${wanted.toLowerCase()}) > 0`,
    )) as unknown as { rows: { row: string }[] };
    holding.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return holding;
}

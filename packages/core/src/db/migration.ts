import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Database } from "./database.ts";
import { migrationsFolder } from "./postgres.ts";

/** One step of the schema. */
export interface Migration {
  name: string;
  /** When it was made, which is what the database remembers of it. */
  when: number;
  hash: string;
  statements: readonly string[];
}

/** Every step from an empty database to today's, the oldest first. */
export function all(): Migration[] {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder }).map(({ sql: statements, folderMillis: when, hash }, at) => ({
    name: journal.entries[at]?.tag ?? "",
    when,
    hash,
    statements,
  }));
}

/** The last step that a database has taken; undefined for one that Docent has never opened. */
export async function lastOf(db: Database): Promise<number | undefined> {
  const [there] = await rowsOf<{ there: boolean }>(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  if (!there?.there) return undefined;
  const [last] = await rowsOf<{ when: string }>(
    db,
    sql`select max(created_at)::text as "when" from drizzle.__drizzle_migrations`,
  );
  return last?.when ? Number(last.when) : undefined;
}

/** Takes these steps, and notes them as a start of the desk does. To be called in a transaction. */
export async function take(db: Database, migrations: readonly Migration[]): Promise<void> {
  await db.execute(sql`create schema if not exists drizzle`);
  await db.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
  for (const { statements, hash, when } of migrations) {
    for (const statement of statements) await db.execute(sql.raw(statement));
    await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`);
  }
}

/** The rows of a statement, whichever database it went to. */
export async function rowsOf<Row>(db: Pick<Database, "execute">, statement: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = (await db.execute(statement)) as unknown as { rows: Row[] };
  return rows;
}

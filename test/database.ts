import { sql } from "drizzle-orm";
import { openPglite, type OpenDatabase } from "@docent/core/db/open";
import { prepared, preparedFile } from "./aws/prepared.ts";

/** One database for the whole run: opening costs seconds, emptying milliseconds. */
const shared = globalThis as typeof globalThis & { docentTestDatabase?: Promise<OpenDatabase> };

export function testDatabase(): Promise<OpenDatabase> {
  shared.docentTestDatabase ??= preparedFile ? databaseOfStage(preparedFile) : openPglite();
  return shared.docentTestDatabase;
}

async function databaseOfStage(file: string): Promise<OpenDatabase> {
  const { stageDatabase } = await import("./aws/stage-parts.ts");
  return stageDatabase(prepared(file));
}

export async function emptyDatabase({ db }: OpenDatabase): Promise<void> {
  const { rows } = (await db.execute(
    sql`select string_agg(format('%I', tablename), ', ') as names from pg_tables where schemaname = 'public'`,
  )) as unknown as { rows: { names: string }[] };
  await db.execute(sql.raw(`truncate ${rows[0]?.names ?? ""} cascade`));
}

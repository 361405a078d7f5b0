import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../db/database.ts";
import { rowsOf } from "../db/migration.ts";
import * as schema from "../db/schema.ts";

/** What holds for one desk and for hours: a restored desk has people sign in anew. */
const passing = new Set(["session", "verification", "rate_limit"]);
const rowsAtOnce = 500;
const bytesAtOnce = 4 * 1024 * 1024;

export interface Dumped {
  name: string;
  path: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** The names of today's tables. */
export function names(): string[] {
  return Object.values<unknown>(schema).flatMap((table) => (is(table, PgTable) ? [getTableName(table)] : []));
}

/** Writes every table that belongs into a backup to a file, a row a line. To be called in one transaction, for one moment's state. */
export async function dump(db: Database, folder: string): Promise<Dumped[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const dumped: Dumped[] = [];
  for (const name of names().filter((name) => !passing.has(name))) {
    const path = join(folder, `${name}.jsonl`);
    const hash = createHash("sha256");
    let [rows, bytes] = [0, 0];
    const lines = async function* () {
      for await (const some of linesOf(db, name)) {
        const text = Buffer.from(some.map((line) => `${line}\n`).join(""));
        rows += some.length;
        bytes += text.length;
        hash.update(text);
        yield text;
      }
    };
    await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 }));
    dumped.push({ name, path, rows, bytes, sha256: hash.digest("hex") });
  }
  return dumped;
}

/** The rows as JSON that the database itself writes and reads: no value passes through a type of this language. */
async function* linesOf(db: Database, table: string): AsyncGenerator<string[]> {
  const columns = columnList(await columnsOf(db, table));
  await db.execute(
    sql`declare dumped no scroll cursor for select row_to_json(t)::text as line from (select ${columns} from public.${sql.identifier(table)}) t`,
  );
  for (;;) {
    const rows = await rowsOf<{ line: string }>(db, sql.raw(`fetch forward ${rowsAtOnce} from dumped`));
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await db.execute(sql`close dumped`);
}

/** Puts the rows of a dump into an empty table. Gives how many they were. */
export async function load(db: Database, table: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const columns = columnList(await columnsOf(db, table));
  // with its schema: "trigger" alone is a type of its own
  const target = sql`public.${sql.identifier(table)}`;
  let [rows, held, bytes]: [number, string[], number] = [0, [], 0];
  const put = async () => {
    if (held.length === 0) return;
    const given = `[${held.join(",")}]`;
    const statement = sql`insert into ${target} (${columns}) select ${columns} from json_populate_recordset(null::${target}, ${given}::json)`;
    await db.execute(statement).catch((error: unknown) => Promise.reject(withoutValues(table, error)));
    rows += held.length;
    [held, bytes] = [[], 0];
  };
  for await (const line of createInterface({ input: Readable.from(content), crlfDelay: Infinity })) {
    held.push(line);
    bytes += line.length;
    if (held.length >= rowsAtOnce || bytes >= bytesAtOnce) await put();
  }
  await put();
  return rows;
}

/** What the database says of rows it does not take, without the rows. */
function withoutValues(table: string, error: unknown): Error {
  const { cause } = error instanceof Error ? error : {};
  return new Error(`rows of ${table} were not taken: ${cause instanceof Error ? cause.message : "no reason given"}`);
}

/** Lets `work` fill tables in any order: what rows say of each other is looked at when all are there. */
export async function withoutReferences<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const references = await rowsOf<{ table: string; name: string; definition: string }>(
    db,
    sql`select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of references) await db.execute(sql.raw(`alter table ${table} drop constraint ${name}`));
  const result = await work();
  for (const { table, name, definition } of references) {
    await db.execute(sql.raw(`alter table ${table} add constraint ${name} ${definition}`));
  }
  return result;
}

/** Those that are not worked out from others. */
async function columnsOf(db: Database, table: string): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`select attname as name from pg_attribute where attrelid = to_regclass(${`public.${table}`}) and attnum > 0
        and not attisdropped and attgenerated = '' order by attnum`,
  );
  if (rows.length === 0) throw new Error(`there is no table ${table}`);
  return rows.map(({ name }) => name);
}

function columnList(columns: readonly string[]) {
  return sql.join(
    columns.map((name) => sql.identifier(name)),
    sql`, `,
  );
}

import { Readable } from "node:stream";
import { count, eq, ne, sql } from "drizzle-orm";
import { accountTable, companyTable, documentTable, generationTable } from "../db/schema.ts";
import type { Database } from "../db/database.ts";
import * as Migration from "../db/migration.ts";
import { PublicError } from "../error.ts";
import * as Generation from "../knowledge/index/generation-row.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { forCompany, type Ports, type Scope } from "../scope.ts";
import { check, entries, type Checked } from "./archive.ts";
import { note } from "./backup.ts";
import { openSecret, type Manifest } from "./manifest.ts";
import { reseal } from "./sealed-values.ts";
import * as Tables from "./tables.ts";
import * as Tar from "./tar.ts";

export interface Options {
  path: string;
  passphrase?: string | undefined;
  /** The name of a company of the desk that is to go, from somebody who means it. */
  replace?: string | undefined;
}

export interface Restored extends Checked {
  /** Keys of models, services and the like that have to be entered anew. */
  unreadableKeys: number;
}

/**
 * Puts a backup in the place of an empty desk. Nothing is touched before all of the file has been read and found whole;
 * then files come first, and all rows in one transaction: a process that ends on the way leaves the desk as it was. The
 * index is made anew afterwards, by `Generation.recover`; until it is complete, searches say so.
 */
export async function run(ports: Ports, options: Options, progress: (line: string) => void): Promise<Restored> {
  const { path, passphrase, replace } = options;
  await requireRoom(ports.db, replace);
  const checked = await check(path, (bytes) => progress(`Checking the backup: ${inMegabytes(bytes)}`));
  const { manifest } = checked;
  const [before, after] = stepsAround(manifest);
  const from = manifest.secret && passphrase ? openSecret(passphrase, manifest.secret) : undefined;

  await putFiles(ports, path, (done) => progress(`Files: ${done} of ${manifest.files}`));
  const { unreadableKeys, gone } = await ports.db.transaction(async (db) => {
    await requireRoom(db, replace);
    const gone = await db.select().from(generationTable);
    await clear(db);
    await Migration.take(db, before);
    await Tables.withoutReferences(db, () => loadAll(db, path, manifest, progress));
    await Migration.take(db, after);
    await forgetIndex({ ...ports, db, actor: { type: "public" } });
    await note({ db, now: ports.now }, "company.restore", { createdAt: manifest.createdAt });
    return { unreadableKeys: await reseal(db, ports.secret, from), gone };
  });
  for (const generation of gone) await ports.index.drop(Generation.spaceOf(generation));
  return { ...checked, unreadableKeys };
}

/** Throws `restore.not_empty` unless nobody can sign in and there are no documents, or somebody says whose desk is to go. */
async function requireRoom(db: Database, replace: string | undefined): Promise<void> {
  const [people] = await db.select({ n: count() }).from(accountTable);
  const [documents] = await db.select({ n: count() }).from(documentTable);
  if (!people?.n && !documents?.n) return;
  const companies = (await db.select({ name: companyTable.name }).from(companyTable)).map(({ name }) => name);
  if (replace !== undefined && companies.includes(replace)) return;
  const held = `${people?.n ?? 0} people who can sign in and ${documents?.n ?? 0} documents of "${companies.join('", "')}"`;
  const message = `This desk holds ${held}. Restore into an empty one. To put the backup in its place, for good, back it up first and add --replace "${companies[0] ?? ""}".`;
  throw new PublicError("conflict", "restore.not_empty", message);
}

/** The steps of the schema up to the backup's, and those that came later. Throws `backup.newer`. */
function stepsAround({ schema }: Manifest): [Migration.Migration[], Migration.Migration[]] {
  const all = Migration.all();
  const at = all.findIndex(({ name, when }) => name === schema.name && when === schema.when);
  if (at >= 0) return [all.slice(0, at + 1), all.slice(at + 1)];
  const message = `This backup was made by a newer version of Docent (schema ${schema.name}). Update Docent, then restore.`;
  throw new PublicError("conflict", "backup.newer", message);
}

async function putFiles({ files }: Ports, path: string, progress: (done: number) => void): Promise<void> {
  let done = 0;
  for await (const { name, content } of entries(path)) {
    if (!name.startsWith("files/")) continue;
    await files.put(name.slice("files/".length), Readable.from(content));
    progress(++done);
  }
}

async function clear(db: Database): Promise<void> {
  const tables = Tables.names().map((name) => sql.identifier(name));
  await db.execute(sql`drop table if exists ${sql.join(tables, sql`, `)} cascade`);
  await db.execute(sql`delete from drizzle.__drizzle_migrations`);
  const [jobs] = await Migration.rowsOf<{ there: boolean }>(
    db,
    sql`select to_regclass('jobs.job') is not null as there`,
  );
  // of rows that are gone; a start sends anew what those of the backup need
  if (jobs?.there) await db.execute(sql`delete from jobs.job where name not like '\\_\\_pgboss%'`);
}

async function loadAll(
  db: Database,
  path: string,
  manifest: Manifest,
  progress: (line: string) => void,
): Promise<void> {
  const left = new Map(Object.entries(manifest.tables));
  for await (const { name, content } of entries(path)) {
    const table = /^tables\/([a-z_]+)\.jsonl$/.exec(name)?.[1];
    if (!table) continue;
    progress(`Rows: ${table}`);
    if ((await Tables.load(db, table, content)) !== left.get(table)) throw Tar.damaged();
    left.delete(table);
  }
  if (left.size > 0) throw Tar.damaged();
}

/** No index belongs to these rows yet, so that a start makes one. A change of the embedder that was under way is called off. */
async function forgetIndex(scope: Scope): Promise<void> {
  await scope.db.delete(generationTable).where(ne(generationTable.state, "current"));
  for (const { id, companyId } of await scope.db.select().from(generationTable)) {
    await scope.db.update(generationTable).set({ name: Generation.missingName() }).where(eq(generationTable.id, id));
    await ModelConnection.unstageEmbedder(forCompany(scope, companyId, "restore"));
  }
}

export function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { ne } from "drizzle-orm";
import { companyTable, pictureTable, versionTable } from "../db/schema.ts";
import * as Migration from "../db/migration.ts";
import { PublicError } from "../error.ts";
import type { Ports } from "../scope.ts";
import type { FileStore } from "../storage/file-store.ts";
import * as Audit from "../users/audit.ts";
import { withSums } from "./archive.ts";
import { manifestName, sealSecret, type Manifest } from "./manifest.ts";
import * as Tables from "./tables.ts";
import * as Tar from "./tar.ts";

export interface Options {
  /** A folder of this backup's own, which nobody else can read. It is made, and taken away at the end. */
  folder: string;
  /** Has the desk's secret travel, sealed with it. */
  passphrase?: string | undefined;
}

type Needs = Pick<Ports, "db" | "files" | "secret" | "now">;

/**
 * The whole desk as a tar archive, as it was at one moment, while people go on working: rows of all companies and the files
 * they name. The index is not in it; a restored desk makes it anew from the rows.
 */
export async function* archive(ports: Needs, { folder, passphrase }: Options): AsyncGenerator<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await note(ports, "company.backup");
    const { tables, keys, manifest } = await snapshot(ports, folder, passphrase);
    yield* Tar.write(withSums(entries(ports.files, manifest, keys, tables)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every company is told in its log. */
export async function note({ db, now }: Pick<Ports, "db" | "now">, action: string, details = {}): Promise<void> {
  for (const { companyId } of await db.select({ companyId: companyTable.id }).from(companyTable)) {
    await Audit.record({ db, now, actor: { type: "system", companyId, job: "backup" } }, { action, details });
  }
}

async function snapshot(ports: Needs, folder: string, passphrase: string | undefined) {
  const last = Migration.all().at(-1);
  const moment = { isolationLevel: "repeatable read", accessMode: "read only" } as const;
  return ports.db.transaction(async (db) => {
    if (!last || (await Migration.lastOf(db)) !== last.when) throw otherVersion();
    const companies = await db.select({ name: companyTable.name }).from(companyTable);
    const keys = await fileKeys(db);
    const tables = await Tables.dump(db, folder);
    const manifest: Manifest = {
      format: "docent-backup",
      version: 1,
      createdAt: ports.now().toISOString(),
      schema: { name: last.name, when: last.when },
      companies: companies.map(({ name }) => name),
      tables: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
      files: keys.length,
      secret: passphrase ? sealSecret(passphrase, ports.secret) : null,
    };
    return { tables, keys, manifest };
  }, moment);
}

/** Files before rows: whoever restores has all files in place when the rows that name them appear. */
async function* entries(
  files: FileStore,
  manifest: Manifest,
  keys: readonly string[],
  tables: readonly Tables.Dumped[],
): AsyncGenerator<Tar.Entry> {
  const about = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield { name: manifestName, bytes: about.length, content: Readable.from([about]) };
  for (const key of keys) {
    const held = await hold(files, key);
    if (!held) continue; // removed since: its rows are in the backup, the file is not
    try {
      const { size: bytes } = await stat(held.path);
      yield { name: `files/${key}`, bytes, content: createReadStream(held.path) };
    } finally {
      await held.release();
    }
  }
  for (const { name, path, bytes } of tables) {
    yield { name: `tables/${name}.jsonl`, bytes, content: createReadStream(path) };
    await rm(path);
  }
}

/** A file on the local disk until it is released; undefined when the store has none under this key. */
async function hold(files: FileStore, key: string): Promise<{ path: string; release(): Promise<void> } | undefined> {
  let letGo: () => void = () => undefined;
  const used = new Promise<void>((resolve) => (letGo = resolve));
  return new Promise((resolve, reject) => {
    const holding = files.withPath(key, async (path) => {
      const release = async () => {
        letGo();
        await holding;
      };
      resolve({ path, release });
      await used;
    });
    holding.catch((error: unknown) => {
      if (error instanceof PublicError && error.code === "file.not_found") resolve(undefined);
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

async function fileKeys(db: Needs["db"]): Promise<string[]> {
  const versions = await db
    .select({ key: versionTable.fileKey })
    .from(versionTable)
    .where(ne(versionTable.fileKey, ""));
  const pictures = await db.select({ key: pictureTable.fileKey }).from(pictureTable);
  return [...new Set([...versions, ...pictures].map(({ key }) => key))];
}

function otherVersion(): PublicError {
  const message =
    "The database is of another version of Docent than this command. Use the command of the version that runs the desk.";
  return new PublicError("conflict", "backup.other_version", message);
}

import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { check, withSums } from "@docent/core/backup/archive";
import * as Backup from "@docent/core/backup/backup";
import * as Restore from "@docent/core/backup/restore";
import * as Tables from "@docent/core/backup/tables";
import * as Tar from "@docent/core/backup/tar";
import {
  auditTable,
  generationTable,
  identityProviderTable,
  intentTable,
  modelTable,
  sourceTable,
  versionTable,
} from "@docent/core/db/schema";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Search from "@docent/core/knowledge/search";
import { seal, unseal } from "@docent/core/sealed";
import { requireCompany, type Scope } from "@docent/core/scope";
import { s3FileStore } from "@docent/core/storage/s3-file-store";
import { awsEmulator } from "../fakes/aws-emulator.ts";
import { createWorld, type World } from "../permissions/world.ts";
import { testDatabase } from "../database.ts";

let world: World;
let scope: World["scope"];
let folder: string;
let file: string;

beforeEach(async () => {
  world = await createWorld();
  ({ scope } = world);
  folder = await mkdtemp(join(tmpdir(), "docent-backup-"));
  file = join(folder, "desk.tar");
});
afterEach(async () => {
  await scope.close();
  await rm(folder, { recursive: true, force: true });
});

test("a desk is restored row by row and byte by byte, and finds the same passages in an index made anew", async () => {
  await fill();
  await makeIndex();
  const before = { rows: await rows(), files: await originals(), hits: await found("okapi") };
  const { manifest } = await backUp();
  await scope.db.execute(sql`truncate company, document, run cascade`);
  await scope.files.sweep(new Set());

  await restore({ replace: undefined });

  expect(await rows()).toEqual(before.rows);
  expect((await scope.db.select().from(auditTable)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(["company.backup", "company.restore"]),
  );
  expect(await originals()).toEqual(before.files);
  expect(Object.keys(before.files).length).toBeGreaterThan(0);
  expect(Object.values(manifest.tables).filter((n) => n > 0).length).toBeGreaterThan(30);
  await expect(found("okapi")).rejects.toMatchObject({ code: "index.being_made" });
  await makeIndex();
  expect(await found("okapi")).toEqual(before.hits);
  expect(before.hits.length).toBeGreaterThan(0);
}, 120_000);

test("files go into a bucket and come back from it as they were", async () => {
  await using aws = await awsEmulator();
  const bucket = s3FileStore({ client: aws.s3(), bucket: aws.server.createBucket("desk").bucketName });
  const before = await originals();
  await backUp();
  await restore({ replace: "Test" }, { ...scope, files: bucket });
  await rm(file);

  await backUp({ ...scope, files: bucket });
  await scope.files.sweep(new Set());
  await restore({ replace: "Test" });

  expect(await originals()).toEqual(before);
}, 120_000);

test("a desk that is not empty is replaced only by who names its company, and one that was broken off in the middle stays", async () => {
  await backUp();
  const before = await rows();
  await expect(restore({ replace: undefined })).rejects.toMatchObject({ code: "restore.not_empty" });
  await expect(restore({ replace: "Somebody" })).rejects.toMatchObject({ code: "restore.not_empty" });

  let puts = 0;
  const files: Scope["files"] = {
    ...scope.files,
    put: (...given) => (++puts > 1 ? full() : scope.files.put(...given)),
  };
  await expect(restore({ replace: "Test" }, { ...scope, files })).rejects.toThrow("no space");
  const breaks: Restore.Options = { path: file, replace: "Test" };
  await expect(Restore.run(scope, breaks, (line) => line.includes("Rows: user") && full())).rejects.toThrow("no space");

  expect(await rows()).toEqual(before);
}, 120_000);

test("a file that is damaged, cut short, of a newer version or no backup at all touches nothing", async () => {
  await backUp();
  const before = await rows();
  const whole = await readFile(file);
  const refused = async (content: Buffer, code: string) => {
    await writeFile(file, content);
    await expect(restore({ replace: "Test" })).rejects.toMatchObject({ code });
  };

  const flipped = Buffer.from(whole);
  const at = flipped.indexOf("okapi", flipped.indexOf("tables/chunk.jsonl"));
  flipped.write("zebra", at);
  await refused(flipped, "backup.damaged");
  for (const share of [0.2, 0.5, 0.9]) await refused(whole.subarray(0, Math.floor(whole.length * share)), "backup.damaged"); // prettier-ignore
  await refused(Buffer.concat([whole.subarray(0, 40), Buffer.from("x"), whole.subarray(41)]), "backup.damaged");
  await refused(Buffer.from("PK not a backup"), "backup.damaged");
  await refused(await archiveOf([["other.json", "{}"]]), "backup.unreadable");
  const newer = { ...(await check(await kept(whole))).manifest, schema: { name: "9999_later", when: 9e12 } };
  await refused(await archiveOf([["docent.json", JSON.stringify(newer)]]), "backup.newer");
  await expect(Restore.run(scope, { path: join(folder, "none.tar"), replace: "Test" }, () => undefined)).rejects.toMatchObject({ code: "backup.not_found" }); // prettier-ignore
  await truncate(file, 0);
  await expect(restore({ replace: "Test" })).rejects.toMatchObject({ code: "backup.damaged" });

  expect(await rows()).toEqual(before);
}, 120_000);

test("keys travel with the passphrase to a desk with another secret, and without it are told to be entered anew", async () => {
  await fill();
  const companyId = requireCompany(scope);
  const { secret } = scope;
  await scope.db.update(modelTable).set({ key: seal(secret, `model-key:${companyId}`, "m") });
  await scope.db.update(identityProviderTable).set({ clientSecret: seal(secret, "identity-provider:x", "p"), id: "x" });
  const headers = seal(secret, `tool-headers:${companyId}`, "{}");
  const action = {
    type: "tool",
    url: null,
    method: "POST",
    description: "",
    parameters: {},
    allowPrivate: false,
  } as const;
  await scope.db.update(intentTable).set({ action: { ...action, headers } });
  await scope.db.update(sourceTable).set({ key: seal(secret, `source-key:${companyId}`, "s") });
  await backUp(scope, "correct horse");
  const elsewhere = { ...scope, secret: "another secret, which is long enough too" };

  expect((await readFile(file)).includes(secret)).toBe(false);
  const wrong = restore({ replace: "Test", passphrase: "battery staple" }, elsewhere);
  await expect(wrong).rejects.toMatchObject({ code: "backup.passphrase_wrong" });
  const { unreadableKeys: without } = await restore({ replace: "Test" }, elsewhere);
  const { unreadableKeys } = await restore({ replace: "Test", passphrase: "correct horse" }, elsewhere);

  expect(without).toBeGreaterThanOrEqual(4);
  expect(unreadableKeys).toBe(0);
  const [model] = await scope.db.select().from(modelTable).where(eq(modelTable.companyId, companyId));
  expect(unseal(elsewhere.secret, `model-key:${companyId}`, model?.key ?? "")).toBe("m");
  const [provider] = await scope.db.select().from(identityProviderTable);
  expect(unseal(elsewhere.secret, "identity-provider:x", provider?.clientSecret ?? "")).toBe("p");
  const [source] = await scope.db.select().from(sourceTable);
  expect(unseal(elsewhere.secret, `source-key:${companyId}`, source?.key ?? "")).toBe("s");
  const intents = await scope.db.select().from(intentTable).where(eq(intentTable.companyId, companyId));
  const [tool] = intents.flatMap(({ action }) => (action.type === "tool" ? action.headers : []));
  expect(unseal(elsewhere.secret, `tool-headers:${companyId}`, tool ?? "")).toBe("{}");
}, 120_000);

test("every kind of value that is sealed for good is sealed anew by a restore", () => {
  const source = new URL("../../packages/core/src/", import.meta.url).pathname;
  const isSealing = (name: string) => / seal\(/.test(readFileSync(`${source}${name}`, "utf8"));
  const sealing = globSync("*/**/*.ts", { cwd: source }).filter(
    (name) => !/^backup\/|\.test\.ts$/.test(name) && isSealing(name),
  );

  // what an upload is told lasts for hours; the others are those of backup/sealed-values.ts
  expect(sealing.toSorted()).toEqual([
    "intents/tool.ts",
    "knowledge/managed/connection.ts",
    "knowledge/upload.ts",
    "models/catalogue/entry-row.ts",
    "sources/source-key.ts",
    "users/identity-provider.ts",
  ]);
});

test("a file that was removed while the backup was written is missing in it, and the rest is whole", async () => {
  const [version] = await scope.db.select().from(versionTable);
  const gone = version?.fileKey ?? "";
  await scope.files.remove(gone);

  const { manifest, files } = await backUp();

  expect(manifest.files - files).toBe(1);
});

test("sessions do not travel, and everything else does", async () => {
  const { manifest } = await backUp();

  const left = Tables.names().filter((name) => !(name in manifest.tables));
  expect(left.toSorted()).toEqual(["rate_limit", "session", "verification"]);
});

test("an archive holds files beyond what eleven octal digits say", async () => {
  const bytes = 8 ** 11 + 5;
  const large = (async function* () {
    yield { name: "large", bytes, content: nothing() };
  })();
  let head: Uint8Array | undefined;
  for await (const part of Tar.write(large)) {
    head = part;
    break;
  }

  for await (const entry of Tar.read(Readable.from([head]))) {
    expect(entry.bytes).toBe(bytes);
    break;
  }
});

async function backUp(of: Scope = scope, passphrase?: string) {
  await rm(file, { force: true });
  for await (const part of Backup.archive(of, { folder: join(folder, "rows"), passphrase }))
    await appendFile(file, part);
  return check(file);
}

async function restore(options: Omit<Restore.Options, "path">, into: Scope = scope) {
  return Restore.run(into, { path: file, ...options }, () => undefined);
}

/** Something of every kind that the world knows. */
async function fill(): Promise<void> {
  for (const make of Object.values<unknown>(world)) {
    if (typeof make === "function" && make.length === 0) await (make as () => Promise<unknown>)();
  }
}

/** As a desk does after a restore: of documents that the world put straight into the database there are no rows before. */
async function makeIndex(): Promise<void> {
  await scope.db.update(generationTable).set({ name: Generation.missingName() });
  await Generation.recover(scope);
  await scope.settle();
  expect((await scope.db.select().from(generationTable)).filter(({ error }) => error !== null)).toEqual([]);
}

async function found(text: string) {
  const { hits } = await Search.run(scope, Search.Query.parse({ text }));
  return hits.map(({ chunkId, score, routes }) => ({ chunkId, score, routes }));
}

/** Every row of every table but those that belong to one desk alone, and what the log says of backups, as text. */
async function rows(): Promise<Record<string, string[]>> {
  const { db } = await testDatabase();
  const all: Record<string, string[]> = {};
  for (const name of Tables.names().filter(
    (name) => !["session", "verification", "rate_limit", "index_generation"].includes(name),
  )) {
    // prettier-ignore
    const { rows: some } = (await db.execute(
      sql`select t::text as row from ${sql.identifier(name)} t where t::text !~ ${"company.(backup|restore)"} order by 1`,
    )) as unknown as { rows: { row: string }[] };
    all[name] = some.map(({ row }) => row);
  }
  return all;
}

async function originals(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { fileKey } of await scope.db.select().from(versionTable)) {
    if (!fileKey) continue;
    const content = await scope.files.open(fileKey).catch(() => undefined);
    if (content) sums[fileKey] = createHash("sha256").update(await buffer(content)).digest("hex"); // prettier-ignore
  }
  return sums;
}

async function kept(content: Buffer): Promise<string> {
  const path = join(folder, "kept.tar");
  await writeFile(path, content);
  return path;
}

async function archiveOf(entries: readonly (readonly [string, string])[]): Promise<Buffer> {
  const listed = (async function* () {
    for (const [name, text] of entries) yield { name, bytes: text.length, content: Readable.from([Buffer.from(text)]) };
  })();
  return Buffer.concat(await Array.fromAsync(Tar.write(withSums(listed))));
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function full(): never {
  throw new Error("no space left on the disk");
}

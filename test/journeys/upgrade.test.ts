import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { hashPassword } from "better-auth/crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSums } from "@docent/core/backup/archive";
import * as Tables from "@docent/core/backup/tables";
import * as Tar from "@docent/core/backup/tar";
import type { Database } from "@docent/core/db/database";
import * as Migration from "@docent/core/db/migration";
import { openPglite } from "@docent/core/db/open";
import { administrator, signIn, testDesk, type TestDesk } from "../desk.ts";
import { restoredDesk } from "../moved-desk.ts";

/** The schema as it was before there were a catalogue of models, accounts of several companies, and settings. */
const earlier = "0012_batches";
const original = "# Leave\n\nEverybody gets thirty days of leave.";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-earlier-"));
  file = join(folder, "earlier.tar");
  await mkdir(join(folder, "files/com_a"), { recursive: true });
  await writeFile(join(folder, "files/com_a/ver_a"), original);
  const database = await openPglite(join(folder, "database"));
  await database.db.transaction((db) => becomeEarlier(db));
  await writeFile(file, await backupOf(database.db));
  await database.close();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a desk of an earlier version starts with all that it held", async () => {
  const desk = await testDesk({ dataFolder: folder });
  await expectAll(desk);
  await desk.close();
}, 120_000);

test("a backup of an earlier version is restored and brought up to date", async () => {
  const { json, desk } = await restoredDesk(file, folder);
  expect(json).toMatchObject({ companies: ["Acme"], files: 1, index: "complete" });
  await expectAll(desk);
  await desk.end();
}, 120_000);

/** Looks as people do. */
async function expectAll(desk: TestDesk): Promise<void> {
  const person = await signIn(desk.url, administrator.email, administrator.password);
  const { client, headers } = person;
  await expect.poll(async () => (await client.generation.status.query()).next, { timeout: 30_000 }).toBeNull();

  const { hits } = await client.search.run.query({ text: "days of leave" });
  expect(hits.map(({ text }) => text)).toEqual(["Everybody gets thirty days of leave."]);
  const file = await fetch(`${desk.url}/api/documents/doc_a/file`, { headers });
  expect(await file.text()).toBe(original);
  const { turns } = await client.conversation.get.query({ id: "con_a" });
  expect(turns.map(({ question, outcome }) => [question, outcome?.text])).toEqual([
    ["How much leave?", "Thirty days."],
  ]);
  expect((await client.model.list.query()).map(({ name, place }) => [name, place])).toEqual([
    ["qwen", { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "qwen" }],
  ]);
  expect((await client.feedback.list.query({})).items).toMatchObject([{ question: "How much leave?", thumb: "up" }]);
  const texts = await desk.local.ports.db.execute(sql`select value from setting where key = 'refusal'`);
  expect(JSON.stringify(texts)).toContain("Nobody wrote about it.");
  person.close();
}

async function becomeEarlier(db: Database): Promise<void> {
  const steps = Migration.all();
  await db.execute(sql.raw(`drop table ${Tables.names().map((name) => `"${name}"`).join(", ")} cascade`)); // prettier-ignore
  await db.execute(sql`delete from drizzle.__drizzle_migrations`);
  await Migration.take(db, steps.slice(0, steps.findIndex(({ name }) => name === earlier) + 1));
  const outcome = {
    text: "Thirty days.",
    tier: "answer",
    sources: [],
    model: "quotes",
    milliseconds: { total: 1, firstText: 1 },
  };
  const texts = { refusal: { en: "Nobody wrote about it.", zh: "" } };
  for (const statement of [
    sql`insert into company (id, name, texts) values ('com_a', 'Acme', ${JSON.stringify(texts)}::jsonb)`,
    sql`insert into "user" (id, company_id, role, name, email) values ('usr_a', 'com_a', 'admin', 'Ann', ${administrator.email})`,
    sql`insert into account (id, account_id, provider_id, user_id, password) values ('acc_a', 'usr_a', 'credential', 'usr_a', ${await hashPassword(administrator.password)})`,
    sql`insert into library (id, company_id, name) values ('lib_a', 'com_a', 'House')`,
    sql`insert into document (id, company_id, library_id, access, indexed_as, indexed_labels, name, title) values ('doc_a', 'com_a', 'lib_a', 'lib_a', 'lib_a', '[]', 'leave.md', 'Leave')`,
    sql`insert into document_version (id, company_id, document_id, content_hash, file_key, bytes, state, stage, chunks, rows) values ('ver_a', 'com_a', 'doc_a', '00', 'com_a/ver_a', ${original.length}, 'searchable', 'index', 1, 1)`,
    sql`update document set current_version_id = 'ver_a', latest_version_id = 'ver_a'`,
    sql`insert into chunk (id, company_id, version_id, position, kind, headings, text) values ('ver_a_0000', 'com_a', 'ver_a', 0, 'passage', '["Leave"]', 'Everybody gets thirty days of leave.')`,
    sql`insert into index_generation (id, company_id, name, state) values ('gen_a', 'com_a', 'a0+words', 'current')`,
    sql`insert into conversation (id, company_id, user_id, title) values ('con_a', 'com_a', 'usr_a', 'Leave')`,
    sql`insert into run (id, company_id, conversation_id, user_id, question, state, outcome) values ('run_a', 'com_a', 'con_a', 'usr_a', 'How much leave?', 'finished', ${JSON.stringify(outcome)}::jsonb)`,
    sql`insert into feedback (run_id, user_id, company_id, thumb) values ('run_a', 'usr_a', 'com_a', 'up')`,
    sql`insert into model_connection (id, company_id, base_url, model) values ('mod_a', 'com_a', 'http://127.0.0.1:9/v1', 'qwen')`,
  ])
    await db.execute(statement);
}

/** As a version of that time would have written it. */
async function backupOf(db: Database): Promise<Buffer> {
  const there = await Migration.rowsOf<{ name: string }>(db, sql`select tablename as name from pg_tables where schemaname = 'public'`); // prettier-ignore
  const dumps = await Promise.all(
    there.map(async ({ name }) => ({
      name,
      lines: await Migration.rowsOf<{ line: string }>(db, sql`select row_to_json(t)::text as line from ${sql.identifier(name)} t`), // prettier-ignore
    })),
  );
  const manifest = {
    format: "docent-backup",
    version: 1,
    createdAt: new Date().toISOString(),
    schema: { name: earlier, when: Migration.all().find(({ name }) => name === earlier)?.when },
    companies: ["Acme"],
    tables: Object.fromEntries(dumps.map(({ name, lines }) => [name, lines.length])),
    files: 1,
    secret: null,
  };
  const entries = (async function* () {
    yield entry("docent.json", JSON.stringify(manifest));
    yield entry("files/com_a/ver_a", original);
    for (const { name, lines } of dumps) yield entry(`tables/${name}.jsonl`, lines.map(({ line }) => `${line}\n`).join("")); // prettier-ignore
  })();
  return Buffer.concat(await Array.fromAsync(Tar.write(withSums(entries))));
}

function entry(name: string, text: string): Tar.Entry {
  const bytes = Buffer.from(text);
  return { name, bytes: bytes.length, content: Readable.from([bytes]) };
}

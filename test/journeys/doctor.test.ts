import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Examine from "@docent/core/doctor/examine";
import type { CheckName } from "@docent/core/doctor/check-name";
import { checkNames } from "@docent/core/doctor/check-name";
import { inOrder, worst } from "@docent/core/doctor/finding";
import { languages, nameOf, told } from "@docent/core/doctor/wording";
import { findingsEn, type FindingCode } from "@docent/core/doctor/wording.en";
import { conversationTable, modelTable, modelUseTable, runTable, versionTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { current } from "@docent/core/knowledge/index/generation-row";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import * as Entry from "@docent/core/models/catalogue/entry";
import * as ModelConnection from "@docent/core/models/model-connection";
import { requireCompany, type Scope } from "@docent/core/scope";
import { smtpMailer } from "@docent/core/mail/smtp-mailer";
import { examined } from "@docent/functions/lambda/examined";
import { testQueue, testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
beforeAll(async () => {
  scope = await testScope();
}, 60_000);
afterAll(() => scope.close());

async function found(check: CheckName, as: Scope = scope) {
  const { checks } = await Examine.run(as, { patienceMs: 8_000 });
  return checks.find((one) => one.check === check);
}

async function addHandbook(): Promise<void> {
  const { id } = await Library.create(scope, { name: "Handbook" });
  const content = new TextEncoder().encode("# Leave\n\nEverybody gets thirty days of leave a year.");
  await Version.add(scope, id, [{ name: "leave.md", content }]);
  await scope.settle();
}

test("a desk that is well is told so, check by check, and nothing of the checking stays behind", async () => {
  await addHandbook();

  const { checks } = await Examine.run(scope);

  expect(checks.filter(({ verdict }) => verdict !== "ok")).toEqual([]);
  const names = checks.map(({ check }) => check);
  expect(names).toEqual(inOrder(checks).map(({ check }) => check));
  expect(names).toEqual(
    expect.arrayContaining(["database", "migrations", "clock", "files", "run-log", "queues", "index"]),
  );
  expect(await scope.db.select().from(conversationTable)).toEqual([]);
  expect(await scope.db.select().from(runTable)).toEqual([]);
});

test("only administrators may have it checked", async () => {
  const editor = await scope.as("editor");

  await expect(Examine.run(editor)).rejects.toMatchObject({ code: "actor.role_required" });
});

test("passages that left the index are counted, and their documents named", async () => {
  const space = await current(scope);
  const rows = await scope.db.select({ id: versionTable.id }).from(versionTable);
  const versionIds = rows.map(({ id }) => id);
  const size = await scope.index.size(space);
  await scope.index.remove(space, versionIds);

  expect(await found("index")).toMatchObject({
    verdict: "fail",
    code: "index.missing",
    facts: { missing: size, expected: size, documents: "leave.md" },
  });
});

test("an index that cannot be asked is told as such", async () => {
  const index = { ...scope.index, size: () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:9200")) };

  expect(await found("index", { ...scope, index })).toMatchObject({
    verdict: "fail",
    code: "index.unreachable",
    facts: { message: "connect ECONNREFUSED 127.0.0.1:9200" },
  });
});

test("a change of the tables that is missing is named, and one that nobody knows is noticed", async () => {
  await scope.db.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at + 1
    where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`);
  const missing = await found("migrations");
  await scope.db.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at - 1
    where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`);
  await scope.db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9e15)`);
  const unknown = await found("migrations");
  await scope.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'later'`);

  expect(missing).toMatchObject({ verdict: "fail", code: "migrations.missing", facts: { count: 1 } });
  expect(unknown).toMatchObject({ verdict: "fail", code: "migrations.unknown", facts: { count: 1 } });
  expect(await found("migrations")).toMatchObject({ verdict: "ok", code: "migrations.applied" });
});

test("a model on a server that is gone, and a key that another secret sealed, are told with their names", async () => {
  const place = { provider: "openai" as const, baseUrl: "http://127.0.0.1:9/v1", model: "gone" };
  const { id } = await Entry.add(scope, {
    kind: "chat",
    name: "House model",
    place,
    key: { type: "bearer", token: "sk-secret" },
  });
  await ModelConnection.use(scope, "chat", id);

  const model = await found("model-answers");
  const keys = await found("keys", { ...scope, secret: "another secret than before, as long as needed" });
  await scope.db.delete(modelUseTable);
  await scope.db.delete(modelTable);

  expect(model).toMatchObject({ verdict: "fail", code: "model.fails", facts: { name: "House model" } });
  expect(keys).toMatchObject({ verdict: "fail", code: "keys.sealed", facts: { names: "House model" } });
  expect(await found("model-answers")).toMatchObject({ verdict: "ok", code: "model.quotes" });
});

test("jobs that were given up, and jobs that nobody takes, are told", async () => {
  const queue = testQueue();
  const none = { name: "ingest-version" as const, waiting: 0, running: 0, failed: 0, oldest: null };
  const old = new Date(Date.now() - 40 * 60_000);
  const failed = { ...queue, depths: async () => [{ ...none, failed: 2 }] };
  const stuck = { ...queue, depths: async () => [{ ...none, waiting: 3, oldest: old }] };
  const late = { ...queue, depths: async () => [{ ...none, waiting: 3, running: 1, oldest: old }] };
  const asleep = { ...queue, probe: async () => "idle" as const };

  expect(await found("queues", { ...scope, queue: failed })).toMatchObject({
    verdict: "warn",
    facts: { failed: 2, names: "ingest-version" },
  });
  expect(await found("queues", { ...scope, queue: stuck })).toMatchObject({
    verdict: "fail",
    facts: { waiting: 3, minutes: 40 },
  });
  expect(await found("queues", { ...scope, queue: late })).toMatchObject({ verdict: "warn", code: "queues.late" });
  expect(await found("workers", { ...scope, queue: asleep })).toMatchObject({
    verdict: "fail",
    code: "workers.asleep",
  });
});

test("files that come back other than they went, and a full disk, are told", async () => {
  const files = { ...scope.files, put: async (key: string) => scope.files.put(key, new Uint8Array([1])) };
  const gigabyte = 1024 ** 3;
  const machine = {
    disk: async () => ({ free: 0.1 * gigabyte, total: 100 * gigabyte }),
    memory: () => ({ free: 0.1 * gigabyte, own: gigabyte }),
  };
  const { checks } = await Examine.run({ ...scope, files, machine });

  const verdicts = Object.fromEntries(checks.map(({ check, verdict, code }) => [check, `${verdict} ${code}`]));
  expect(verdicts).toMatchObject({ files: "fail files.lose", disk: "fail disk.full", memory: "warn memory.scarce" });
});

test("a mail server that is gone, and links that nobody else can open, are told", async () => {
  const mailer = smtpMailer({ url: "smtp://127.0.0.1:9", from: "Docent <docent@example.org>" });
  const inner = { ...scope, mailer, pageUrl: (path: string) => `http://127.0.0.1:3000${path}` };

  expect(await found("mail", inner)).toMatchObject({ verdict: "fail", facts: { host: "127.0.0.1" } });
  expect(await found("address", inner)).toMatchObject({ verdict: "warn", code: "address.inner" });
  await mailer.close();
});

test("clocks that disagree are told", async () => {
  const now = () => new Date(Date.now() + 90_000);

  expect(await found("clock", { ...scope, now })).toMatchObject({
    verdict: "fail",
    code: "clock.off",
    facts: { seconds: 90 },
  });
});

test("a part that hangs and one that breaks are findings, and hold nobody up", async () => {
  const queue = { ...testQueue(), depths: () => new Promise<never>(() => undefined) };
  const mailer = {
    ...scope.mailer,
    get place(): never {
      throw new Error("no such thing");
    },
  };

  const { checks } = await Examine.run({ ...scope, queue, mailer }, { patienceMs: 1_000 });

  const of = (name: CheckName) => checks.find(({ check }) => check === name);
  expect(of("queues")).toMatchObject({ verdict: "fail", code: "check.silent" });
  expect(of("mail")).toMatchObject({ verdict: "fail", code: "check.broken", facts: { message: "no such thing" } });
  expect(of("database")).toMatchObject({ verdict: "ok" });
  expect(worst(checks)).toBe("fail");
});

test("whoever works for the desk itself can have it checked too, also where nobody was added yet", async () => {
  const companyId = newId("company");
  await scope.db.execute(sql`insert into company (id, name) values (${companyId}, 'New')`);
  const system: Scope = { ...scope, actor: { type: "system", companyId, job: "doctor" } };

  const { checks } = await Examine.run(system);

  expect(checks.find(({ check }) => check === "run-log")).toMatchObject({ code: "run_log.skipped" });
  expect(checks.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(requireCompany(system)).toBe(companyId);
});

test("a deployment is told in sentences what the desk finds of itself, and never fails by it", async () => {
  const company = { id: requireCompany(scope) };
  const queue = { ...testQueue(), probe: async () => "idle" as const };

  const found = await examined(async () => ({ ports: { ...scope, queue }, company }));
  const dead = await examined(() => Promise.reject(new Error("connect ECONNREFUSED")));

  expect(found.verdict).toBe("fail");
  expect(found.says).toContain("Workers: Nobody took a job within 10 seconds. Restart the desk");
  expect(dead).toEqual({ verdict: "fail", says: "The desk does not start: connect ECONNREFUSED" });
});

test("every finding and every check is told in both languages, and what is not well comes with what to do", () => {
  const facts = { documents: "a.md", status: 502, port: 3000 };
  for (const language of languages) {
    for (const code of Object.keys(findingsEn) as FindingCode[]) {
      const { says, fix } = told({ verdict: "fail", code, facts }, language);
      expect(says, code).toMatch(/[.。]$|^undefined$|：undefined$|: undefined$/);
      expect(`${language} ${code} ${fix !== undefined}`).toBe(`${language} ${code} ${"fix" in findingsEn[code]}`);
    }
    for (const name of checkNames) expect(nameOf(name, language)).toBeTruthy();
  }
});

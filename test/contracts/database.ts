import { eq, sql } from "drizzle-orm";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OpenDatabase } from "@docent/core/db/open";
import { companyTable, conversationTable, libraryTable, runTable, userTable } from "@docent/core/db/schema";
import { tidy } from "@docent/core/db/tidy";
import { inTransaction } from "@docent/core/db/transaction";
import { newId } from "@docent/core/id";
import type { WorkingQueue } from "@docent/core/jobs/job-queue";
import { pgBossQueue } from "@docent/core/jobs/pg-boss-queue";
import type { Scope } from "@docent/core/scope";
import { emptyDatabase } from "../database.ts";

/** What the domain relies on, for every PostgreSQL it may run on; `open` gives a database that is up to date. */
export function databaseContract(name: string, open: () => Promise<OpenDatabase>) {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => emptyDatabase(database));
  afterAll(() => database.close());

  const company = async () => {
    const id = newId("company");
    await database.db.insert(companyTable).values({ id, name: "公司 🙂" });
    return id;
  };

  test(`${name} keeps text of any language, moments to the millisecond and JSON as they were`, async () => {
    const companyId = await company();
    const userId = newId("user");
    const conversationId = newId("conversation");
    const now = new Date("2026-11-24T08:09:10.123Z");
    await database.db.insert(userTable).values({ id: userId, companyId, name: "n", email: "n@example.org" });
    await database.db
      .insert(conversationTable)
      .values({ id: conversationId, companyId, userId, title: "问题", createdAt: now });
    const outcome = {
      text: '第一 "quoted" \\ 🙂',
      tier: "answer" as const,
      sources: [],
      model: "quotes",
      milliseconds: { total: 1.5, firstText: null },
    };
    const run = { id: newId("run"), companyId, conversationId, userId, question: "为什么?", outcome };
    await database.db.insert(runTable).values(run);

    const [kept] = await database.db.select().from(runTable).where(eq(runTable.id, run.id));
    const [conversation] = await database.db.select().from(conversationTable);

    expect(kept?.outcome).toEqual(outcome);
    expect(conversation?.createdAt).toEqual(now);
    expect((await database.db.select().from(companyTable))[0]?.name).toBe("公司 🙂");
  });

  test(`${name} takes back everything when a transaction fails, jobs included`, async () => {
    const companyId = await company();
    const sent: unknown[] = [];
    const queue = { send: async (_name: string, data: readonly unknown[]) => void sent.push(...data) };
    const scope = { db: database.db, queue } as unknown as Scope;
    const library = { id: newId("library"), companyId, name: "Handbook" };

    const attempt = inTransaction(scope, async (scope) => {
      await scope.db.insert(libraryTable).values(library);
      await scope.queue.send("ingest-version", [{ companyId, versionId: "v" }]);
      throw new Error("changed my mind");
    });

    await expect(attempt).rejects.toThrow("changed my mind");
    expect(await database.db.select().from(libraryTable)).toEqual([]);
    expect(sent).toEqual([]);
  });

  test(`${name} refuses a second library of the same name in a company`, async () => {
    const companyId = await company();
    const library = () => ({ id: newId("library"), companyId, name: "Handbook" });
    await database.db.insert(libraryTable).values(library());

    await expect(database.db.insert(libraryTable).values(library())).rejects.toThrow();
  });

  test(`${name} does every job once it is sent, and again what threw`, async () => {
    const boss = new PgBoss({ ...database.jobs, schema: "jobs" });
    await boss.start();
    const queue: WorkingQueue = await pgBossQueue(boss);
    const done: string[] = [];
    let failures = 1;
    try {
      await queue.send(
        "ingest-version",
        Array.from({ length: 30 }, (_, at) => ({ companyId: "c", versionId: `v${at}` })),
      );
      await queue.work("ingest-version", 10, async (jobs) => {
        if (failures-- > 0) throw new Error("once");
        done.push(...jobs.map((job) => job.versionId));
      });
      await expect.poll(() => new Set(done).size, { timeout: 20_000 }).toBe(30);
      expect(done).toHaveLength(30);
    } finally {
      await queue.stop(1000);
    }
  });

  test(`${name} tells how far its queues are behind, for everybody and for one company`, async () => {
    const boss = new PgBoss({ ...database.jobs, schema: "jobs" });
    await boss.start();
    const queue: WorkingQueue = await pgBossQueue(boss);
    try {
      const before = (await queue.depths("a"))[0]?.waiting ?? 0;
      const jobs = ["a", "a", "b"].map((companyId, at) => ({ companyId, testRunId: `run ${at}` }));
      await queue.send("run-tests", jobs);
      await queue.send("run-tests", jobs, { afterSeconds: 3600 });
      const [behind] = await queue.depths("a");
      expect(before).toBe(0);
      expect(behind).toMatchObject({ name: "run-tests", waiting: 2, running: 0, failed: 0 });
      expect(Date.now() - (behind?.oldest?.getTime() ?? 0)).toBeLessThan(60_000);
      expect((await queue.depths()).find(({ name }) => name === "run-tests")?.waiting).toBe(3);
      expect(await queue.depths("nobody")).toEqual([]);
    } finally {
      await queue.stop(1000);
    }
  });

  test(`${name} takes being tidied, and holds what it held`, async () => {
    const companyId = await company();
    await database.db.insert(libraryTable).values({ id: newId("library"), companyId, name: "Handbook" });

    await tidy(database.db);

    expect(await database.db.select({ name: libraryTable.name }).from(libraryTable)).toEqual([{ name: "Handbook" }]);
  });

  test(`${name} keeps of a job that failed no value of the statement that failed`, async () => {
    const boss = new PgBoss({ ...database.jobs, schema: "jobs" });
    await boss.start();
    const queue: WorkingQueue = await pgBossQueue(boss);
    try {
      await queue.send("calibrate", [{ companyId: "c", calibrationId: "c" }]);
      await queue.work("calibrate", 1, async () => {
        await database.db.insert(libraryTable).values({ id: newId("library"), companyId: "nobody", name: "Zyxquark" });
      });
      const kept = async () => {
        const { rows } = (await database.db.execute(
          sql`select output::text as output from jobs.job where name = 'calibrate'`,
        )) as unknown as { rows: { output: string | null }[] };
        return rows[0]?.output ?? "";
      };
      await expect.poll(kept, { timeout: 20_000 }).toContain("insert into");
      expect(await kept()).not.toContain("Zyxquark");
    } finally {
      await queue.stop(1000);
    }
  });
}

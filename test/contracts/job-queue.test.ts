import { PgBoss } from "pg-boss";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pgBossQueue } from "@docent/core/jobs/pg-boss-queue";
import { pack } from "@docent/core/jobs/sqs-message";
import { queuedJobs, sqsQueue, type SqsOptions } from "@docent/core/jobs/sqs-queue";
import { emptyDatabase, testDatabase } from "../database.ts";
import { awsEmulator, type AwsEmulator } from "../fakes/aws-emulator.ts";
import { silentLog } from "../scope.ts";
import { jobQueueContract } from "./job-queue.ts";

describe("pg-boss", () => {
  jobQueueContract("A queue in the database", async () => {
    const database = await testDatabase();
    await emptyDatabase(database);
    const open = async () => {
      const boss = new PgBoss({ ...database.jobs, schema: "jobs" });
      await boss.start();
      return pgBossQueue(boss);
    };
    const queue = await open();
    await database.db.execute("delete from jobs.job");
    await queue.stop(0);
    return { open };
  });

  test("what the database's queue gave up is begun anew for its company alone", async () => {
    const database = await testDatabase();
    const boss = new PgBoss({ ...database.jobs, schema: "jobs" });
    await boss.start();
    const queue = await pgBossQueue(boss);
    await database.db.execute("delete from jobs.job");
    const done: string[] = [];
    try {
      const jobs = ["a", "b"].map((companyId) => ({ companyId, calibrationId: companyId }));
      await queue.send("calibrate", jobs);
      await database.db.execute("update jobs.job set state = 'failed', retry_count = retry_limit");

      expect((await queue.depths("a"))[0]).toMatchObject({ name: "calibrate", failed: 1, waiting: 0 });
      expect(await queue.retryFailed("a")).toBe(1);
      await queue.work("calibrate", 5, async (data) => {
        done.push(...data.map((job) => job.calibrationId));
      });

      await expect.poll(() => done, { timeout: 20_000 }).toEqual(["a"]);
      expect(await queue.retryFailed("a")).toBe(0);
      expect((await queue.depths("b"))[0]?.failed).toBe(1);
    } finally {
      await queue.stop(1000);
    }
  });
});

describe("SQS", () => {
  let aws: AwsEmulator;
  let stages = 0;
  beforeAll(async () => {
    aws = await awsEmulator();
  });
  afterAll(() => aws[Symbol.asyncDispose]());

  const stage = (attempts = 6) => {
    const prefix = `stage-${++stages}-`;
    const client = new SQSClient(aws.place);
    for (const name of queuedJobs) {
      const { queueArn } = aws.server.createQueue(`${prefix}${name}-failed`);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: attempts });
      aws.server.createQueue(prefix + name, { attributes: { RedrivePolicy } });
    }
    const open = async (options: Partial<SqsOptions> = {}) =>
      sqsQueue({
        client,
        prefix: `${aws.url}/000000000000/${prefix}`,
        log: silentLog,
        waitSeconds: 1,
        visibleAfterSeconds: 2,
        attempts,
        ...options,
      });
    return { open };
  };

  jobQueueContract("SQS", async () => stage());

  test("a job that takes longer than it is hidden is not begun a second time while it lasts", async () => {
    const { open } = stage();
    const queue = await open({ visibleAfterSeconds: 1 });
    const other = await open({ visibleAfterSeconds: 1 });
    let begun = 0;
    let ended = 0;
    await queue.send("calibrate", [{ companyId: "c", calibrationId: "long" }]);
    for (const one of [queue, other]) {
      await one.work("calibrate", 1, async () => {
        begun++;
        await new Promise((resolve) => setTimeout(resolve, 2500));
        ended++;
      });
    }

    await expect.poll(() => ended, { timeout: 20_000 }).toBe(1);
    expect(begun).toBe(1);
    await Promise.all([queue.stop(), other.stop()]);
  });

  test("a job whose process died is taken on by another", async () => {
    const { open } = stage();
    const dead = await open({ visibleAfterSeconds: 1 });
    await dead.send("calibrate", [{ companyId: "c", calibrationId: "c" }]);
    let died = false;
    await dead.work("calibrate", 1, () => {
      died = true;
      return new Promise(() => undefined);
    });
    await expect.poll(() => died, { timeout: 10_000 }).toBe(true);
    await dead.stop(0);

    const other = await open();
    const done: string[] = [];
    await other.work("calibrate", 1, async (data) => {
      done.push(...data.map((job) => job.calibrationId));
    });

    await expect.poll(() => done, { timeout: 20_000 }).toEqual(["c"]);
    await other.stop();
  });

  test("what was given up is kept apart, told of to its company alone, and begun anew when asked", async () => {
    const { open } = stage(1);
    const queue = await open();
    let broken = true;
    const done: string[] = [];
    await queue.send("calibrate", [
      { companyId: "a", calibrationId: "a1" },
      { companyId: "b", calibrationId: "b1" },
    ]);
    await queue.work("calibrate", 1, async (data, isLast) => {
      expect(isLast).toBe(true);
      if (broken) throw new Error("broken");
      done.push(...data.map((job) => job.calibrationId));
    });
    const failed = async (companyId?: string) => (await queue.depths(companyId))[0]?.failed ?? 0;
    await expect.poll(() => failed(), { timeout: 20_000 }).toBe(2);
    expect(await failed("a")).toBe(1);
    expect(await failed("nobody")).toBe(0);

    broken = false;
    expect(await queue.retryFailed("a")).toBe(1);

    await expect.poll(() => done, { timeout: 20_000 }).toEqual(["a1"]);
    expect(await failed()).toBe(1);
    expect(await queue.retryFailed("a")).toBe(0);
    await queue.stop();
  });

  test("a job kept back for longer than SQS can hold it waits in hops, and begins then", async () => {
    const { open } = stage();
    const queue = await open();
    const now = Date.now();
    const { body, delaySeconds } = pack<"calibrate">({ companyId: "c", calibrationId: "c" }, 3_600_000, now);
    expect(delaySeconds).toBe(900);
    const done: string[] = [];
    const work = async (data: { calibrationId: string }[]) => {
      done.push(...data.map((job) => job.calibrationId));
    };

    const early = { id: "1", receipt: "r", body, count: 1 };
    expect(await queue.deliver("calibrate", [early], work)).toEqual([]);
    expect(done).toEqual([]);
    const held = aws.server.inspectQueue(`stage-${stages}-calibrate`)?.messages.delayed ?? [];
    expect(held).toHaveLength(1);

    const due = { ...early, body: body.replace(/"notBefore":\d+/, `"notBefore":${now - 1}`) };
    expect(await queue.deliver("calibrate", [due], work)).toEqual([]);
    expect(done).toEqual(["c"]);
  });

  test("Lambda hears which of its messages are not done, and they are seen again later", async () => {
    const { open } = stage();
    const queue = await open();
    const { body } = pack<"calibrate">({ companyId: "c", calibrationId: "c" }, 0, Date.now());

    const left = await queue.deliver("calibrate", [{ id: "m1", receipt: "r", body, count: 1 }], async () => {
      throw new Error("not now");
    });

    expect(left).toEqual(["m1"]);
  });
});

import { afterEach, beforeEach, expect, test } from "vitest";
import type { WorkingQueue } from "@docent/core/jobs/job-queue";

export interface QueueUnderTest {
  /** A queue of this process; called again, one of another process on the same store. */
  open(): Promise<WorkingQueue>;
}

const jobs = (count: number, companyId = "c") =>
  Array.from({ length: count }, (_, at) => ({ companyId, versionId: `${companyId} ${at}` }));

/** What the domain relies on, wherever jobs are kept. */
export function jobQueueContract(name: string, prepare: () => Promise<QueueUnderTest>) {
  let under: QueueUnderTest;
  let opened: WorkingQueue[];
  beforeEach(async () => {
    opened = [];
    under = await prepare();
  });
  afterEach(() => Promise.all(opened.map((queue) => queue.stop(2000))));

  const open = async () => {
    const queue = await under.open();
    opened.push(queue);
    return queue;
  };

  test(`${name} does every job that is sent, in portions of the size that was asked for`, async () => {
    const queue = await open();
    const done: string[] = [];
    const sizes: number[] = [];
    await queue.send("label-document", []);
    await queue.send("ingest-version", jobs(25));
    await queue.work("ingest-version", 4, async (data, isLast) => {
      expect(isLast).toBe(false);
      sizes.push(data.length);
      done.push(...data.map((job) => job.versionId));
    });

    await expect.poll(() => new Set(done).size, { timeout: 20_000 }).toBe(25);
    expect(done).toHaveLength(25);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  });

  test(`${name} tries again what threw`, async () => {
    const queue = await open();
    const tries: string[][] = [];
    await queue.send("ingest-version", jobs(1));
    await queue.work("ingest-version", 1, async (data) => {
      tries.push(data.map((job) => job.versionId));
      if (tries.length === 1) throw new Error("not now");
    });

    await expect.poll(() => tries.length, { timeout: 20_000 }).toBe(2);
    expect(tries[1]).toEqual(tries[0]);
  });

  test(`${name} shares jobs between processes, each done by one of them`, async () => {
    const [first, second] = [await open(), await open()];
    const done: string[] = [];
    await first.send("ingest-version", jobs(30));
    for (const queue of [first, second]) {
      await queue.work("ingest-version", 3, async (data) => {
        done.push(...data.map((job) => job.versionId));
      });
    }

    await expect.poll(() => new Set(done).size, { timeout: 20_000 }).toBe(30);
    expect(done).toHaveLength(30);
  });

  test(`${name} keeps a job back for as long as was asked`, async () => {
    const queue = await open();
    const done: string[] = [];
    await queue.send("ingest-version", [{ companyId: "c", versionId: "later" }], { afterSeconds: 2 });
    await queue.send("ingest-version", [{ companyId: "c", versionId: "now" }]);
    await queue.work("ingest-version", 1, async (data) => {
      done.push(...data.map((job) => job.versionId));
    });

    await expect.poll(() => done.length, { timeout: 20_000 }).toBe(2);
    expect(done).toEqual(["now", "later"]);
  });

  test(`${name} does not try again what keeps its own account, and counts it as no failure`, async () => {
    const queue = await open();
    let tries = 0;
    await queue.send("write-triggers", [{ companyId: "c", writingId: "w" }]);
    await queue.work("write-triggers", 1, async (_data, isLast) => {
      tries++;
      expect(isLast).toBe(true);
      throw new Error("broke off");
    });

    await expect.poll(() => tries, { timeout: 20_000 }).toBe(1);
    await expect.poll(async () => (await queue.depths()).filter((depth) => depth.running || depth.waiting)).toEqual([]);
  });
}

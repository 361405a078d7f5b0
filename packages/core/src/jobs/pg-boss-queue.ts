import { setTimeout as sleep } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import type { Log } from "../telemetry/log.ts";
import { plainError } from "../telemetry/plain-error.ts";
import type { JobData, JobName, QueueDepth, WorkingQueue } from "./job-queue.ts";

interface QueueOptions {
  expireInSeconds: number;
  /** A job about the same thing as one that still waits is not added. */
  onePerKey?: boolean;
  /** What a job does not finish is not tried again: it keeps its own account of what failed. */
  once?: boolean;
}

const queues: Record<JobName, QueueOptions> = {
  // a batch of large PDFs may take its time; a dead worker is noticed at the next start anyway
  "ingest-version": { expireInSeconds: 3600 },
  // one file of as many pages as are read, on a slow machine
  "recognise-version": { expireInSeconds: 4 * 3600 },
  "remove-document": { expireInSeconds: 600 },
  "remove-company": { expireInSeconds: 3600 },
  "label-document": { expireInSeconds: 600 },
  "reindex-chunks": { expireInSeconds: 600 },
  "rebuild-index": { expireInSeconds: 600, onePerKey: true },
  "drop-index": { expireInSeconds: 600, onePerKey: true },
  "purge-run-log": { expireInSeconds: 600 },
  "purge-embeddings": { expireInSeconds: 600 },
  "tidy-database": { expireInSeconds: 600 },
  // years of conversations, the first time
  "apply-retention": { expireInSeconds: 3600 },
  "embed-examples": { expireInSeconds: 3600, onePerKey: true },
  calibrate: { expireInSeconds: 3600 },
  // each case is an answer of the model
  "run-tests": { expireInSeconds: 12 * 3600 },
  // thousands of pages, one a second at most
  "sync-source": { expireInSeconds: 12 * 3600, once: true },
  "sync-due-sources": { expireInSeconds: 600 },
  // thousands of calls of a model, seconds each
  "write-triggers": { expireInSeconds: 24 * 3600, once: true },
};

/** Jobs in the desk's own database. `boss` must have been started. */
export async function pgBossQueue(boss: PgBoss, log?: Pick<Log, "warn">): Promise<WorkingQueue> {
  for (const [name, { expireInSeconds, onePerKey, once }] of Object.entries(queues)) {
    const options = { expireInSeconds, retryLimit: once ? 0 : 5, retryDelay: 2, retryBackoff: true, notify: true };
    if (await boss.getQueue(name)) await boss.updateQueue(name, options);
    else await boss.createQueue(name, { ...options, policy: onePerKey ? "short" : "standard" });
  }
  await boss.schedule("purge-run-log", "17 3 * * *");
  await boss.schedule("purge-embeddings", "27 3 * * *");
  await boss.schedule("apply-retention", "7 3 * * *");
  await boss.schedule("tidy-database", "37 3 * * *");
  await boss.schedule("sync-due-sources", "*/5 * * * *");

  return {
    async send(name, data, { afterSeconds } = {}) {
      const { onePerKey } = queues[name];
      for (let from = 0; from < data.length; from += 500) {
        await boss.insert(
          name,
          data.slice(from, from + 500).map((one) => ({
            data: one,
            ...(onePerKey && { singletonKey: JSON.stringify(one) }),
            ...(afterSeconds && { startAfter: afterSeconds }),
          })),
        );
      }
    },
    async depths(companyId) {
      const { rows } = await boss.getDb().executeSql(depthsSql, [companyId ?? null]);
      return (rows as DepthRow[]).flatMap(({ name, waiting, running, failed, oldest }) =>
        isJobName(name) ? [{ name, waiting, running, failed, oldest: oldest ? new Date(oldest) : null }] : [],
      );
    },
    async retryFailed(companyId) {
      const { rows } = await boss.getDb().executeSql(failedSql, [companyId]);
      const failed = rows as { name: string; id: string }[];
      for (const [name, jobs] of Map.groupBy(failed, (job) => job.name)) {
        await boss.retry(
          name,
          jobs.map(({ id }) => id),
        );
      }
      return failed.length;
    },
    async probe(withinMs) {
      const name = "label-document";
      // no document has this id, so nothing is done
      const id = await boss.send(name, { companyId: "", documentId: "" } satisfies JobData[typeof name]);
      const until = performance.now() + withinMs;
      while (id !== null && performance.now() < until) {
        const [job] = await boss.findJobs(name, { id });
        if (job?.state === "completed") return "done";
        await sleep(50);
      }
      if (id !== null) await boss.deleteJob(name, id);
      const { rows } = await boss.getDb().executeSql("select 1 from jobs.job where state = 'active' limit 1", []);
      return rows.length > 0 ? "busy" : "idle";
    },
    async work<N extends JobName>(
      name: N,
      batchSize: number,
      body: (data: JobData[N][], isLast: boolean) => Promise<void>,
    ) {
      const options = {
        batchSize,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 0.5,
        includeMetadata: true as const,
      };
      await boss.work<JobData[N], void, typeof options>(name, options, async (jobs) => {
        try {
          await body(
            jobs.map((job) => job.data),
            jobs.some((job) => job.retryCount >= job.retryLimit),
          );
        } catch (error) {
          log?.warn("job.failed", { job: name, error });
          // it is kept in the queue's tables
          const { name: kind, message } = plainError(error);
          throw new Error(`${kind}: ${message}`);
        }
      });
    },
    async stop(graceMs = 10_000) {
      await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}

type DepthRow = Omit<QueueDepth, "name" | "oldest"> & { name: string; oldest: Date | string | null };

const depthsSql = `
  select name,
    (count(*) filter (where state in ('created', 'retry') and start_after <= now()))::int as waiting,
    (count(*) filter (where state = 'active'))::int as running,
    (count(*) filter (where state = 'failed'))::int as failed,
    min(start_after) filter (where state in ('created', 'retry') and start_after <= now()) as oldest
  from jobs.job
  where state in ('created', 'retry', 'active', 'failed') and ($1::text is null or data ->> 'companyId' = $1)
  group by name
  having bool_or(state in ('active', 'failed') or start_after <= now())
  order by name`;

const failedSql = `select name, id from jobs.job where state = 'failed' and data ->> 'companyId' = $1`;

function isJobName(name: string): name is JobName {
  return Object.hasOwn(queues, name);
}

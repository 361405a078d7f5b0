import { GetQueueAttributesCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Log } from "../telemetry/log.ts";
import type { JobData, JobName, QueueDepth, WorkingQueue } from "./job-queue.ts";
import { deliver, remove, sendAll, type Body, type Delivery, type Received } from "./sqs-delivery.ts";
import { retryFailed, countFailed } from "./sqs-failed.ts";
import { pack } from "./sqs-message.ts";

export interface SqsOptions {
  client: SQSClient;
  /** What the addresses of all queues begin with; the job's name follows, and `-failed` for what was given up. */
  prefix: string;
  log: Pick<Log, "warn">;
  attempts?: number;
  visibleAfterSeconds?: number;
  /** How long a look into an empty queue waits for something to come. */
  waitSeconds?: number;
}

export interface SqsQueue extends WorkingQueue {
  /** Has messages that Lambda brought worked on. Gives the ids of those that are not done. */
  deliver<N extends JobName>(name: N, received: readonly Received[], body: Body<N>): Promise<string[]>;
}

/** Jobs that come through SQS; those that only a clock sends are called directly and have no queue. */
export const queuedJobs = [
  "ingest-version",
  "recognise-version",
  "remove-document",
  "remove-company",
  "label-document",
  "reindex-chunks",
  "rebuild-index",
  "drop-index",
  "embed-examples",
  "calibrate",
  "run-tests",
  "sync-source",
  "write-triggers",
] as const satisfies JobName[];

/** They keep their own account of what failed. */
const once = new Set<JobName>(["sync-source", "write-triggers"]);

/** Jobs in SQS: a standard queue for each kind, which delivers each at least once, and one for those that were given up. */
export function sqsQueue(options: SqsOptions): SqsQueue {
  const { client, prefix, log, attempts = 6, visibleAfterSeconds = 90, waitSeconds = 20 } = options;
  const stopping = new AbortController();
  const ended = new AbortController();
  const loops: Promise<void>[] = [];
  const to = (name: JobName): Delivery => ({
    client,
    url: prefix + name,
    log,
    attempts,
    visibleAfterSeconds,
    ended: ended.signal,
  });
  const failedOf = (name: JobName) => ({ client, url: `${prefix}${name}-failed` });

  async function loop<N extends JobName>(name: N, batchSize: number, body: Body<N>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const received = await receive(name, batchSize);
        if (received.length) await remove(to(name), await deliver(to(name), name, once.has(name), received, body));
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn("jobs.failed", { job: name, error });
        await pause(1000, stopping.signal);
      }
    }
  }

  async function receive(name: JobName, most: number): Promise<Received[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: to(name).url,
      MaxNumberOfMessages: Math.min(most, 10),
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibleAfterSeconds,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    });
    const { Messages = [] } = await client.send(command, { abortSignal: stopping.signal });
    return Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes }) => ({
      id: MessageId,
      receipt: ReceiptHandle,
      body: Body,
      count: Number(Attributes?.ApproximateReceiveCount ?? 1),
    }));
  }

  async function depthOf(name: JobName): Promise<QueueDepth> {
    const [waiting, failed] = await Promise.all([attributesOf(to(name).url), attributesOf(failedOf(name).url)]);
    return {
      name,
      waiting: Number(waiting["ApproximateNumberOfMessages"] ?? 0),
      running: Number(waiting["ApproximateNumberOfMessagesNotVisible"] ?? 0),
      failed: Number(failed["ApproximateNumberOfMessages"] ?? 0),
      oldest: null,
    };
  }

  async function attributesOf(url: string): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    });
    return (await client.send(command)).Attributes ?? {};
  }

  return {
    async send<N extends JobName>(name: N, data: readonly JobData[N][], { afterSeconds = 0 } = {}) {
      await sendAll(
        to(name),
        data.map((one) => pack<N>(one, afterSeconds * 1000, Date.now())),
      );
    },
    /** SQS counts for everybody only. Of one company it tells what was given up, which can be looked at. */
    async depths(companyId) {
      const depths = await Promise.all(
        queuedJobs.map(async (name) => {
          const depth = await depthOf(name);
          if (companyId === undefined || !depth.failed) return companyId === undefined ? depth : { ...depth, ...none };
          return { ...depth, ...none, failed: await countFailed(failedOf(name), companyId) };
        }),
      );
      return depths.filter(({ waiting, running, failed }) => waiting + running + failed > 0);
    },
    async retryFailed(companyId) {
      const counts = await Promise.all(queuedJobs.map((name) => retryFailed(failedOf(name), to(name), companyId)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async deliver(name, received, body) {
      const done = new Set(await deliver(to(name), name, once.has(name), received, body));
      return received.filter((message) => !done.has(message)).map(({ id }) => id);
    },
    async work(name, batchSize, body) {
      loops.push(loop(name, batchSize, body));
    },
    async stop(graceMs = 10_000) {
      stopping.abort();
      await Promise.race([Promise.all(loops), pause(graceMs)]);
      ended.abort();
    },
  };
}

const none = { waiting: 0, running: 0 };

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal?.addEventListener("abort", () => resolve());
  });
}

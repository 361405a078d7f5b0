/// <reference path="../.sst/platform/config.d.ts" />
import { bundleExtractor, extractorFile, readersPackages } from "./extractor";
import { deskFunction, type Parts } from "./functions";
import type { Stage } from "./stage";

/** The jobs that have a queue, with how many one call may bring; packages/core/src/jobs/sqs-queue.ts names them. */
const queued = {
  "ingest-version": 10,
  "recognise-version": 1,
  "remove-document": 10,
  "remove-company": 1,
  "label-document": 10,
  "reindex-chunks": 10,
  "rebuild-index": 1,
  "drop-index": 1,
  "embed-examples": 1,
  calibrate: 1,
  "run-tests": 1,
  "sync-source": 1,
  "write-triggers": 1,
};

/** Minutes: the longest that Lambda allows. */
const longest = 15;

/** A queue for each kind of job and one for what was given up, which keeps it for two weeks. */
export function queues() {
  const prefix = `docent-${$app.stage}-`;
  const each = Object.entries(queued).map(([job, batchSize]) => {
    const id = job.replace(/(^|-)./g, (start) => start.replace("-", "").toUpperCase());
    const failed = new aws.sqs.Queue(`${id}Failed`, {
      name: `${prefix}${job}-failed`,
      messageRetentionSeconds: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
    });
    const queue = new aws.sqs.Queue(id, {
      name: prefix + job,
      // six times the function's time, as Lambda advises, so that none comes again while it is worked on
      visibilityTimeoutSeconds: 6 * longest * 60,
      messageRetentionSeconds: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
      redrivePolicy: $jsonStringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: 8 }),
    });
    return { id, job, batchSize, queue, failed };
  });
  const address = each[0].queue.url.apply((url) => url.slice(0, -each[0].job.length));
  return { each, address, arns: each.flatMap(({ queue, failed }) => [queue.arn, failed.arn]) };
}
export type Queues = ReturnType<typeof queues>;

/** The function that does the jobs, and the one that a clock calls for what is done every day or hour. */
export function jobs(stage: Stage, parts: Parts) {
  const worker = deskFunction("Jobs", stage, parts, {
    handler: "packages/functions/src/lambda/jobs.handler",
    timeout: `${longest} minutes`,
    memory: "3008 MB",
    storage: "10 GB",
    needs: ["database", "search", "files", "live", "queues", "consume", "models", "mail"],
    environment: { DOCENT_EXTRACTOR: `./${extractorFile}` },
    install: readersPackages,
    afterBuild: bundleExtractor,
  });
  for (const { id, batchSize, queue } of parts.queues.each)
    new aws.lambda.EventSourceMapping(`${id}ToJobs`, {
      eventSourceArn: queue.arn,
      functionName: worker.arn,
      batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: stage.jobsAtOnce },
    });
  const clock = deskFunction("Clock", stage, parts, {
    handler: "packages/functions/src/lambda/clock.handler",
    timeout: `${longest} minutes`,
    memory: "1024 MB",
    needs: ["database", "search", "files", "live", "queues", "mail"],
  });
  // a sleeping database is not woken more often than this
  new sst.aws.CronV2("Hourly", {
    schedule: stage.prod ? "rate(1 hour)" : "rate(6 hours)",
    function: clock.arn,
    event: { every: "hour" },
  });
  new sst.aws.CronV2("Nightly", { schedule: "cron(0 2 * * ? *)", function: clock.arn, event: { every: "night" } });
  return { worker, clock };
}
export type Jobs = ReturnType<typeof jobs>;

/// <reference path="../.sst/platform/config.d.ts" />
import { bundleExtractor, bundleRecogniser, extractorFile, readersPackages } from "./extractor";
import { deskFunction, type Parts } from "./functions";
import { sources } from "./sources";
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

/** The functions that do the jobs, and the one that a clock calls for what is done every day or hour. */
export function jobs(stage: Stage, parts: Parts) {
  const isScan = ({ job }: Queues["each"][number]) => job === "recognise-version";
  const scans = parts.queues.each.filter(isScan);
  const others = parts.queues.each.filter((each) => !isScan(each));
  const work = {
    handler: "packages/functions/src/lambda/jobs.handler",
    timeout: `${longest} minutes`,
    memory: "3008 MB",
    storage: "10 GB",
    environment: { DOCENT_EXTRACTOR: `./${extractorFile}` },
    install: readersPackages,
  } as const;
  const read = sources(stage, parts.net);
  const worker = deskFunction("Jobs", stage, parts, {
    ...work,
    needs: ["database", "search", "files", "live", "queues", "models", "mail"],
    environment: { ...work.environment, ...read.environment },
    permissions: [consume(others), ...read.permissions],
    afterBuild: bundleExtractor,
  });
  const recogniser = deskFunction("Recogniser", stage, parts, {
    ...work,
    // on Lambda's ARM processors the models' runtime ends the process (docs/decisions/038)
    architecture: "x86_64",
    needs: ["database", "search", "files", "live", "queues", "models"],
    permissions: [consume(scans)],
    afterBuild: bundleRecogniser,
  });
  bring(stage, "Jobs", worker, others);
  bring(stage, "Recogniser", recogniser, scans);
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
  return { worker, recogniser, clock };
}
export type Jobs = ReturnType<typeof jobs>;

function consume(queues: Queues["each"]): sst.aws.FunctionPermissionArgs {
  return {
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
    resources: queues.map(({ queue }) => queue.arn),
  };
}

function bring(stage: Stage, name: string, worker: sst.aws.Function, queues: Queues["each"]): void {
  for (const { id, batchSize, queue } of queues)
    new aws.lambda.EventSourceMapping(`${id}To${name}`, {
      eventSourceArn: queue.arn,
      functionName: worker.arn,
      batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: stage.jobsAtOnce },
    });
}

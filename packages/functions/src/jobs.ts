import { scrub } from "@docent/core/chat/scrub";
import * as CalibrationRun from "@docent/core/evaluation/calibration-run";
import * as TestCase from "@docent/core/evaluation/test-case";
import * as TestWork from "@docent/core/evaluation/test-work";
import * as WritingRun from "@docent/core/enhancement/writing-run";
import * as ExampleVectors from "@docent/core/intents/example-vectors";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import { tidy } from "@docent/core/db/tidy";
import * as Picture from "@docent/core/pictures/picture";
import * as EmbeddingCache from "@docent/core/models/embedding-cache";
import * as Labelling from "@docent/core/knowledge/index/labelling";
import * as Rebuild from "@docent/core/knowledge/index/rebuild";
import * as Reindexing from "@docent/core/knowledge/index/reindexing";
import * as Removal from "@docent/core/knowledge/removal/removal";
import * as CompanyRemoval from "@docent/core/platform/company-removal";
import * as Source from "@docent/core/sources/source";
import * as Sync from "@docent/core/sources/sync";
import * as Retention from "@docent/core/retention/retention";
import type { WorkingQueue } from "@docent/core/jobs/job-queue";
import { forCompany, type Ports, type Scope } from "@docent/core/scope";
import { closeLost } from "@docent/core/usage/lost-calls";

const day = 24 * 60 * 60 * 1000;
const ingestBatch = 64;
const syncWorkers = 3;
const writingWorkers = 2;

/** Starts doing jobs in this process, and picks up what an earlier one left unfinished. */
export async function startJobs(ports: Ports, queue: WorkingQueue, companyId: string): Promise<void> {
  await recoverJobs(ports, companyId);
  await workOn(ports, queue, companyId);
}

/** Sends again what was lost when a process ended; what is under way elsewhere is done twice, which harms nothing. */
export async function recoverJobs(ports: Ports, companyId: string): Promise<void> {
  const scope: Scope = { ...ports, actor: { type: "system", companyId, job: "jobs" } };
  await Ingest.recover(scope);
  await Generation.recover(scope);
  await Labelling.recover(scope);
  await Reindexing.recover(scope);
  await Sync.recover(scope);
  await WritingRun.recover(scope);
  await TestWork.recover(scope);
  await CompanyRemoval.recover(scope);
  await closeLost(ports);
}

/** What is to be done with each kind of job. */
export async function workOn(ports: Ports, queue: Pick<WorkingQueue, "work">, companyId: string): Promise<void> {
  const scope: Scope = { ...ports, actor: { type: "system", companyId, job: "jobs" } };
  await queue.work("ingest-version", ingestBatch, (jobs, isLast) => {
    const versionIds = jobs.map((job) => job.versionId);
    return isLast ? Ingest.runSingly(scope, versionIds) : Ingest.run(scope, versionIds);
  });
  await queue.work("recognise-version", 1, (jobs, isLast) => {
    const versionIds = jobs.map((job) => job.versionId);
    return isLast ? Ingest.runSingly(scope, versionIds, true) : Ingest.run(scope, versionIds, true);
  });
  await queue.work("remove-document", ingestBatch, async (jobs) => {
    const documentIds = jobs.map((job) => job.documentId);
    await scrub(scope, documentIds);
    await TestCase.forget(scope, documentIds);
    await Removal.run(scope, documentIds);
  });
  await queue.work("remove-company", 1, async (jobs) => {
    for (const job of jobs) await CompanyRemoval.run(scope, job.companyId);
  });
  await queue.work("label-document", ingestBatch, async (jobs) => {
    await Labelling.run(
      scope,
      jobs.map((job) => job.documentId),
    );
  });
  await queue.work("reindex-chunks", ingestBatch, (jobs) => Reindexing.run(scope, jobs));
  await queue.work("rebuild-index", 1, async (jobs, isLast) => {
    for (const job of jobs) await Rebuild.run(scope, job.generationId, isLast);
  });
  await queue.work("drop-index", 1, async (jobs) => {
    for (const job of jobs) await Rebuild.drop(scope, job.generationId);
  });
  await queue.work("calibrate", 1, async (jobs) => {
    for (const job of jobs) await CalibrationRun.run(forCompany(scope, job.companyId, "calibrate"), job.calibrationId);
  });
  await queue.work("run-tests", 1, async (jobs) => {
    for (const job of jobs) await TestWork.run(forCompany(scope, job.companyId, "run-tests"), job.testRunId);
  });
  // a long crawl holds up one of them, not all
  for (let worker = 0; worker < syncWorkers; worker++) {
    await queue.work("sync-source", 1, async (jobs) => {
      for (const job of jobs) await Sync.run(scope, job.syncId);
    });
  }
  for (let worker = 0; worker < writingWorkers; worker++) {
    await queue.work("write-triggers", 1, async (jobs) => {
      for (const job of jobs) await WritingRun.run(scope, job.writingId);
    });
  }
  await queue.work("sync-due-sources", 1, () => Source.startDue(scope));
  await queue.work("embed-examples", 1, async (jobs) => {
    for (const job of jobs) await ExampleVectors.makeAll(forCompany(scope, job.companyId, "embed-examples"));
  });
  await queue.work("purge-embeddings", 1, () => EmbeddingCache.purge(scope));
  await queue.work("apply-retention", 1, () => Retention.apply(scope));
  await queue.work("tidy-database", 1, async () => {
    await Picture.clearWaiting(ports);
    await tidy(ports.db);
  });
  await queue.work("purge-run-log", 1, async () => {
    await ports.runLog.purge(new Date(ports.now().getTime() - day));
    await closeLost(ports);
  });
}

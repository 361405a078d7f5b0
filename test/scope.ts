import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseRunLog } from "@docent/core/chat/database-run-log";
import { scrub } from "@docent/core/chat/scrub";
import { inProcessRunWorker } from "@docent/core/chat/in-process-run-worker";
import type { Database } from "@docent/core/db/database";
import { companyTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as CalibrationRun from "@docent/core/evaluation/calibration-run";
import * as TestCase from "@docent/core/evaluation/test-case";
import * as TestWork from "@docent/core/evaluation/test-work";
import type { JobData, JobName, JobQueue } from "@docent/core/jobs/job-queue";
import * as WritingRun from "@docent/core/enhancement/writing-run";
import * as ExampleVectors from "@docent/core/intents/example-vectors";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Labelling from "@docent/core/knowledge/index/labelling";
import * as Rebuild from "@docent/core/knowledge/index/rebuild";
import * as Reindexing from "@docent/core/knowledge/index/reindexing";
import * as Removal from "@docent/core/knowledge/removal/removal";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { chatModels } from "@docent/core/models/chat-models";
import { knowledgeBases } from "@docent/core/models/knowledge-bases";
import { embedders } from "@docent/core/models/embedders";
import { imageModels } from "@docent/core/models/image-models";
import { modelDownload } from "@docent/core/models/onnx/model-download";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { rerankers } from "@docent/core/models/rerankers";
import { folderMailer } from "@docent/core/mail/folder-mailer";
import type { Extractor } from "@docent/core/knowledge/ingest/extractor";
import type { Actor, Scope } from "@docent/core/scope";
import type { Role } from "@docent/core/users/role";
import { sourceRules } from "@docent/core/sources/source-rules";
import * as Sync from "@docent/core/sources/sync";
import * as CompanyRemoval from "@docent/core/platform/company-removal";
import { diskFileStore } from "@docent/core/storage/disk-file-store";
import type { Log } from "@docent/core/telemetry/log";
import { prepared, preparedFile } from "./aws/prepared.ts";
import { emptyDatabase, testDatabase } from "./database.ts";

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A queue that keeps jobs until `settle` does them, in this process and in order. */
export interface TestQueue extends JobQueue {
  settle(scope: Scope): Promise<void>;
}

export function testQueue(): TestQueue {
  const held: { name: JobName; data: readonly JobData[JobName][] }[] = [];
  return {
    async send(name, data) {
      held.push({ name, data });
    },
    async retryFailed() {
      return 0;
    },
    async depths() {
      return held.map(({ name, data }) => ({ name, waiting: data.length, running: 0, failed: 0, oldest: null }));
    },
    async settle(scope) {
      for (let job = held.shift(); job; job = held.shift()) {
        const ids = (key: string) => job.data.map((one) => String((one as Record<string, unknown>)[key]));
        if (job.name === "ingest-version") await Ingest.run(scope, ids("versionId"));
        if (job.name === "recognise-version") await Ingest.run(scope, ids("versionId"), true);
        if (job.name === "remove-document") {
          await scrub(scope, ids("documentId"));
          await TestCase.forget(scope, ids("documentId"));
          await Removal.run(scope, ids("documentId"));
        }
        if (job.name === "remove-company") for (const id of ids("companyId")) await CompanyRemoval.run(scope, id);
        if (job.name === "label-document") await Labelling.run(scope, ids("documentId"));
        if (job.name === "reindex-chunks") await Reindexing.run(scope, job.data as JobData["reindex-chunks"][]);
        if (job.name === "rebuild-index") for (const id of ids("generationId")) await Rebuild.run(scope, id, true);
        if (job.name === "drop-index") for (const id of ids("generationId")) await Rebuild.drop(scope, id);
        if (job.name === "embed-examples") await ExampleVectors.makeAll(scope);
        if (job.name === "sync-source") for (const id of ids("syncId")) await Sync.run(scope, id);
        if (job.name === "write-triggers") for (const id of ids("writingId")) await WritingRun.run(scope, id);
        if (job.name === "run-tests") for (const id of ids("testRunId")) await TestWork.run(scope, id);
        if (job.name === "calibrate") for (const id of ids("calibrationId")) await CalibrationRun.run(scope, id);
      }
    },
  };
}

export interface TestScope extends Scope {
  folder: string;
  /** Does the jobs that were sent until now. */
  settle(): Promise<void>;
  /** The same desk, asked by somebody else of the same company. */
  as(role: Role): Promise<Scope>;
  close(): Promise<void>;
}

/** One for the whole run, since its process takes a second to start. It ends with the process of the tests. */
const shared = globalThis as typeof globalThis & { docentTestExtractor?: Extractor };

function testExtractor(): Extractor {
  shared.docentTestExtractor ??= processExtractor({ processes: 1 });
  return shared.docentTestExtractor;
}

/** What keeps files, index and events: a folder and the database, or the parts of a stage where tests run on one. */
async function partsIn(folder: string, db: Database): Promise<Parts> {
  if (preparedFile) {
    const { stageParts } = await import("./aws/stage-parts.ts");
    return stageParts(prepared(preparedFile), db, folder);
  }
  return {
    files: diskFileStore(join(folder, "files")),
    index: lanceDbIndex({ folder: join(folder, "index") }),
    runLog: databaseRunLog(db),
  };
}

interface Parts extends Pick<Scope, "files" | "index" | "runLog"> {
  remove?(companyId: string): Promise<void>;
}

/** A whole desk on real parts: an emptied PGlite, a throw-away folder, LanceDB, real extraction. The actor is an administrator. */
export async function testScope(overrides: Partial<Omit<Scope, "runWorker">> = {}): Promise<TestScope> {
  const database = await testDatabase();
  await emptyDatabase(database);
  const folder = await mkdtemp(join(tmpdir(), "docent-test-"));
  const { db } = database;
  const companyId = newId("company");
  await db.insert(companyTable).values({ id: companyId, name: "Test" });
  const person = async (role: Role): Promise<Actor> => {
    const userId = newId("user");
    await db.insert(userTable).values({ id: userId, companyId, role, name: role, email: `${userId}@example.org` });
    return { type: "user", userId, companyId, role };
  };
  const queue = testQueue();
  const onnx = onnxModels({ folder: join(folder, "models") });
  const parts = await partsIn(folder, db);
  const base = {
    db,
    files: parts.files,
    index: parts.index,
    extractor: testExtractor(),
    chatModels: chatModels({ ollamaUrl: "" }),
    embedders: embedders({ onnx, openai: { retries: 0 } }),
    rerankers: rerankers({ onnx, api: { retries: 0 } }),
    knowledgeBases: knowledgeBases(),
    imageModels: imageModels(),
    localModels: modelDownload({ folder: join(folder, "models"), hub: "http://127.0.0.1:9" }),
    queue,
    runLog: parts.runLog,
    log: silentLog,
    mailer: folderMailer({ folder: join(folder, "letters"), from: "Docent <docent@example.org>" }),
    pageUrl: (path: string) => new URL(path, "https://desk.example.org").toString(),
    now: () => new Date(),
    sourceRules: sourceRules({ folders: [], networks: [], delayMs: 0 }),
    secret: "a secret for tests, long enough to seal with",
    ...overrides,
  };
  const runWorker = inProcessRunWorker(base);
  const scope: Scope = { ...base, runWorker, actor: overrides.actor ?? (await person("admin")) };
  return {
    ...scope,
    folder,
    settle: () => queue.settle(scope),
    as: async (role) => ({ ...scope, actor: await person(role) }),
    async close() {
      await runWorker.close();
      await onnx.close();
      await scope.index.close();
      await parts.remove?.(companyId);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

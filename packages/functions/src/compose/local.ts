import { availableParallelism } from "node:os";
import { join } from "node:path";
import { PgBoss } from "pg-boss";
import { databaseRunLog } from "@docent/core/chat/database-run-log";
import { inProcessRunWorker } from "@docent/core/chat/in-process-run-worker";
import type { Config } from "@docent/core/config";
import { openPglite, openPostgres } from "@docent/core/db/open";
import type { WorkingQueue } from "@docent/core/jobs/job-queue";
import { pgBossQueue } from "@docent/core/jobs/pg-boss-queue";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { openSearchIndex } from "@docent/core/knowledge/index/opensearch/opensearch-index";
import type { SearchIndex } from "@docent/core/knowledge/index/search-index";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { chatModels } from "@docent/core/models/chat-models";
import { embedders } from "@docent/core/models/embedders";
import { imageModels } from "@docent/core/models/image-models";
import { modelDownload } from "@docent/core/models/onnx/model-download";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { knowledgeBases } from "@docent/core/models/knowledge-bases";
import { rerankers } from "@docent/core/models/rerankers";
import { folderMailer } from "@docent/core/mail/folder-mailer";
import type { Mailer } from "@docent/core/mail/mailer";
import { sesClient, sesMailer } from "@docent/core/mail/ses-mailer";
import { smtpMailer } from "@docent/core/mail/smtp-mailer";
import type { Ports } from "@docent/core/scope";
import { sourceRules } from "@docent/core/sources/source-rules";
import { diskFileStore } from "@docent/core/storage/disk-file-store";
import type { Log } from "@docent/core/telemetry/log";
import * as User from "@docent/core/users/user";
import type { DataFolder } from "./data-folder.ts";
import { machineOf } from "./machine.ts";
import { telemetryFor } from "./telemetry.ts";

export interface Local {
  ports: Ports;
  queue: WorkingQueue;
  company: { id: string; name: string };
  /** Where people find the console; whoever listens sets it when the port is known only then. */
  site: { origin: string };
  /** Ends work under way, then closes everything. The folder stays taken until its own `release`. */
  close(): Promise<void>;
}

/** Everything that runs on one machine: the database, files and index in a folder, work done in this process. */
export async function composeLocal(config: Config, folder: DataFolder, log: Log): Promise<Local> {
  const opened = config.databaseUrl ? await openPostgres(config.databaseUrl) : await openPglite(folder.database);
  const { db } = opened;
  const boss = new PgBoss({ ...opened.jobs, schema: "jobs", useListenNotify: !config.databaseUrl });
  boss.on("error", (error) => log.error("jobs.failed", { error }));
  await boss.start();
  const queue = await pgBossQueue(boss, log);
  const index = indexFor(config, folder, log);
  const extractor = processExtractor({ processes: config.extractors ?? Math.max(1, availableParallelism() - 1) });
  const models = config.modelsFolder ?? folder.models;
  const onnx = onnxModels({ folder: models });
  const localModels = modelDownload({ folder: models, hub: config.modelHub });
  const runLog = databaseRunLog(db);
  const mailer = mailerFor(config, folder);
  const site = { origin: config.publicUrl ?? `http://${config.host}:${config.port}` };

  const telemetry = await telemetryFor(config, { depths: () => queue.depths(), log });

  const base = {
    db,
    files: diskFileStore(folder.files),
    index,
    extractor,
    chatModels: chatModels({ ollamaUrl: config.ollamaUrl }),
    embedders: embedders({ onnx }),
    rerankers: rerankers({ onnx }),
    imageModels: imageModels(),
    knowledgeBases: knowledgeBases(),
    localModels,
    queue,
    runLog,
    log,
    telemetry,
    mailer,
    pageUrl: (path: string) => new URL(path, site.origin).toString(),
    now: () => new Date(),
    machine: machineOf(folder.path),
    secret: folder.secret,
    sourceRules: sourceRules({
      folders: config.sourceFolders,
      buckets: config.sourceBuckets,
      networks: config.sourceNetworks,
      delayMs: config.sourceDelay,
    }),
  };
  const runWorker = inProcessRunWorker(base);

  return {
    ports: { ...base, runWorker },
    queue,
    company: await User.firstCompany(db),
    site,
    async close() {
      await queue.stop();
      await runWorker.close();
      await telemetry?.close();
      await extractor.close();
      await localModels.close();
      await onnx.close();
      await index.close();
      await mailer.close();
      await opened.close();
    },
  };
}

/** In the data folder, or in a cluster. Whoever holds the data folder is the only writer. */
function indexFor(config: Config, folder: DataFolder, log: Log): SearchIndex {
  const {
    openSearchUrl: url,
    openSearchPrefix: prefix,
    openSearchRegion: awsRegion,
    openSearchTuning: tuning,
  } = config;
  if (!url) return lanceDbIndex({ folder: folder.index, log });
  return openSearchIndex({ url, prefix, awsRegion, tuning, shared: false });
}

function mailerFor({ mailUrl, mailFrom: from }: Config, { letters }: DataFolder): Mailer {
  if (!mailUrl) return folderMailer({ folder: letters, from });
  if (!mailUrl.startsWith("ses:")) return smtpMailer({ url: mailUrl, from });
  const region = mailUrl.slice("ses:".length) || undefined;
  return sesMailer({ from, client: () => sesClient(region) });
}

/** LanceDB reads these when it is loaded, which happens at the first use of the index. */
export function prepareLanceDb(environment: NodeJS.ProcessEnv = process.env): void {
  environment["LANCE_INCLUDE_VECTOR_CENTROIDS"] ??= "false";
  environment["LANCE_LOG"] ??= "error";
  environment["RUST_LOG"] ??= "error";
}

/** Where the console's built files are, seen from this file. */
export function consoleFolder(): string {
  return join(import.meta.dirname, "../../../web/dist");
}

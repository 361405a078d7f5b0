import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoRunLog } from "@docent/core/chat/dynamo-run-log";
import { remoteRunWorker } from "@docent/core/chat/remote-run-worker";
import { dynamoStopFlags, type StopFlags } from "@docent/core/chat/stop-flags";
import { connectPostgres, type Postgres } from "@docent/core/db/postgres";
import { PublicError } from "@docent/core/error";
import { sqsQueue, type SqsQueue } from "@docent/core/jobs/sqs-queue";
import { openSearchIndex } from "@docent/core/knowledge/index/opensearch/opensearch-index";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { sesClient, sesMailer } from "@docent/core/mail/ses-mailer";
import { smtpMailer } from "@docent/core/mail/smtp-mailer";
import { chatModels } from "@docent/core/models/chat-models";
import { embedders } from "@docent/core/models/embedders";
import { imageModels } from "@docent/core/models/image-models";
import { knowledgeBases } from "@docent/core/models/knowledge-bases";
import type { LocalModels } from "@docent/core/models/local-models";
import type { OnnxModels } from "@docent/core/models/onnx/onnx-models";
import { rerankers } from "@docent/core/models/rerankers";
import { dynamoTickets } from "@docent/core/realtime/dynamo-tickets";
import { lambdaInvoker } from "@docent/core/realtime/lambda-invoker";
import type { Tickets } from "@docent/core/realtime/tickets";
import type { Ports } from "@docent/core/scope";
import { sourceRules } from "@docent/core/sources/source-rules";
import { s3Client } from "@docent/core/storage/s3-client";
import { s3FileStore } from "@docent/core/storage/s3-file-store";
import { s3Uploads } from "@docent/core/storage/s3-uploads";
import * as User from "@docent/core/users/user";
import type { AwsEnvironment } from "./aws-environment.ts";
import { awsLog } from "./aws-log.ts";
import { databaseAccess, deskSecret } from "./aws-secrets.ts";

export interface Aws {
  ports: Ports;
  queue: SqsQueue;
  postgres: Postgres;
  stops: StopFlags;
  tickets: Tickets;
  /** Where people's sockets are opened. */
  socketUrl: string | undefined;
  company: { id: string; name: string };
}

/** A stage on AWS, as one of its functions sees it. Made once for each process, at its first call. */
export async function composeAws(environment: AwsEnvironment): Promise<Aws> {
  const { AWS_REGION: region, DOCENT_LIVE_TABLE: table, DOCENT_PUBLIC_URL: publicUrl } = environment;
  const log = awsLog;
  const [access, secret] = await Promise.all([databaseAccess(environment), deskSecret(environment)]);
  const postgres = connectPostgres(access);
  const { db } = postgres;
  const s3 = { client: s3Client(), bucket: environment.DOCENT_FILES_BUCKET };
  const dynamo = new DynamoDBClient({ maxAttempts: 5 });
  const queue = sqsQueue({ client: new SQSClient({ maxAttempts: 5 }), prefix: environment.DOCENT_QUEUES, log });
  const stops = dynamoStopFlags(table, dynamo);
  const { DOCENT_OPENSEARCH_URL: url, DOCENT_EXTRACTOR: program, DOCENT_ANSWER: answer } = environment;
  const isSigned = /\.amazonaws\.com(\.cn)?(?=[:/]|$)/.test(url);

  const ports: Ports = {
    db,
    files: s3FileStore(s3),
    uploads: s3Uploads(s3),
    index: openSearchIndex({ url, ...(isSigned && { awsRegion: region }) }),
    extractor: processExtractor({ processes: 2, ...(program && { program: new URL(program, import.meta.url) }) }),
    chatModels: chatModels({ ollamaUrl: "" }),
    embedders: embedders({ onnx: noOnnx }),
    rerankers: rerankers({ onnx: noOnnx }),
    imageModels: imageModels(),
    knowledgeBases: knowledgeBases(),
    localModels: noLocalModels,
    queue,
    runLog: dynamoRunLog({ client: dynamo, table, db, log }),
    runWorker: remoteRunWorker({
      db,
      stops,
      log,
      invoke: answer ? lambdaInvoker(answer, new LambdaClient({})) : notHere,
    }),
    log,
    mailer: mailerFor(environment),
    pageUrl: (path) => new URL(path, publicUrl).toString(),
    now: () => new Date(),
    secret,
    sourceRules: sourceRules({
      folders: [],
      buckets: environment.DOCENT_SOURCE_BUCKETS,
      networks: [],
      delayMs: environment.DOCENT_SOURCE_DELAY,
    }),
  };
  return {
    ports,
    queue,
    postgres,
    stops,
    tickets: dynamoTickets(table, dynamo),
    socketUrl: environment.DOCENT_SOCKETS_PUBLIC_URL,
    company: await User.firstCompany(db),
  };
}

function mailerFor({ DOCENT_MAIL_URL: url, DOCENT_MAIL_FROM: from }: AwsEnvironment) {
  if (!url.startsWith("ses:")) return smtpMailer({ url, from });
  const region = url.slice("ses:".length) || undefined;
  return sesMailer({ from, client: () => sesClient(region) });
}

async function notHere(): Promise<never> {
  throw new Error("this function starts no answers");
}

/** Functions hold no models. */
const noOnnx: OnnxModels = {
  run: () => Promise.reject(noModels()),
  close: () => Promise.resolve(),
};

const noLocalModels: LocalModels = {
  suggestions: [],
  list: () => Promise.resolve([]),
  fetch: () => Promise.reject(noModels()),
  fetching: () => [],
  stop: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

function noModels(): PublicError {
  const message = "Models cannot run on this desk's own machines. Choose one of Bedrock, SageMaker or another server.";
  return new PublicError("invalid", "local_model.not_here", message);
}

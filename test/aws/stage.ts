import { closeSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { s3Client } from "@docent/core/storage/s3-client";
import { readQueue } from "./event-source.ts";
import { front } from "./front.ts";
import { letterBox } from "./letter-box.ts";
import { liveTable } from "./live-table.ts";
import { localAws, type LocalAws } from "./local-aws.ts";
import type { Place } from "./parts.ts";
import type { Plan, PlannedFunction } from "./plan.ts";
import { functionPool } from "./pool.ts";
import { dropDatabase, makeDatabase } from "./postgres.ts";

export interface StageOptions {
  plan: Plan;
  /** Where each function's archive was unpacked. */
  functions: string;
  place: Place;
  /** Tells the desks of one machine apart; one that was there before is started again, with all it holds. */
  id: string;
  /** Takes what functions write and the letters that are sent. */
  folder: string;
  port?: number;
  /** A database to begin with instead of an empty one. */
  template?: string;
  /** What functions are told besides. */
  environment?: Record<string, string>;
}

export interface Stage {
  url: string;
  /** Set while the desk waits for its first administrator. */
  setUpUrl: string | undefined;
  aws: LocalAws;
  /** What a function of this name is told of the stage: "Desk". */
  environmentOf(called: string): Record<string, string>;
  /** Ends its processes. */
  close(): Promise<void>;
  /** Takes away what it held. */
  remove(): Promise<void>;
}

const keys = { accessKeyId: "stage", secretAccessKey: "stage" };
const secret = "the secret of a stage on one machine";
/** The account whose names the plan has, and the one that the emulator knows. */
const account = "000000000000";

/** A whole stage: the functions of a plan in processes of their own, behind API Gateway and CloudFront, on parts that are shared. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { plan, place, id, folder } = options;
  await using started = new AsyncDisposableStack();
  await mkdir(join(folder, "logs"), { recursive: true });
  const names = namesOf(id);
  const { databaseUrl, isNew } = await prepare(options, names);
  const letters = started.use(await letterBox(join(folder, "letters")));
  const site = started.use(await front(options.port));
  const aws = started.use(await localAws({ sockets: plan.sockets, http: plan.http }));
  site.serve(aws.url, [new URL(place.store.url).origin, new URL(aws.socketUrl).origin]);

  const values: Record<string, string | undefined> = {
    DATABASE_URL: databaseUrl,
    DOCENT_PUBLIC_URL: site.url,
    DOCENT_OPENSEARCH_URL: place.search.url,
    DOCENT_FILES_BUCKET: names.bucket,
    DOCENT_LIVE_TABLE: names.table,
    DOCENT_QUEUES: `${place.store.url}/${account}/${names.queues}`,
    DOCENT_SECRET: secret,
    DOCENT_MAIL_URL: letters.url,
    DOCENT_SOCKETS_URL: aws.managementUrl,
    DOCENT_SOCKETS_PUBLIC_URL: aws.socketUrl,
  };
  const lambda = {
    PATH: process.env["PATH"] ?? "",
    TZ: "UTC",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_ENDPOINT_URL_S3: place.store.url,
    AWS_ENDPOINT_URL_SQS: place.store.url,
    AWS_ENDPOINT_URL_DYNAMODB: place.dynamo.url,
    AWS_ENDPOINT_URL_LAMBDA: aws.url,
    // a function is no machine of its own that could be asked who it is
    AWS_EC2_METADATA_DISABLED: "true",
    ...(place.database.only && { DOCENT_DATABASE_CONNECTIONS: "1" }),
    ...options.environment,
  };
  const environmentOf = (called: string) => {
    const found = plan.functions.find((one) => one.called === called);
    if (!found) throw new Error(`there is no function ${called}`);
    return { ...lambda, AWS_LAMBDA_FUNCTION_NAME: found.name, ...environmentHere(found, values) };
  };
  for (const { name, called, timeoutMs, memoryMb } of plan.functions) {
    const log = openSync(join(folder, "logs", `${called}.log`), "a");
    const path = join(options.functions, called, "bundle.mjs");
    const pool = functionPool({ path }, environmentOf(called), { log, memoryMb });
    started.defer(() => {
      pool.close();
      closeSync(log);
    });
    aws.functions.add(name, pool.handler, timeoutMs);
  }
  const [migration, ...recovery] = plan.calls;
  if (!migration) throw new Error("nothing brings the database up to date");
  const { setUpUrl } = (await aws.functions.invoke(migration.function, migration.input)) as { setUpUrl?: string };

  const sqs = new SQSClient({ endpoint: place.store.url, region: "us-east-1", credentials: keys, requestHandler });
  started.defer(() => sqs.destroy());
  for (const source of plan.sources) {
    const url = `${place.store.url}/${account}/${names.queue(source.queue)}`;
    const arn = `arn:aws:sqs:us-east-1:${account}:${names.queue(source.queue)}`;
    const reading = readQueue({ ...source, url, arn }, sqs, aws.functions);
    started.defer(() => reading.close());
  }
  // nothing was left unfinished where nothing was
  if (!isNew) for (const call of recovery) await aws.functions.invoke(call.function, call.input);
  const all = started.move();
  return {
    url: site.url,
    setUpUrl,
    aws,
    environmentOf,
    close: () => all.disposeAsync(),
    async remove() {
      if (!place.database.only) await dropDatabase(place.database.url, names.database);
    },
  };
}

/** As many at once as there are queues and calls. */
const requestHandler = { httpAgent: { maxSockets: 1_000, keepAlive: true } };

function namesOf(id: string) {
  const queues = `docent-${id}-`;
  return {
    database: `docent_${id}`,
    bucket: `docent-${id}-files`,
    table: `docent-${id}-live`,
    queues,
    queue: (planned: string) => queues + planned.replace(/^docent-dev-/, ""),
  };
}

/** Makes what a deployment would make. What is there already is kept. */
async function prepare(
  { plan, place, template }: StageOptions,
  names: ReturnType<typeof namesOf>,
): Promise<{ databaseUrl: string; isNew: boolean }> {
  const at = { endpoint: place.store.url, region: "us-east-1", credentials: keys };
  const [s3, sqs] = [s3Client({ ...at, forcePathStyle: true }), new SQSClient(at)];
  const dynamo = new DynamoDBClient({ ...at, endpoint: place.dynamo.url });
  try {
    if (!(await ignoring(/ResourceInUse/, dynamo.send(new CreateTableCommand(liveTable(names.table)))))) {
      return { databaseUrl: addressOf(place, names.database), isNew: false };
    }
    await s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
    // those that take what was given up come first
    for (const { name, attributes } of plan.queues.toSorted((one) => (one.attributes["RedrivePolicy"] ? 1 : -1))) {
      const { RedrivePolicy, ...more } = attributes;
      const given = RedrivePolicy?.replace(/[^":]*:docent-dev-/, `${account}:${names.queues}`);
      const Attributes = { ...more, ...(given && { RedrivePolicy: given }) };
      await sqs.send(new CreateQueueCommand({ QueueName: names.queue(name), Attributes }));
    }
    if (!place.database.only) await makeDatabase(place.database.url, names.database, template);
    return { databaseUrl: addressOf(place, names.database), isNew: true };
  } finally {
    for (const client of [s3, sqs, dynamo]) client.destroy();
  }
}

function addressOf({ database }: Place, name: string): string {
  const url = new URL(database.url);
  if (!database.only) url.pathname = `/${name}`;
  return url.href;
}

async function ignoring(error: RegExp, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    if (error.test(String(thrown))) return false;
    throw thrown;
  }
}

/** Names that stand for something else here, or for nothing. */
const elsewhere: Record<string, string | undefined> = {
  DOCENT_DATABASE_HOST: "DATABASE_URL",
  DOCENT_DATABASE_NAME: undefined,
  DOCENT_DATABASE_SECRET_ARN: undefined,
  DOCENT_SECRET_ARN: "DOCENT_SECRET",
  NODE_EXTRA_CA_CERTS: undefined,
};

/** What the stage tells a function, with the addresses of this machine. Whatever it is not told there it is not told here. */
function environmentHere(planned: PlannedFunction, values: Record<string, string | undefined>): Record<string, string> {
  const told = Object.entries(planned.environment).flatMap(([name, value]) => {
    const here = name in elsewhere ? elsewhere[name] : name;
    if (here === undefined) return [];
    const given = values[here] ?? value;
    if (/amazonaws|^arn:|cloudfront/.test(given))
      throw new Error(`there is nothing here for ${name} (${planned.called})`);
    return [[here, given] as const];
  });
  return Object.fromEntries(told);
}

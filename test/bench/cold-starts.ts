import { fork } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import { pack } from "@docent/core/jobs/sqs-message";
import { bundlesOf, type Bundle } from "../aws/bundle.ts";
import { emptyDatabase, testDatabase } from "../database.ts";
import { awsEmulator } from "../fakes/aws-emulator.ts";
import { liveTable } from "../fakes/live-table.ts";
import { postgresServer } from "../fakes/postgres-server.ts";
import { percentile, round } from "./figures.ts";

const host = fileURLToPath(new URL("cold-start-host.ts", import.meta.url));
const starts = 10;
const requestContext = { connectionId: "c", connectedAt: Date.now(), http: { method: "GET", sourceIp: "127.0.0.1" } };

/** The smallest thing that each function is called for. */
const events: Record<string, unknown> = {
  http: { rawPath: "/api/health", headers: {}, requestContext },
  answer: { runId: "run_of_nobody" },
  "socket-authorizer": { methodArn: "arn", queryStringParameters: { ticket: "made-up" } },
  "socket-connect": { requestContext },
  "socket-disconnect": { requestContext },
  "socket-message": {
    body: JSON.stringify({ id: 1, method: "query", params: { path: "session.me" } }),
    requestContext,
  },
  "socket-worker": {
    caller: { connectionId: "c", authorizer: null, params: null },
    message: {},
    batchIndex: 0,
    chain: 0,
  },
  jobs: {
    Records: [
      {
        messageId: "m",
        receiptHandle: "r",
        body: pack({ companyId: "c", syncId: "gone" } as never, 0, Date.now()).body,
        attributes: { ApproximateReceiveCount: "1" },
        eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:docent-sync-source",
      },
    ],
  },
  clock: { every: "hour" },
  migrate: {},
};

interface Start {
  readyMs: number;
  readyWorkMs: number;
  answeredMs: number;
  answeredWorkMs: number;
}

/**
 * How long each function of a stage takes from the start of its process until its handler is there, and until it has
 * answered for the first time, with the database and the tables on this machine; beside the time what of it the processor
 * worked for that process, which other work on the machine changes little.
 */
export async function run(): Promise<Record<string, unknown>> {
  const database = await testDatabase();
  await emptyDatabase(database);
  await using postgres = await postgresServer((database as typeof database & { lite: PGlite }).lite);
  await using live = await liveTable();
  await using emulator = await awsEmulator();
  const bundles = await bundlesOf(Object.keys(events));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: live.url,
    AWS_ENDPOINT_URL_SQS: emulator.url,
    DATABASE_URL: postgres.url,
    DOCENT_DATABASE_CONNECTIONS: "1",
    DOCENT_SECRET: "a secret of at least thirty-two characters",
    DOCENT_PUBLIC_URL: "https://docent.example.org",
    DOCENT_SOCKETS_URL: "http://127.0.0.1:9",
    DOCENT_OPENSEARCH_URL: "http://127.0.0.1:9",
    DOCENT_FILES_BUCKET: "files",
    DOCENT_LIVE_TABLE: live.table,
    DOCENT_QUEUES: `${emulator.url}/000000000000/docent-`,
  };
  const figures: Record<string, unknown> = {};
  const folder = dirname(dirname(bundles.get("http")?.path ?? ""));
  // what Node and this bench take by themselves
  const nothing = { path: join(folder, "nothing.mjs"), bytes: 0 };
  await writeFile(nothing.path, "export const handler = async () => {};");
  for (const [name, bundle] of bundles.set("nothing", nothing)) {
    const measured: Start[] = [];
    await startOnce(bundle, events[name] ?? {}, environment); // the file is in the machine's memory from now on
    for (let count = 0; count < starts; count++)
      measured.push(await startOnce(bundle, events[name] ?? {}, environment));
    const of = (which: keyof Start) => spread(measured.map((start) => start[which]));
    figures[name] = {
      megabytes: round(bundle.bytes / 1024 / 1024, 2),
      readyMs: of("readyMs"),
      readyWorkMs: of("readyWorkMs"),
      answeredMs: of("answeredMs"),
      answeredWorkMs: of("answeredWorkMs"),
    };
  }
  await rm(folder, { recursive: true, force: true });
  return { starts, ...figures };
}

async function startOnce({ path }: Bundle, event: unknown, environment: Record<string, string>): Promise<Start> {
  const begun = performance.now();
  const child = fork(host, [path], {
    env: environment,
    execArgv: ["--no-warnings"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  try {
    const [ready] = (await once(child, "message")) as [{ workMs: number }];
    const readyMs = performance.now() - begun;
    child.send(event as object);
    const [answered] = (await once(child, "message")) as [{ workMs: number }];
    const answeredMs = performance.now() - begun;
    return { readyMs, readyWorkMs: ready.workMs, answeredMs, answeredWorkMs: answered.workMs };
  } finally {
    child.kill("SIGKILL");
  }
}

function spread(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
}

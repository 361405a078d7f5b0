import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "@docent/core/db/open";
import { emptyDatabase, testDatabase } from "../database.ts";
import { administrator, signIn, visitor, type Person } from "../desk.ts";
import { liveTable, type LiveTable } from "../fakes/live-table.ts";
import { postgresServer } from "../fakes/postgres-server.ts";
import { bundlesOf, type Bundle, type RunningFunction } from "./bundle.ts";
import { localAws, type LocalAws } from "./local-aws.ts";
import { functionPool } from "./pool.ts";

const sockets = ["socket-authorizer", "socket-connect", "socket-disconnect", "socket-message", "socket-worker"];
const timeoutMs: Record<string, number> = { http: 29_000, "socket-message": 29_000 };

let live: LiveTable;
let aws: LocalAws;
let postgres: Awaited<ReturnType<typeof postgresServer>>;
let bundles: Map<string, Bundle>;
let person: Person;
const running: RunningFunction[] = [];

beforeAll(async () => {
  const database = (await testDatabase()) as OpenDatabase & { lite: PGlite };
  await emptyDatabase(database);
  postgres = await postgresServer(database.lite);
  live = await liveTable();
  aws = await localAws({
    sockets: {
      routes: { $connect: "socket-connect", $default: "socket-message", $disconnect: "socket-disconnect" },
      authorizer: { name: "socket-authorizer", identity: ["route.request.querystring.ticket"] },
    },
    http: { "ANY /api/{proxy+}": "http", "ANY /trpc/{proxy+}": "http" },
  });
  const environment = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: live.url,
    AWS_ENDPOINT_URL_LAMBDA: aws.url,
    DATABASE_URL: postgres.url,
    DOCENT_DATABASE_CONNECTIONS: "1",
    DOCENT_SECRET: "a secret of at least thirty-two characters",
    DOCENT_PUBLIC_URL: aws.url,
    DOCENT_SOCKETS_PUBLIC_URL: aws.socketUrl,
    DOCENT_SOCKETS_URL: aws.managementUrl,
    DOCENT_SOCKET_WORKER: "socket-worker",
    DOCENT_OPENSEARCH_URL: "http://127.0.0.1:9",
    DOCENT_FILES_BUCKET: "files",
    DOCENT_LIVE_TABLE: live.table,
    DOCENT_QUEUES: "http://127.0.0.1:9/docent-",
    DOCENT_ANSWER: "answer",
  };
  for (const [name, bundle] of (bundles = await bundlesOf([...sockets, "http", "answer", "migrate"]))) {
    const pool = functionPool(bundle, environment);
    running.push(pool);
    aws.functions.add(name, pool.handler, timeoutMs[name]);
  }
  const { setUpUrl } = (await aws.functions.invoke("migrate", {})) as { setUpUrl: string };
  const code = new URL(setUpUrl).hash.slice(1);
  await visitor(aws.url).client.session.setup.mutate({ ...administrator, code });
  person = await signIn(aws.url, administrator.email, administrator.password);
}, 180_000);

afterAll(async () => {
  person?.close();
  await aws.functions.settle();
  for (const pool of running) pool.close();
  await rm(dirname(dirname(bundles.get("http")?.path ?? "")), { recursive: true, force: true });
  await aws[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

test("functions that only open and close sockets are small", () => {
  const megabytes = (name: string) => (bundles.get(name)?.bytes ?? Infinity) / 1024 / 1024;

  for (const name of sockets.slice(0, 3)) expect(megabytes(name)).toBeLessThan(1);
  for (const name of sockets.slice(3)) expect(megabytes(name)).toBeLessThan(6.5);
});

test(
  "the functions as they are uploaded bring an answer to whoever asked, each in processes of its own",
  { timeout: 60_000 },
  async () => {
    const events = await person.ask("How many days of paid leave do I get?");

    expect(events.at(-1)?.type).toMatch(/finished|failed/);
    expect(aws.sockets.failures).toEqual([]);
  },
);

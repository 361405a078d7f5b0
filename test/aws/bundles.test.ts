import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { PGlite } from "@electric-sql/pglite";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoRunLog } from "@docent/core/chat/dynamo-run-log";
import { remoteRunWorker } from "@docent/core/chat/remote-run-worker";
import { isTerminal } from "@docent/core/chat/run-event";
import { dynamoStopFlags } from "@docent/core/chat/stop-flags";
import type { OpenDatabase } from "@docent/core/db/open";
import { ingestTable, runTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { pack } from "@docent/core/jobs/sqs-message";
import { queuedJobs } from "@docent/core/jobs/sqs-queue";
import { emptyDatabase, testDatabase } from "../database.ts";
import { awsEmulator, type AwsEmulator } from "../fakes/aws-emulator.ts";
import { dynamoServer, type DynamoServer } from "../fakes/dynamo-server.ts";
import { otlpReceiver, type OtlpReceiver } from "../fakes/otlp-receiver.ts";
import { postgresServer } from "../fakes/postgres-server.ts";
import { secretsManager } from "../fakes/secrets-manager.ts";
import { silentLog } from "../scope.ts";
import { bundlesOf, runBundle, type Bundle, type RunningFunction } from "./bundle.ts";
import { localAws, type LocalAws } from "./local-aws.ts";

const site = "https://docent.example.org";
const secret = "a secret of at least thirty-two characters";
const names = ["http", "answer", "jobs", "migrate"] as const;

let database: OpenDatabase;
let emulator: AwsEmulator;
let dynamo: DynamoServer;
let gateway: LocalAws;
let postgres: Awaited<ReturnType<typeof postgresServer>>;
let collector: OtlpReceiver;
let secrets: Awaited<ReturnType<typeof secretsManager>>;
let bundles: Map<string, Bundle>;
const running = new Map<string, RunningFunction>();

beforeAll(async () => {
  database = await testDatabase();
  await emptyDatabase(database);
  postgres = await postgresServer((database as OpenDatabase & { lite: PGlite }).lite);
  emulator = await awsEmulator();
  emulator.server.createBucket("files");
  for (const name of queuedJobs) emulator.server.createQueue(`docent-${name}`);
  dynamo = await dynamoServer();
  collector = await otlpReceiver();
  secrets = await secretsManager({ "arn:collector": "x-team=desk" });
  await dynamoClient().send(
    new CreateTableCommand({
      TableName: "live",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
    }),
  );
  gateway = await localAws({
    sockets: { routes: { $default: "none" } },
    http: { "ANY /api/{proxy+}": "http", "ANY /trpc/{proxy+}": "http" },
  });
  const environment = {
    PATH: process.env["PATH"] ?? "",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_S3: emulator.url,
    AWS_ENDPOINT_URL_SQS: emulator.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_LAMBDA: gateway.url,
    DATABASE_URL: postgres.url,
    DOCENT_DATABASE_CONNECTIONS: "1",
    DOCENT_SECRET: secret,
    DOCENT_PUBLIC_URL: site,
    DOCENT_OPENSEARCH_URL: "http://127.0.0.1:9",
    DOCENT_FILES_BUCKET: "files",
    DOCENT_LIVE_TABLE: "live",
    DOCENT_QUEUES: `${emulator.url}/000000000000/docent-`,
    DOCENT_ANSWER: "answer",
    DOCENT_EXTRACTOR: "./extract.mjs",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    DOCENT_OTEL_HEADERS_SECRET_ARN: "arn:collector",
  };
  for (const [name, bundle] of (bundles = await bundlesOf(names))) {
    const started = runBundle(bundle, environment);
    running.set(name, started);
    gateway.functions.add(name, started.handler);
  }
}, 120_000);

afterAll(async () => {
  for (const started of running.values()) started.close();
  const { path = "" } = bundles.get("http") ?? {};
  await rm(dirname(dirname(path)), { recursive: true, force: true });
  await gateway[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await dynamo[Symbol.asyncDispose]();
  await emulator[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
  await secrets[Symbol.asyncDispose]();
});

function dynamoClient(): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new DynamoDBClient({ endpoint: dynamo.url, region: "us-east-1", credentials });
}

/** As a browser at the site, by way of the HTTP API. */
async function send(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, gateway.url), {
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    headers: { origin: site, "content-type": "application/json", ...headers },
  });
}

let cookie = "";

test("a function is no larger than what it does: none carries an engine, a model runtime or a database of its own", () => {
  const megabytes = Object.fromEntries(Array.from(bundles, ([name, { bytes }]) => [name, bytes / 1024 / 1024]));

  expect(megabytes["migrate"]).toBeLessThan(1.5);
  expect(megabytes["answer"]).toBeLessThan(4.5);
  expect(megabytes["jobs"]).toBeLessThan(5);
  expect(megabytes["http"]).toBeLessThan(6.5);
});

test("the function for migrations brings the database up to date, and says where the first administrator is made", async () => {
  const first = await gateway.functions.invoke("migrate", {});
  const again = await gateway.functions.invoke("migrate", {});

  expect((first as { setUpUrl: string }).setUpUrl).toMatch(/^https:\/\/docent\.example\.org\/setup#[\w-]{22}$/);
  expect(again).toEqual(first);
});

test("the function for HTTP serves the desk: the first administrator, sign-in, a session in an HttpOnly cookie", async () => {
  expect(await (await send("/api/health")).json()).toEqual({ ok: true });
  const { setUpUrl } = (await gateway.functions.invoke("migrate", {})) as { setUpUrl: string };
  const person = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
  const made = await send("/trpc/session.setup", { ...person, companyName: "Example", code: setUpUrl.split("#")[1] });
  expect(await made.text()).toContain("result");

  const { email, password } = person;
  const signedIn = await send("/api/auth/sign-in/email", { email, password });

  expect(signedIn.status).toBe(200);
  const [session = ""] = signedIn.headers.getSetCookie();
  expect(session).toMatch(/HttpOnly/i);
  expect(session).toMatch(/Secure/i);
  cookie = session.split(";")[0] ?? "";
  expect(await (await send("/trpc/session.me", undefined, { cookie })).text()).toContain("Ada");
  expect(await gateway.functions.invoke("migrate", {})).toEqual({});
});

test("the function for HTTP refuses what another site sent", async () => {
  const refused = await send("/trpc/chat.ask", {}, { origin: "https://elsewhere.example.org", cookie });

  expect(refused.status).toBe(403);
});

test("a question asked of one function is answered by another, once, and its events are there for all", async () => {
  const [conversationId, runId] = [newId("conversation"), newId("run")];
  const asked = await send(
    "/trpc/chat.ask",
    { conversationId, runId, question: "How many days of leave?" },
    { cookie },
  );
  expect(await asked.text()).toContain(runId);
  // Lambda may deliver an event twice
  await gateway.functions.invoke("answer", { runId });

  const log = dynamoRunLog({ client: dynamoClient(), table: "live", db: database.db, log: silentLog, pollMs: 50 });
  const events = [];
  for await (const event of log.read(runId, 0)) events.push(event);

  expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
  expect(events.filter(({ event }) => isTerminal(event))).toHaveLength(1);
  const [row] = await database.db.select().from(runTable).where(eq(runTable.id, runId));
  expect(row?.outcome?.text).not.toBe("");
}, 60_000);

test("a question whose function was lost is answered by the next, which whoever watches has called", async () => {
  const answering = running.get("answer")?.handler;
  if (!answering) throw new Error("nothing answers");
  gateway.functions.add("answer", () => Promise.resolve());
  const [conversationId, runId] = [newId("conversation"), newId("run")];
  await send("/trpc/chat.ask", { conversationId, runId, question: "How many days of leave?" }, { cookie });
  await gateway.functions.settle();
  gateway.functions.add("answer", answering);

  const worker = remoteRunWorker({
    db: database.db,
    stops: dynamoStopFlags("live", dynamoClient()),
    log: silentLog,
    invoke: async (input) => void (await gateway.functions.invoke("answer", input)),
    attendMs: 200,
  });
  const leave = worker.attend?.(runId);
  const state = async () => (await database.db.select().from(runTable).where(eq(runTable.id, runId)))[0]?.state;
  await expect.poll(state, { timeout: 30_000 }).toBe("finished");
  leave?.();
  await gateway.functions.settle();
}, 60_000);

test("a collector has heard of an answer when its function is done, as part of what asked for it", async () => {
  const [conversationId, runId] = [newId("conversation"), newId("run")];
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const asked = { conversationId, runId, question: "How many days of leave?" };
  await send("/trpc/chat.ask", asked, { cookie, traceparent: `00-${traceId}-b7ad6b7169203331-01` });
  await gateway.functions.settle();

  const span = collector.spans.find(({ attributes }) => attributes["docent.run.id"] === runId);
  expect(span).toMatchObject({ name: "answer", traceId });
  expect(collector.spans.some(({ parentSpanId }) => parentSpanId === span?.spanId)).toBe(true);
  expect([...collector.metrics]).toContain("docent.questions");
  // what a deployment keeps in a secret goes along with everything
  expect(new Set(collector.headers)).toEqual(new Set(["desk"]));
}, 60_000);

test("the function for jobs does what SQS brings, and says what is to come again", async () => {
  const record = (id: string, job: string, data: object) => ({
    messageId: id,
    receiptHandle: "r",
    body: pack(data as never, 0, Date.now()).body,
    attributes: { ApproximateReceiveCount: "1" },
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:docent-${job}`,
  });

  const done = await gateway.functions.invoke("jobs", {
    Records: [record("m1", "sync-source", { companyId: "c", syncId: "gone" })],
  });
  const early = await gateway.functions.invoke("jobs", {
    Records: [record("m2", "rebuild-index", { companyId: "c", generationId: "gone" })],
  });

  expect(done).toEqual({ batchItemFailures: [] });
  expect(early).toEqual({ batchItemFailures: [] });
});

test("a file goes straight into the bucket, for whoever may add to the library, and becomes a document", async () => {
  const call = async <T>(path: string, input: unknown): Promise<T> => {
    const body = (await (await send(`/trpc/${path}`, input, { cookie })).json()) as { result: { data: T } };
    return body.result.data;
  };
  const library = await call<{ id: string }>("library.create", { name: "Uploads" });
  const text = "# Travel\n\nTrains first.";
  const about = { libraryId: library.id, name: "travel.md", bytes: Buffer.byteLength(text) };
  const way = await call<{ token: string; parts: number }>("upload.begin", about);
  expect(way.parts).toBe(1);
  const [address = ""] = await call<string[]>("upload.addresses", { token: way.token, parts: [1] });
  const sent = await fetch(address, { method: "PUT", body: text });

  const tags = [sent.headers.get("etag")];
  const added = await call<{ documentId: string; name: string }>("upload.complete", { token: way.token, tags });

  expect(added.name).toBe("travel.md");
  const file = await send(`/api/documents/${added.documentId}/file`, undefined, { cookie });
  expect(await file.text()).toBe(text);
  const forged = await send("/trpc/upload.complete", { token: `${way.token.slice(0, -4)}AAAA`, tags }, { cookie });
  expect(forged.status).toBe(404);
});

test("a picture of text is handed on by the function that reads files, and read by the one that recognises", async () => {
  const created = (await (await send("/trpc/library.create", { name: "Scans" }, { cookie })).json()) as {
    result: { data: { id: string } };
  };
  const path = `/api/libraries/${created.result.data.id}/documents?name=leave.png`;
  const picture = await readFile(new URL("../fixtures/scans/leave.png", import.meta.url));
  const added = await fetch(new URL(path, gateway.url), {
    method: "POST",
    body: picture,
    headers: { origin: site, cookie },
  });
  const { versionId } = (await added.json()) as { versionId: string };
  const bring = (job: string) => {
    const { body } = pack({ companyId: "c", versionId }, 0, Date.now());
    const attributes = { ApproximateReceiveCount: "1" };
    const eventSourceARN = `arn:aws:sqs:us-east-1:000000000000:docent-${job}`;
    return gateway.functions.invoke("jobs", {
      Records: [{ messageId: job, receiptHandle: "r", body, attributes, eventSourceARN }],
    });
  };

  expect(await bring("ingest-version")).toEqual({ batchItemFailures: [] });
  const waiting = emulator.server.inspectQueue("docent-recognise-version")?.messages.ready ?? [];
  expect(JSON.stringify(waiting)).toContain(versionId);
  await bring("recognise-version");

  const stages = await database.db.select().from(ingestTable).where(eq(ingestTable.versionId, versionId));
  expect(stages.find(({ stage }) => stage === "split")?.outcome).toBe("done");
}, 60_000);

test("a file that comes in by the function for HTTP lies in the bucket, and its job in the queue", async () => {
  const created = (await (await send("/trpc/library.create", { name: "Handbook" }, { cookie })).json()) as {
    result: { data: { id: string } };
  };
  const path = `/api/libraries/${created.result.data.id}/documents?name=leave.md`;
  const added = await send(path, "# Leave\n\nThirty days.", { cookie });
  expect(added.status).toBe(200);

  const { documentId, versionId } = (await added.json()) as { documentId: string; versionId: string };
  const waiting = emulator.server.inspectQueue("docent-ingest-version")?.messages.ready ?? [];
  expect(JSON.stringify(waiting)).toContain(versionId);
  const file = await send(`/api/documents/${documentId}/file`, undefined, { cookie });
  expect(await file.text()).toContain("Thirty days.");

  const left = await gateway.functions.invoke("jobs", {
    Records: [
      {
        messageId: "m3",
        receiptHandle: "r",
        body: pack({ companyId: "c", versionId }, 0, Date.now()).body,
        attributes: { ApproximateReceiveCount: "1" },
        eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:docent-ingest-version",
      },
    ],
  });
  // read, divided, and held up only by the search engine that this test does without
  expect(left).toEqual({ batchItemFailures: [{ itemIdentifier: "m3" }] });
  const stages = await database.db.select().from(ingestTable).where(eq(ingestTable.versionId, versionId));
  expect(stages.find(({ stage }) => stage === "split")?.outcome).toBe("done");
}, 60_000);

import { CreateTableCommand, DynamoDBClient, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseRunLog } from "@docent/core/chat/database-run-log";
import { dynamoRunLog, type DynamoRunLogOptions } from "@docent/core/chat/dynamo-run-log";
import type { Database } from "@docent/core/db/database";
import { openPostgres, type OpenDatabase } from "@docent/core/db/open";
import { runTable } from "@docent/core/db/schema";
import { emptyDatabase, testDatabase } from "../database.ts";
import { dynamoServer, type DynamoServer } from "../fakes/dynamo-server.ts";
import { freshDatabase, postgresServer } from "../postgres.ts";
import { silentLog } from "../scope.ts";
import { newRun, runLogContract } from "./run-log.ts";

/** A run that ended long ago, when the log is purged. */
function expiry(db: Database) {
  return async (runId: string) => {
    await db
      .update(runTable)
      .set({ finishedAt: new Date("2020-01-01") })
      .where(eq(runTable.id, runId));
    await databaseRunLog(db).purge(new Date("2021-01-01"));
  };
}

const quick = { flushMs: 20, pollMs: 30 };

describe("PGlite", () => {
  runLogContract("a run log in PGlite", async () => {
    const database = await testDatabase();
    await emptyDatabase(database);
    return { db: database.db, open: () => databaseRunLog(database.db, quick), expire: expiry(database.db) };
  });
});

describe.skipIf(!postgresServer)("PostgreSQL (TEST_DATABASE_URL)", () => {
  let database: OpenDatabase | undefined;
  afterAll(() => database?.close());

  runLogContract("a run log in PostgreSQL", async () => {
    const { db } = (database ??= await openPostgres(await freshDatabase()));
    await emptyDatabase(database);
    return { db, open: () => databaseRunLog(db, quick), expire: expiry(db) };
  });
});

describe("DynamoDB", () => {
  let dynamo: DynamoServer;
  let client: DynamoDBClient;
  const table = "docent";
  beforeAll(async () => {
    dynamo = await dynamoServer();
    client = new DynamoDBClient({
      endpoint: dynamo.url,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    await client.send(
      new CreateTableCommand({
        TableName: table,
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
  });
  afterAll(async () => {
    client.destroy();
    await dynamo[Symbol.asyncDispose]();
  });

  const prepare = async (options: Partial<DynamoRunLogOptions> = {}) => {
    const database = await testDatabase();
    await emptyDatabase(database);
    const { db } = database;
    const expire = async (runId: string) => {
      const pk = { S: `run#${runId}` };
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
        }),
      );
      for (const { sk = { S: "" } } of Items) {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { pk, sk },
            UpdateExpression: "SET expiresAt = :past",
            ExpressionAttributeValues: { ":past": { N: "1" } },
          }),
        );
      }
      await db.update(runTable).set({ state: "finished" }).where(eq(runTable.id, runId));
    };
    const open = () => dynamoRunLog({ client, table, db, log: silentLog, pollMs: 20, idleMs: 40, ...options });
    return { db, open, expire };
  };

  runLogContract("a run log in DynamoDB", () => prepare());

  test("two that write the same run at once leave one chain, of which each event came from one of them", async () => {
    const { db, open } = await prepare();
    const runId = await newRun(db);
    const writers = ["a", "b", "c"].map((text) => ({ log: open(), text }));

    const results = await Promise.allSettled(
      writers.map(async ({ log, text }) => {
        for (let i = 0; i < 20; i++) await log.append(runId, [{ type: "text-delta", offset: i, text }]);
        await log.flush(runId);
      }),
    );

    const events = await open().list(runId);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
    const whole = results.flatMap(({ status }, at) => (status === "fulfilled" ? [writers[at]?.text] : []));
    expect(whole.length).toBeGreaterThanOrEqual(1);
    for (const text of whole) {
      const own = events.flatMap(({ event }) =>
        event.type === "text-delta" && event.text === text ? [event.offset] : [],
      );
      expect(own).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }
  });

  test("a long event arrives whole, and a reader goes on from the middle of a portion", async () => {
    const { db, open } = await prepare();
    const runId = await newRun(db);
    const log = open();
    const text = "第一章 🙂 ".repeat(20_000);
    const events = Array.from({ length: 100 }, (_, at) => ({
      type: "text-delta" as const,
      offset: at,
      text: at === 0 ? text : String(at),
    }));
    await log.append(runId, events);
    await log.flush(runId);

    const stop = new AbortController();
    const seen: number[] = [];
    for await (const { number, event } of open().read(runId, 30, stop.signal)) {
      seen.push(number);
      expect(event).toEqual(events[number - 1]);
      if (number === 100) stop.abort();
    }

    expect(seen).toEqual(Array.from({ length: 70 }, (_, i) => i + 31));
    expect((await open().list(runId))[0]?.event).toEqual(events[0]);
  });

  test("an answer ends although the table is out of reach, and its watchers hear of it from its row", async () => {
    const { db } = await prepare();
    const runId = await newRun(db);
    const away = new DynamoDBClient({
      endpoint: "http://127.0.0.1:9",
      region: "us-east-1",
      maxAttempts: 1,
      credentials: { accessKeyId: "t", secretAccessKey: "t" },
    });
    const log = dynamoRunLog({ client: away, table, db, log: silentLog });
    log.begin(runId);
    await log.append(runId, [{ type: "text-delta", offset: 0, text: "a" }]);

    const outcome = {
      text: "a",
      tier: "answer" as const,
      sources: [],
      model: "m",
      milliseconds: { total: 1, firstText: 1 },
    };
    await log.end(runId, { type: "finished", outcome }, async (db) => {
      await db.update(runTable).set({ state: "finished", outcome }).where(eq(runTable.id, runId));
    });

    const [row] = await db.select().from(runTable).where(eq(runTable.id, runId));
    expect(row?.state).toBe("finished");
    const { open } = { open: () => dynamoRunLog({ client, table, db, log: silentLog, pollMs: 20, idleMs: 40 }) };
    const events = [];
    for await (const event of open().read(runId, 0)) events.push(event);
    expect(events).toEqual([]);
  });
});

import { afterAll, describe } from "vitest";
import { databaseRunLog } from "@docent/core/chat/database-run-log";
import { openPostgres, type OpenDatabase } from "@docent/core/db/open";
import { emptyDatabase, testDatabase } from "../database.ts";
import { freshDatabase, postgresServer } from "../postgres.ts";
import { runLogContract } from "./run-log.ts";

const quick = { flushMs: 20, pollMs: 30 };

describe("PGlite", () => {
  runLogContract("a run log in PGlite", async () => {
    const database = await testDatabase();
    await emptyDatabase(database);
    return { db: database.db, open: () => databaseRunLog(database.db, quick) };
  });
});

describe.skipIf(!postgresServer)("PostgreSQL (TEST_DATABASE_URL)", () => {
  let database: OpenDatabase | undefined;
  afterAll(() => database?.close());

  runLogContract("a run log in PostgreSQL", async () => {
    const { db } = (database ??= await openPostgres(await freshDatabase()));
    await emptyDatabase(database);
    return { db, open: () => databaseRunLog(db, quick) };
  });
});

import { describe, expect, test } from "vitest";
import { openPglite, openPostgres } from "@docent/core/db/open";
import { freshDatabase, postgresServer } from "../postgres.ts";
import { databaseContract } from "./database.ts";

describe("PGlite", () => databaseContract("PGlite", () => openPglite()));

describe.skipIf(!postgresServer)("PostgreSQL (TEST_DATABASE_URL)", () => {
  databaseContract("PostgreSQL", async () => openPostgres(await freshDatabase()));

  test("several desks that start at once bring one database up to date together", async () => {
    const url = await freshDatabase();

    const opened = await Promise.all([openPostgres(url), openPostgres(url), openPostgres(url)]);

    expect(opened).toHaveLength(3);
    await Promise.all(opened.map((database) => database.close()));
  });
});

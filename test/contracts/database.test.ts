import { randomBytes } from "node:crypto";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { openPglite, openPostgres } from "@docent/core/db/open";
import { databaseContract } from "./database.ts";

describe("PGlite", () => databaseContract("PGlite", () => openPglite()));

const server = process.env["TEST_DATABASE_URL"];

describe.skipIf(!server)("PostgreSQL (TEST_DATABASE_URL)", () => {
  databaseContract("PostgreSQL", async () => openPostgres(await freshDatabase()));

  test("several desks that start at once bring one database up to date together", async () => {
    const url = await freshDatabase();

    const opened = await Promise.all([openPostgres(url), openPostgres(url), openPostgres(url)]);

    expect(opened).toHaveLength(3);
    await Promise.all(opened.map((database) => database.close()));
  });
});

async function freshDatabase(): Promise<string> {
  const name = `docent_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

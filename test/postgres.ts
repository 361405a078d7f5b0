import { randomBytes } from "node:crypto";
import pg from "pg";

/** A PostgreSQL to test on, when there is one. */
export const postgresServer = process.env["TEST_DATABASE_URL"];

/** The URL of a new, empty database on it. */
export async function freshDatabase(): Promise<string> {
  const name = `docent_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: postgresServer });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(postgresServer ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

import { sql, type SQL } from "drizzle-orm";
import journal from "../db/migrations/meta/_journal.json" with { type: "json" };
import type { Scope } from "../scope.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";
import { reasonOf } from "./reason.ts";

const versionLeast = 15;
const slowMs = 250;
const scarceShare = 0.8;
const skewMs = { warn: 2_000, fail: 60_000 };

/** Whether the database answers, how soon, and whether it is new enough. */
export async function answers(scope: Pick<Scope, "db">): Promise<Finding> {
  try {
    const [row] = await ask(scope, sql`select current_setting('server_version') as version`);
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      await ask(scope, sql`select 1 as one`);
      times.push(performance.now() - start);
    }
    const [version = ""] = typeof row?.["version"] === "string" ? row["version"].split(" ") : [];
    const facts = { version, ms: Math.round(Math.min(...times)) };
    if (Number.parseInt(version) < versionLeast) return fail("database.old", { version, least: versionLeast });
    return facts.ms > slowMs ? warn("database.slow", facts) : ok("database.answers", facts);
  } catch (error) {
    return fail("database.unreachable", { message: reasonOf(error) });
  }
}

/** Whether the tables are those of this version of Docent. */
export async function migrations(scope: Scope): Promise<Finding> {
  const rows = await ask(scope, sql`select created_at from drizzle.__drizzle_migrations`);
  const applied = new Set(rows.map((row) => Number(row["created_at"])));
  const own = new Set(journal.entries.map(({ when }) => when));
  const missing = journal.entries.filter(({ when }) => !applied.has(when)).map(({ tag }) => tag);
  const unknown = [...applied].filter((when) => !own.has(when));
  if (missing.length > 0) return fail("migrations.missing", { count: missing.length, names: missing.join(", ") });
  if (unknown.length > 0) return fail("migrations.unknown", { count: unknown.length });
  return ok("migrations.applied", { count: applied.size });
}

/** How many of the connections that the database allows are taken, by whomever. */
export async function connections(scope: Scope): Promise<Finding | undefined> {
  const [row] = await ask(
    scope,
    sql`select (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most`,
  );
  const facts = { used: Number(row?.["used"]), most: Number(row?.["most"]) };
  // the built-in database is in this process, and nobody connects to it
  if (facts.used === 0) return undefined;
  return facts.used >= scarceShare * facts.most ? warn("connections.scarce", facts) : ok("connections.free", facts);
}

/** Whether the desk and its database have the same time, within what the question takes. */
export async function clock(scope: Scope): Promise<Finding> {
  const before = scope.now().getTime();
  const [row] = await ask(scope, sql`select extract(epoch from clock_timestamp()) * 1000 as now`);
  const after = scope.now().getTime();
  const there = Number(row?.["now"]);
  const off = Math.round(Math.max(0, before - there, there - after));
  if (off < skewMs.warn) return ok("clock.even", { ms: off });
  const facts = { seconds: Math.round(off / 1000) };
  return off < skewMs.fail ? warn("clock.off", facts) : fail("clock.off", facts);
}

/** Every driver gives rows in its own wrapping. */
async function ask({ db }: Pick<Scope, "db">, query: SQL): Promise<Record<string, unknown>[]> {
  const result: unknown = await db.execute(query);
  return (result as { rows: Record<string, unknown>[] }).rows;
}

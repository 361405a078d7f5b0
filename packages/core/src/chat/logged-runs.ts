import { and, gt, type SQL } from "drizzle-orm";
import { runTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";

/** Logs are kept for a day; an answer takes much less than another. */
const loggedMs = 2 * 24 * 60 * 60 * 1000;

/** The ids of those of these runs that the run log may still hold something of. */
export async function loggedRuns({ db, now }: Pick<Scope, "db" | "now">, which: SQL): Promise<string[]> {
  const since = new Date(now().getTime() - loggedMs);
  const rows = await db
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(which, gt(runTable.createdAt, since)));
  return rows.map(({ id }) => id);
}

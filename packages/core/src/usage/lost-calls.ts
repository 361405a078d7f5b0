import { and, eq, lt } from "drizzle-orm";
import { usageTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";

/** No call takes so long: a model that is silent for less is given up. */
const lostAfterMs = 60 * 60_000;

/**
 * Calls whose process ended before they did are lost: what they were expected to take stays counted, since nobody knows
 * better. Those that still waited for their turn were never made, and are forgotten.
 */
export async function closeLost({ db, now }: Pick<Scope, "db" | "now">): Promise<void> {
  const long = new Date(now().getTime() - lostAfterMs);
  await db.delete(usageTable).where(and(eq(usageTable.state, "waiting"), lt(usageTable.seenAt, long)));
  await db
    .update(usageTable)
    .set({ state: "lost", finishedAt: now() })
    .where(and(eq(usageTable.state, "running"), lt(usageTable.startedAt, long)));
}

import { sql } from "drizzle-orm";
import { rateLimitTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Scope } from "../scope.ts";

export interface Rule {
  /** What is counted, e.g. "reset:somebody@example.org". */
  key: string;
  max: number;
  seconds: number;
}

/** Counts one more of each. Throws `request.throttled` when one of them has come too often of late. */
export async function throttle(scope: Pick<Scope, "db" | "now">, rules: readonly Rule[]): Promise<void> {
  for (const rule of rules) {
    if ((await counted(scope, rule)) <= rule.max) continue;
    const wait = rule.seconds > 90 ? `${Math.ceil(rule.seconds / 60)} minutes` : `${rule.seconds} seconds`;
    throw new PublicError("limited", "request.throttled", `Too many attempts. Wait ${wait} and try again.`);
  }
}

/** How many there were since the window opened, this one included. */
async function counted({ db, now }: Pick<Scope, "db" | "now">, { key, seconds }: Rule): Promise<number> {
  const at = now().getTime();
  const { count, lastRequest } = rateLimitTable;
  const isOver = sql`${lastRequest} <= ${at - seconds * 1000}`;
  const [row] = await db
    .insert(rateLimitTable)
    .values({ id: key, key, count: 1, lastRequest: at })
    .onConflictDoUpdate({
      target: rateLimitTable.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${count} + 1 end`,
        lastRequest: sql`case when ${isOver} then ${at} else ${lastRequest} end`,
      },
    })
    .returning({ count });
  return row?.count ?? 1;
}

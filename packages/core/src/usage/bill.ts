import { inArray } from "drizzle-orm";
import { documentTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import { moment } from "../telemetry/clock.ts";
import type { TimedCall } from "../telemetry/telemetry.ts";
import type { Bill, Call } from "./call.ts";

export function newBill(runId: string | null, userId?: string | null): Bill {
  return { runId, ...(userId !== undefined && { userId }), libraryIds: [], calls: [] };
}

const ends = new WeakMap<Call, Pick<TimedCall, "provider" | "end">>();

/** Lists a call that has ended. */
export function noteCall({ bill }: Pick<Scope, "bill">, call: Call, provider: string | undefined): void {
  if (!bill) return;
  ends.set(call, { provider, end: moment() });
  bill.calls.push(call);
}

/** The calls of a bill with when they ended. */
export function timedCalls({ calls }: Bill): TimedCall[] {
  return calls.flatMap((call) => {
    const end = ends.get(call);
    return end ? [{ ...call, ...end }] : [];
  });
}

/** Notes whose passages go into the calls that follow. */
export async function noteLibraries(
  { db, bill }: Pick<Scope, "db" | "bill">,
  passages: readonly { documentId: string }[],
): Promise<void> {
  if (!bill || passages.length === 0) return;
  const documentIds = passages.map(({ documentId }) => documentId);
  const rows = await db
    .selectDistinct({ libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(inArray(documentTable.id, documentIds));
  bill.libraryIds = rows.map(({ libraryId }) => libraryId);
}

import { inArray } from "drizzle-orm";
import { documentTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { Bill } from "./call.ts";

export function newBill(runId: string | null, userId?: string | null): Bill {
  return { runId, ...(userId !== undefined && { userId }), libraryIds: [], calls: [] };
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

import { and, eq, inArray } from "drizzle-orm";
import { triggerTable } from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";

/** A question or a summary that was written for a chunk and accepted. */
export interface Written {
  chunkId: string;
  kind: "question" | "summary";
  text: string;
}

/** What stands behind these ids, as it counts now; what is gone or was rejected is absent. */
export async function load(scope: Pick<Scope, "db">, ids: readonly string[]): Promise<Map<string, Written>> {
  if (ids.length === 0) return new Map();
  const { id, chunkId, kind, text, state } = triggerTable;
  const rows = await scope.db
    .select({ id, chunkId, kind, text })
    .from(triggerTable)
    .where(and(inArray(id, [...new Set(ids)]), eq(state, "accepted")));
  return new Map(rows.map(({ id, ...written }) => [id, written]));
}

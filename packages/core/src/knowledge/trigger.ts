import { inArray } from "drizzle-orm";
import { triggerTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";

/** A question or a summary that was written for a chunk. */
export interface Written {
  kind: "question" | "summary";
  text: string;
}

/** What stands behind these ids; those that are gone are absent. */
export async function load(scope: Pick<Scope, "db">, ids: readonly string[]): Promise<Map<string, Written>> {
  if (ids.length === 0) return new Map();
  const { id, kind, text } = triggerTable;
  const rows = await scope.db
    .select({ id, kind, text })
    .from(triggerTable)
    .where(inArray(id, [...ids]));
  return new Map(rows.map((row) => [row.id, { kind: row.kind, text: row.text }]));
}

import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import { intentExampleTable } from "../db/schema.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { Embedder } from "../models/embedder.ts";
import { toBytes } from "../models/vector.ts";
import { requireCompany, type Scope } from "../scope.ts";

const batchSize = 64;

/** Makes the vectors that examples lack in the embedder's space, at most so many batches, and says how many it made. */
export async function make(
  scope: Scope,
  embedder: Embedder,
  batchesMax: number,
  signal?: AbortSignal,
): Promise<number> {
  let made = 0;
  for (let batch = 0; batch < batchesMax; batch++) {
    const rows = await scope.db
      .select({ id: intentExampleTable.id, text: intentExampleTable.text })
      .from(intentExampleTable)
      .where(and(eq(intentExampleTable.companyId, requireCompany(scope)), lacks(embedder.id)))
      .limit(batchSize);
    if (rows.length === 0) break;
    const texts = rows.map(({ text }) => text);
    const vectors = await embedder.embed(texts, "query", signal);
    await scope.db.transaction(async (db) => {
      for (const [index, { id }] of rows.entries()) {
        const vector = vectors[index];
        if (!vector) throw new Error("the embedder gave too few vectors");
        await db
          .update(intentExampleTable)
          .set({ vector: toBytes(vector), space: embedder.id })
          .where(eq(intentExampleTable.id, id));
      }
    });
    made += rows.length;
  }
  return made;
}

/** Makes all that are missing. For a job; safe to repeat. */
export async function makeAll(scope: Scope): Promise<void> {
  const embedder = await ModelConnection.embedder(scope);
  if (embedder) await make(scope, embedder, Infinity);
}

/**
 * How many examples the company has, how many of them lack a vector in this space, which came last,
 * and how often any of them was changed.
 */
export async function state(
  scope: Scope,
  space: string | null,
): Promise<{ count: number; missing: number; last: string; changes: number }> {
  const [row] = await scope.db
    .select({
      count: sql<number>`count(*)::int`,
      missing: space === null ? sql<number>`0` : sql<number>`(count(*) filter (where ${lacks(space)}))::int`,
      last: sql<string | null>`max(${intentExampleTable.id})`,
      changes: sql<number>`coalesce(sum(${intentExampleTable.revision}), 0)::int`,
    })
    .from(intentExampleTable)
    .where(eq(intentExampleTable.companyId, requireCompany(scope)));
  return { count: row?.count ?? 0, missing: row?.missing ?? 0, last: row?.last ?? "", changes: row?.changes ?? 0 };
}

function lacks(space: string) {
  return or(isNull(intentExampleTable.space), ne(intentExampleTable.space, space));
}

import { createHash } from "node:crypto";
import { and, eq, inArray, lt, notInArray, or, sql } from "drizzle-orm";
import { companyTable, embeddingTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { Embedder, EmbedKind } from "./embedder.ts";
import { fromBytes, toBytes } from "./vector.ts";

type CacheScope = Pick<Scope, "db" | "actor" | "now">;

const rowsMax = 500;
const dayMs = 24 * 60 * 60 * 1000;
const keptDays = 30;

/**
 * The same embedder, which asks only for what the company has not had embedded before. A single question is not kept: it
 * comes from a person and is answered from memory when it comes again.
 */
export function cached(scope: CacheScope, embedder: Embedder): Embedder {
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    async embed(texts, kind, signal) {
      if (kind === "query" && texts.length === 1) return embedder.embed(texts, kind, signal);
      const hashes = texts.map((text) => hashOf(kind, text));
      const vectors = await find(scope, embedder, [...new Set(hashes)]);
      const missing = new Map(
        texts.flatMap((text, i) => {
          const hash = hashes[i] ?? "";
          return vectors.has(hash) ? [] : [[hash, text] as const];
        }),
      );
      if (missing.size > 0) {
        const made = await embedder.embed([...missing.values()], kind, signal);
        const rows = [...missing.keys()].map((hash, i) => ({ hash, vector: made[i] ?? new Float32Array() }));
        await keep(scope, embedder, rows);
        for (const { hash, vector } of rows) vectors.set(hash, vector);
      }
      return hashes.map((hash) => vectors.get(hash) ?? new Float32Array());
    },
  };
}

/** Forgets the vectors of texts that nobody may find any more, whatever embedder made them. */
export async function remove(scope: CacheScope, texts: readonly string[]): Promise<void> {
  const hashes = texts.flatMap((text) => [hashOf("passage", text), hashOf("query", text)]);
  for (const some of inParts(hashes)) await scope.db.delete(embeddingTable).where(ofHashes(scope, some));
}

/** Forgets what no index was built with for a month, and what a company left that was deleted while it was being made. */
export async function purge({ db, now }: Pick<Scope, "db" | "now">): Promise<void> {
  const before = new Date(now().getTime() - keptDays * dayMs);
  const companies = db.select({ id: companyTable.id }).from(companyTable);
  await db
    .delete(embeddingTable)
    .where(or(lt(embeddingTable.usedAt, before), notInArray(embeddingTable.companyId, companies)));
}

async function find(
  scope: CacheScope,
  { id, dimensions }: Embedder,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const now = scope.now();
  const found = new Map<string, Float32Array>();
  for (const some of inParts(hashes)) {
    const inSpace = and(ofHashes(scope, some), eq(embeddingTable.space, id));
    const rows = await scope.db.select().from(embeddingTable).where(inSpace);
    const fitting = rows.filter(({ vector }) => vector.byteLength === dimensions * 4);
    for (const { hash, vector } of fitting) found.set(hash, fromBytes(vector));
    // once a day is enough to know what is in use, and spares a write for each read
    if (rows.some(({ usedAt }) => now.getTime() - usedAt.getTime() > dayMs))
      await scope.db.update(embeddingTable).set({ usedAt: now }).where(inSpace);
  }
  return found;
}

async function keep(
  scope: CacheScope,
  { id }: Embedder,
  made: readonly { hash: string; vector: Float32Array }[],
): Promise<void> {
  const companyId = requireCompany(scope);
  const usedAt = scope.now();
  for (const some of inParts(made)) {
    await scope.db
      .insert(embeddingTable)
      .values(some.map(({ hash, vector }) => ({ companyId, space: id, hash, vector: toBytes(vector), usedAt })))
      .onConflictDoUpdate({
        target: [embeddingTable.companyId, embeddingTable.space, embeddingTable.hash],
        set: { vector: sql`excluded.vector`, usedAt },
      });
  }
}

function ofHashes(scope: CacheScope, hashes: readonly string[]) {
  return and(eq(embeddingTable.companyId, requireCompany(scope)), inArray(embeddingTable.hash, [...hashes]));
}

function hashOf(kind: EmbedKind, text: string): string {
  return createHash("sha256").update(`${kind}\n${text}`).digest("hex");
}

function inParts<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / rowsMax) }, (_, i) =>
    items.slice(i * rowsMax, (i + 1) * rowsMax),
  );
}

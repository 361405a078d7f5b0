import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { documentTable, runDocumentTable, runHitTable, runTable, userTable } from "../db/schema.ts";
import * as Chunk from "../knowledge/chunk/chunk.ts";
import { requireCompany, requireUser, type Scope } from "../scope.ts";
import { roles } from "../users/role.ts";
import type { Tier } from "./citation.ts";
import type { Outcome } from "./run-event.ts";
import type { Trace } from "./trace.ts";

export const OfChunk = z.strictObject({
  id: z.string().max(80),
  page: z.int().min(1).max(10_000).default(1),
  pageSize: z.int().min(1).max(100).default(20),
});

/** A question that found a chunk. */
export interface Question {
  runId: string;
  question: string;
  askedBy: string;
  askedAt: Date;
  /** Where the chunk stood among those found, from 1. */
  rank: number;
  cited: boolean;
  /** Null while the answer is being written, and when it failed before. */
  tier: Tier | null;
}

export interface Questions {
  asked: number;
  cited: number;
  /** Newest first; null for those who may not see how others' answers came about. */
  items: Question[] | null;
}

const noted = 10;

/**
 * How often a chunk was found by a question, and by which. The questions of others are for editors, as traces are.
 * Throws `chunk.not_found` unless the actor may read it.
 */
export async function questions(scope: Scope, { id, page, pageSize }: z.infer<typeof OfChunk>): Promise<Questions> {
  await Chunk.locate(scope, id);
  const { runId, rank, cited } = runHitTable;
  const ofChunk = and(eq(runHitTable.chunkId, id), eq(runHitTable.companyId, requireCompany(scope)));
  const [counted] = await scope.db
    .select({ asked: count(), cited: sql<number>`count(*) filter (where ${cited})`.mapWith(Number) })
    .from(runHitTable)
    .where(ofChunk);
  const counts = { asked: counted?.asked ?? 0, cited: counted?.cited ?? 0 };
  if (roles.indexOf(requireUser(scope).role) < roles.indexOf("editor")) return { ...counts, items: null };
  const items = await scope.db
    .select({
      runId,
      question: runTable.question,
      askedBy: sql<string>`coalesce(${userTable.name}, '')`,
      askedAt: runTable.createdAt,
      rank,
      cited,
      tier: sql<Tier | null>`${runTable.outcome} ->> 'tier'`,
    })
    .from(runHitTable)
    .innerJoin(runTable, eq(runTable.id, runId))
    .leftJoin(userTable, eq(userTable.id, runTable.userId))
    .where(ofChunk)
    .orderBy(desc(runTable.createdAt), desc(runId))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  return { ...counts, items };
}

/** Notes what an answer found, in the transaction that ends its run. An answer without sources came from no document. */
export async function note(
  db: Database,
  { companyId, createdAt }: { companyId: string; createdAt: Date },
  trace: Trace,
  { sources }: Outcome,
): Promise<void> {
  if (!sources.length) return;
  const cited = new Set(sources.flatMap((source) => (source.cited ? [source.chunkId] : [])));
  const read = trace.reranked?.hits.length ? trace.reranked.hits : trace.fused;
  const found = new Map([...read.slice(0, noted), ...sources].map(({ chunkId, documentId }) => [chunkId, documentId]));
  // a document that is deleted at this moment must not keep the answer from ending
  const there = await db
    .select({ id: documentTable.id })
    .from(documentTable)
    .where(inArray(documentTable.id, [...new Set(found.values())]))
    .for("key share");
  const known = new Set(there.map(({ id }) => id));
  const rows = [...found].map(([chunkId, documentId], at) => {
    return { runId: trace.runId, chunkId, documentId, companyId, rank: at + 1, cited: cited.has(chunkId) };
  });
  const kept = rows.filter(({ documentId }) => known.has(documentId));
  if (!kept.length) return;
  await db.insert(runHitTable).values(kept).onConflictDoNothing();
  const documents = Map.groupBy(kept, ({ documentId }) => documentId);
  const ofDocuments = [...documents].map(([documentId, hits]) => {
    return { runId: trace.runId, documentId, companyId, askedAt: createdAt, cited: hits.some(({ cited }) => cited) };
  });
  await db.insert(runDocumentTable).values(ofDocuments).onConflictDoNothing();
}

import { and, count, eq, isNull, sum } from "drizzle-orm";
import { documentTable, versionTable, type CutBasis } from "../db/schema.ts";
import { analyzerVersion } from "../knowledge/text/analyze.ts";
import * as Generation from "../knowledge/index/generation.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { requireCompany, type Scope } from "../scope.ts";

/** What values are measured with: another one of these and they mean something else. */
export type Basis = Pick<CutBasis, "analyzer" | "embedder" | "reranker" | "documents" | "passages">;

export interface Change {
  what: keyof Basis;
  before: string | number | null;
  now: string | number | null;
}

/** A corpus that grew or shrank by more than this is another one. */
const growthMax = 0.2;

/** What a question would be searched with now. */
export async function current(scope: Scope): Promise<Basis> {
  const [corpus] = await scope.db
    .select({ documents: count(), passages: sum(versionTable.chunks).mapWith(Number) })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.currentVersionId))
    .where(and(eq(documentTable.companyId, requireCompany(scope)), isNull(documentTable.removedAt)));
  const [{ embedder }, reranker] = await Promise.all([Generation.current(scope), ModelConnection.reranker(scope)]);
  return {
    analyzer: analyzerVersion,
    embedder,
    reranker: reranker?.id ?? null,
    documents: corpus?.documents ?? 0,
    passages: corpus?.passages ?? 0,
  };
}

/** What has changed so much since that cuts measured then are stale; empty while they hold. */
export function changes(before: Basis, now: Basis): Change[] {
  const others = (["analyzer", "embedder", "reranker"] as const).filter((what) => before[what] !== now[what]);
  const moved = (["documents", "passages"] as const).filter(
    (what) => Math.abs(now[what] - before[what]) > growthMax * before[what],
  );
  return [...others, ...moved].map((what) => ({ what, before: before[what], now: now[what] }));
}

import { and, desc, eq, gte, inArray, isNotNull, lt, min, sql } from "drizzle-orm";
import { documentTable, libraryTable, versionTable, type IngestStage } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { Times } from "./times.ts";
import { documentsIn, open, spanOf, type View } from "./view.ts";

const failedShown = 20;

/** How new documents come in. */
export interface Ingestion {
  /** Newest versions by state. */
  waiting: number;
  working: number;
  failed: number;
  searchable: number;
  /** Since when the one that waits longest waits. */
  waitingSince: Date | null;
  /** The newest failures. */
  failures: Failure[];
  /** What became searchable in these days, and how long after it was added. */
  arrived: { count: number; times: Times | null };
}

export interface Failure {
  documentId: string;
  title: string;
  library: string;
  stage: IngestStage;
  /** For programs and for people. */
  errorCode: string | null;
  error: string | null;
  at: Date;
}

/** Of the documents that the actor may read. Throws as `Day.report`. */
export async function report(scope: Scope, view: View): Promise<Ingestion> {
  await open(scope, view);
  const within = await documentsIn(scope, view);
  const { start, end } = spanOf(view);
  const { id, state, stage, errorCode, error, createdAt, endedAt, documentId } = versionTable;
  const [states, failures, [arrived]] = await Promise.all([
    scope.db
      .select({ state, count: sql<number>`count(*)::int`, since: min(createdAt) })
      .from(documentTable)
      .innerJoin(versionTable, eq(id, documentTable.latestVersionId))
      .where(within)
      .groupBy(state),
    scope.db
      .select({
        documentId: documentTable.id,
        title: documentTable.title,
        library: libraryTable.name,
        stage,
        errorCode,
        error,
        at: sql<Date>`coalesce(${endedAt}, ${createdAt})`.mapWith(createdAt),
      })
      .from(documentTable)
      .innerJoin(versionTable, eq(id, documentTable.latestVersionId))
      .innerJoin(libraryTable, eq(libraryTable.id, documentTable.libraryId))
      .where(and(within, eq(state, "failed")))
      .orderBy(desc(endedAt), desc(id))
      .limit(failedShown),
    scope.db
      .select({
        count: sql<number>`count(*)::int`,
        times: sql<[number, number] | null>`to_json(percentile_disc(array[0.5, 0.95]) within group
          (order by extract(epoch from ${endedAt} - ${createdAt}) * 1000))`,
      })
      .from(versionTable)
      .innerJoin(documentTable, eq(documentTable.id, documentId))
      .where(
        and(
          within,
          inArray(state, ["searchable", "superseded"]),
          isNotNull(endedAt),
          gte(endedAt, start),
          lt(endedAt, end),
        ),
      ),
  ]);
  const of = (name: string) => states.find((row) => row.state === name);
  const [half, most] = arrived?.times ?? [];
  return {
    waiting: of("queued")?.count ?? 0,
    working: of("working")?.count ?? 0,
    failed: of("failed")?.count ?? 0,
    searchable: of("searchable")?.count ?? 0,
    waitingSince: of("queued")?.since ?? null,
    failures,
    arrived: {
      count: arrived?.count ?? 0,
      times: half == null || most == null ? null : { half: Math.round(half), most: Math.round(most) },
    },
  };
}

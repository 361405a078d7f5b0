import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { documentTable, runDocumentTable, runTable } from "../db/schema.ts";
import { documentsOf, readable, requireLibrary } from "../knowledge/access/access.ts";
import { requireRole, type Scope } from "../scope.ts";
import { daysOf, Range } from "../usage/range.ts";

/** Which days, and of the whole desk or of one library. */
export const View = Range.extend({ libraryId: z.string().max(64).optional() });
export type View = z.infer<typeof View>;

export interface Span {
  start: Date;
  end: Date;
}

/** For editors, of a library that they may read. Throws `library.not_found`. */
export async function open(scope: Scope, { libraryId }: Pick<View, "libraryId">): Promise<void> {
  requireRole(scope, "editor");
  if (libraryId !== undefined) await requireLibrary(scope, libraryId, "reader");
}

/** The moments between which the days lie. Throws `usage.range_invalid`. */
export function spanOf(view: View): Span {
  const days = daysOf(view);
  return { start: days[0]?.start ?? new Date(0), end: days.at(-1)?.start ?? new Date(0) };
}

/** The condition for the documents of the view that the actor may read. */
export async function documentsIn(scope: Scope, { libraryId }: Pick<View, "libraryId">): Promise<SQL | undefined> {
  const { access } = await readable(scope, libraryId === undefined ? undefined : [libraryId]);
  return documentsOf(scope, access);
}

/** The condition for the questions of a view's library: those asked of it, and those that found something in it. */
export function runsIn(scope: Scope, { libraryId }: Pick<View, "libraryId">, { start, end }: Span): SQL | undefined {
  if (libraryId === undefined) return undefined;
  const found = scope.db
    .select({ runId: runDocumentTable.runId })
    .from(runDocumentTable)
    .innerJoin(documentTable, eq(documentTable.id, runDocumentTable.documentId))
    .where(
      and(
        eq(documentTable.libraryId, libraryId),
        sql`${runDocumentTable.askedAt} >= ${start.toISOString()} and ${runDocumentTable.askedAt} < ${end.toISOString()}`,
      ),
    );
  return or(inArray(runTable.id, found), sql`${runTable.libraryIds} @> ${JSON.stringify([libraryId])}::jsonb`);
}

import { and, asc, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { documentTable, libraryTable, runDocumentTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { documentsIn, open, spanOf, View } from "./view.ts";

const page = {
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(100).default(10),
};
export const List = View.extend(page);
type List = z.infer<typeof List>;

interface Document {
  id: string;
  title: string;
  name: string;
  library: string;
}

export interface Found extends Document {
  /** By how many questions it was found, and in how many answers it is cited. */
  found: number;
  cited: number;
}

export interface NeverFound extends Document {
  addedAt: Date;
}

/** The documents that questions found, the one that most found first. Throws as `Day.report`. */
export async function found(scope: Scope, input: List): Promise<{ items: Found[]; total: number }> {
  await open(scope, input);
  const { start, end } = spanOf(input);
  const { companyId, askedAt, documentId, cited } = runDocumentTable;
  const used = scope.db
    .select({
      documentId,
      found: sql<number>`count(*)::int`.as("found"),
      cited: sql<number>`(count(*) filter (where ${cited}))::int`.as("cited_in"),
    })
    .from(runDocumentTable)
    .where(and(eq(companyId, requireCompany(scope)), gte(askedAt, start), lt(askedAt, end)))
    .groupBy(documentId)
    .as("used");
  const rows = await scope.db
    .select({ ...columns, found: used.found, cited: used.cited, total: sql<number>`(count(*) over ())::int` })
    .from(used)
    .innerJoin(documentTable, eq(documentTable.id, used.documentId))
    .innerJoin(libraryTable, eq(libraryTable.id, documentTable.libraryId))
    .where(await documentsIn(scope, input))
    .orderBy(desc(used.found), desc(used.cited), asc(documentTable.id))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  return paged(rows);
}

/** The searchable documents that no question found, the one that waits longest first. Throws as `Day.report`. */
export async function neverFound(scope: Scope, input: List): Promise<{ items: NeverFound[]; total: number }> {
  await open(scope, input);
  const { start, end } = spanOf(input);
  const { askedAt, documentId } = runDocumentTable;
  const isFound = sql`exists (select 1 from ${runDocumentTable} where ${documentId} = ${documentTable.id}
    and ${askedAt} >= ${start.toISOString()} and ${askedAt} < ${end.toISOString()})`;
  const rows = await scope.db
    .select({ ...columns, addedAt: documentTable.createdAt, total: sql<number>`(count(*) over ())::int` })
    .from(documentTable)
    .innerJoin(libraryTable, eq(libraryTable.id, documentTable.libraryId))
    .where(
      and(
        await documentsIn(scope, input),
        isNotNull(documentTable.currentVersionId),
        lt(documentTable.createdAt, end),
        sql`not ${isFound}`,
      ),
    )
    .orderBy(asc(documentTable.createdAt), asc(documentTable.id))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  return paged(rows);
}

const columns = {
  id: documentTable.id,
  title: documentTable.title,
  name: documentTable.name,
  library: libraryTable.name,
};

function paged<Row extends { total: number }>(rows: Row[]): { items: Row[]; total: number } {
  return { items: rows, total: rows[0]?.total ?? 0 };
}

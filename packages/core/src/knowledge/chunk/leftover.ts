import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { documentTable, leftoverTable, userTable } from "../../db/schema.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { requireDocuments } from "../access/access.ts";
import type { Content } from "./chunk-content.ts";
import { notFound } from "./revision.ts";

export const Of = z.strictObject({
  /** The document's. */
  id: z.string().max(80),
});
export const Dismiss = z.strictObject({
  ids: z.array(z.string().max(80)).min(1).max(200),
  /** False takes it back. */
  dismissed: z.boolean().default(true),
});

/** A change to a former version that found no place in the newer one. */
export interface Info {
  id: string;
  page: number | null;
  /** It was kept out of searches and answers. */
  off: boolean;
  /** What was read from the file. */
  original: Content;
  /** What it was edited to; null when it was only switched off. */
  edited: Content | null;
  /** Who edited it last. */
  by: string | null;
  createdAt: Date;
}

const listedMax = 200;

/** The changes that a newer version of the document could not take over and that nobody has seen to. */
export async function list(scope: Scope, { id }: z.infer<typeof Of>): Promise<Info[]> {
  await requireDocuments(scope, [id], "contributor");
  const rows = await scope.db
    .select()
    .from(leftoverTable)
    .where(and(eq(leftoverTable.documentId, id), isNull(leftoverTable.dismissedAt)))
    .orderBy(asc(leftoverTable.createdAt), asc(leftoverTable.position))
    .limit(listedMax);
  const names = await namesOf(
    scope,
    rows.flatMap(({ revisions }) => revisions.at(-1)?.createdBy ?? []),
  );
  return rows.flatMap(({ id, page, off, revisions, createdAt }) => {
    const [original, last] = [revisions[0], revisions.at(-1)];
    if (!original || !last) return [];
    const edited = last.number > 0 ? contentOf(last) : null;
    return [
      { id, page, off, original: contentOf(original), edited, by: names.get(last.createdBy ?? "") ?? null, createdAt },
    ];
  });
}

/** Takes changes off the list, or puts them on it again. All of the ids or none. */
export async function dismiss(scope: Scope, { ids, dismissed }: z.infer<typeof Dismiss>): Promise<void> {
  const wanted = [...new Set(ids)];
  const rows = await scope.db
    .select({ documentId: leftoverTable.documentId })
    .from(leftoverTable)
    .innerJoin(documentTable, eq(documentTable.id, leftoverTable.documentId))
    .where(and(inArray(leftoverTable.id, wanted), eq(leftoverTable.companyId, requireCompany(scope))));
  if (rows.length !== wanted.length) throw notFound();
  await requireDocuments(scope, [...new Set(rows.map(({ documentId }) => documentId))], "contributor");
  await scope.db
    .update(leftoverTable)
    .set({
      dismissedAt: dismissed
        ? sql`coalesce(${leftoverTable.dismissedAt}, ${scope.now().toISOString()}::timestamptz)`
        : null,
    })
    .where(inArray(leftoverTable.id, wanted));
}

function contentOf({ text, question, headings }: Content): Content {
  return { text, question, headings };
}

async function namesOf(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (!ids.length) return new Map();
  const rows = await scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(and(inArray(userTable.id, [...new Set(ids)]), eq(userTable.companyId, requireCompany(scope))));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

import { and, asc, count, desc, eq, ilike, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import {
  documentTable,
  ingestStages,
  ingestTable,
  libraryTable,
  sourceItemTable,
  type versionStates,
  versionTable,
} from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { requireCompany, type Scope } from "../scope.ts";
import {
  documentNotFound,
  documentsIn,
  documentsOf,
  readable,
  requireDocuments,
  requireLibrary,
  type Readable,
} from "./access/access.ts";
import * as BatchControl from "./batch/batch-control.ts";
import * as BatchCount from "./batch/batch-count.ts";
import type { Category } from "./description/category.ts";
import type { LibraryRole } from "./access/library-role.ts";
import type { Metadata } from "./description/metadata.ts";

export const List = z.strictObject({
  libraryId: z.string(),
  /** Part of the name or title. */
  text: z.string().trim().max(200).optional(),
  state: z.enum(["searchable", "underway", "failed"]).optional(),
  /** The id of a category; null for documents without one. */
  category: z.string().nullish(),
  sort: z.enum(["updatedAt", "name", "chunks"]).default("updatedAt"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(1).max(200).default(30),
});

export const ById = z.strictObject({ id: z.string() });
export const Remove = z.strictObject({ ids: z.array(z.string()).min(1).max(500) });
export const Retry = z.strictObject({ ids: z.array(z.string()).min(1).max(500) });
export const States = z.strictObject({ ids: z.array(z.string()).max(200) });
export interface Info {
  id: string;
  libraryId: string;
  libraryName: string;
  name: string;
  title: string;
  /** State of the version added last; the document stays searchable by an older version while a newer one is underway or failed. */
  state: (typeof versionStates)[number];
  searchable: boolean;
  stage: (typeof ingestStages)[number];
  errorCode: string | null;
  error: string | null;
  bytes: number;
  /** Chunks of the version that searches see. */
  chunks: number;
  versions: number;
  category: Category | null;
  /** What else is said about it. */
  metadata: Metadata;
  /** Only some groups may read it. */
  restricted: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** One page of a library's documents, with how many there are in each state. */
export async function list(
  scope: Scope,
  input: z.infer<typeof List>,
): Promise<{ items: Info[]; total: number; states: { searchable: number; underway: number; failed: number } }> {
  await requireLibrary(scope, input.libraryId, "reader");
  const { access } = await readable(scope, [input.libraryId]);
  const inLibrary = and(eq(documentTable.libraryId, input.libraryId), documentsOf(scope, access));
  const matching = and(
    inLibrary,
    input.text ? matchingText(input.text) : undefined,
    stateIs(input.state),
    categoryIs(input.category),
  );
  const column = {
    updatedAt: documentTable.updatedAt,
    name: documentTable.name,
    chunks: versionTable.chunks,
  }[input.sort];
  const direction = input.direction === "asc" ? asc : desc;

  const rows = await infos(scope, matching)
    .orderBy(direction(column), asc(documentTable.id))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  const [total] = await scope.db
    .select({ n: count() })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(matching);
  const byState = await scope.db
    .select({ state: versionTable.state, n: count() })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(inLibrary)
    .groupBy(versionTable.state);
  const of = (...states: string[]) =>
    byState.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.n, 0);
  return {
    items: rows.map(fromRow),
    total: total?.n ?? 0,
    states: { searchable: of("searchable"), underway: of("queued", "working"), failed: of("failed") },
  };
}

/** Those of all libraries that the actor may read, by library and name: at most so many. */
export async function listAll(
  scope: Scope,
  { text, max }: { text?: string | undefined; max: number },
): Promise<Info[]> {
  const { access } = await readable(scope);
  const rows = await infos(scope, and(documentsOf(scope, access), text ? matchingText(text) : undefined))
    .orderBy(asc(libraryTable.name), asc(documentTable.name), asc(documentTable.id))
    .limit(max);
  return rows.map(fromRow);
}

/** How far these documents are, for somebody who waits for them. Unknown ids are left out. */
export async function states(
  scope: Scope,
  ids: readonly string[],
): Promise<Pick<Info, "id" | "name" | "state" | "stage" | "error" | "chunks">[]> {
  return scope.db
    .select({
      id: documentTable.id,
      name: documentTable.name,
      state: versionTable.state,
      stage: versionTable.stage,
      error: versionTable.error,
      chunks: versionTable.chunks,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(documentsIn(scope, await readable(scope), ids));
}

/** A document with the ledger of its newest version and what the actor may do with it. Throws `document.not_found`. */
export async function get(scope: Scope, id: string) {
  const now = await readable(scope);
  const [row] = await infos(scope, documentsIn(scope, now, [id]));
  if (!row) throw documentNotFound();
  const ledger = await scope.db
    .select({
      stage: ingestTable.stage,
      attempts: ingestTable.attempts,
      outcome: ingestTable.outcome,
      errorCode: ingestTable.errorCode,
      count: ingestTable.count,
      milliseconds: ingestTable.milliseconds,
    })
    .from(ingestTable)
    .where(eq(ingestTable.versionId, row.versionId));
  ledger.sort((a, b) => ingestStages.indexOf(a.stage) - ingestStages.indexOf(b.stage));
  return { ...fromRow(row), origin: await originOf(scope, id), ledger, ...rightTo(now, row.libraryId) };
}

/** Where a source took it from: a page's address, or `s3://bucket/key`. Null for files of a folder, and for uploads. */
async function originOf(scope: Scope, documentId: string): Promise<string | null> {
  const { address } = sourceItemTable;
  const [item] = await scope.db
    .select({ address })
    .from(sourceItemTable)
    .where(and(eq(sourceItemTable.documentId, documentId), sql`${address} ~ '^(https?|s3)://'`))
    .orderBy(asc(address))
    .limit(1);
  return item?.address ?? null;
}

/** The original file of the newest version, for download. Throws `document.not_found`, `document.download_forbidden`. */
export async function file(scope: Scope, id: string): Promise<{ name: string; fileKey: string; bytes: number }> {
  const now = await readable(scope);
  const [row] = await scope.db
    .select({
      name: documentTable.name,
      libraryId: documentTable.libraryId,
      fileKey: versionTable.fileKey,
      bytes: versionTable.bytes,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(documentsIn(scope, now, [id]));
  if (!row) throw documentNotFound();
  const { libraryId, ...file } = row;
  if (rightTo(now, libraryId).mayDownload) return file;
  const message = "The original files of this library are not for download. You can read the passages here.";
  throw new PublicError("forbidden", "document.download_forbidden", message);
}

/** Takes documents out of sight at once, and their parts away by a job. All of the ids or none. */
export async function remove(scope: Scope, ids: readonly string[]): Promise<void> {
  const now = await requireDocuments(scope, ids, "contributor");
  await inTransaction(scope, async (scope) => {
    const removed = await scope.db
      .update(documentTable)
      // the name is free again at once
      .set({ removedAt: scope.now(), name: sql`${documentTable.id} || ' ' || ${documentTable.name}` })
      .where(documentsIn(scope, now, ids))
      .returning({ id: documentTable.id });
    if (removed.length !== new Set(ids).size) throw documentNotFound();
    await scope.queue.send(
      "remove-document",
      removed.map(({ id }) => ({ companyId: requireCompany(scope), documentId: id })),
    );
  });
  await BatchCount.settleDocuments(scope, ids);
}

/** Tries the newest version again, of documents where it failed. Others are left as they are. */
export async function retry(scope: Scope, ids: readonly string[]): Promise<{ retried: number }> {
  const now = await requireDocuments(scope, ids, "contributor");
  return inTransaction(scope, async (scope) => {
    const newest = scope.db
      .select({ id: documentTable.latestVersionId })
      .from(documentTable)
      .where(documentsIn(scope, now, ids));
    const retried = await BatchControl.retryVersions(scope, inArray(versionTable.id, newest));
    return { retried: retried.length };
  });
}

function infos(scope: Scope, where: SQL | undefined) {
  const current = sql<number>`(select v.chunks from document_version v where v.id = ${documentTable.currentVersionId})`;
  const versions = sql<number>`(select count(*)::int from document_version v where v.document_id = ${documentTable.id})`;
  return scope.db
    .select({
      id: documentTable.id,
      libraryId: documentTable.libraryId,
      libraryName: libraryTable.name,
      access: documentTable.access,
      categoryId: documentTable.categoryId,
      categoryName: sql<string | null>`(select c.name from category c where c.id = ${documentTable.categoryId})`,
      metadata: documentTable.metadata,
      name: documentTable.name,
      title: documentTable.title,
      currentVersionId: documentTable.currentVersionId,
      createdAt: documentTable.createdAt,
      updatedAt: documentTable.updatedAt,
      versionId: versionTable.id,
      state: versionTable.state,
      stage: versionTable.stage,
      errorCode: versionTable.errorCode,
      error: versionTable.error,
      bytes: versionTable.bytes,
      chunks: current,
      versions,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .innerJoin(libraryTable, eq(libraryTable.id, documentTable.libraryId))
    .where(where)
    .$dynamic();
}

function fromRow(row: Awaited<ReturnType<typeof infos>>[number]): Info {
  const { currentVersionId, versionId: _, chunks, access, categoryId, categoryName, ...rest } = row;
  return {
    ...rest,
    searchable: currentVersionId !== null,
    chunks: chunks ?? 0,
    category: categoryId !== null && categoryName !== null ? { id: categoryId, name: categoryName } : null,
    restricted: access !== row.libraryId,
  };
}

function rightTo({ rights }: Readable, libraryId: string): { role: LibraryRole; mayDownload: boolean } {
  const right = rights.get(libraryId);
  return { role: right?.role ?? "reader", mayDownload: right?.mayDownload ?? false };
}

function matchingText(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return or(ilike(documentTable.name, pattern), ilike(documentTable.title, pattern));
}

function stateIs(state: z.infer<typeof List>["state"]): SQL | undefined {
  switch (state) {
    case undefined:
      return undefined;
    case "underway":
      return inArray(versionTable.state, ["queued", "working"]);
    case "searchable":
    case "failed":
      return eq(versionTable.state, state);
  }
}

function categoryIs(id: string | null | undefined): SQL | undefined {
  if (id === undefined) return undefined;
  return id === null ? isNull(documentTable.categoryId) : eq(documentTable.categoryId, id);
}

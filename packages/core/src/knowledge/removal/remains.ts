import { and, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { chunkTable, documentTable, pictureTable, versionTable } from "../../db/schema.ts";
import * as EmbeddingCache from "../../models/embedding-cache.ts";
import { forCompany, type Scope } from "../../scope.ts";
import type { Draft } from "../index/draft.ts";
import * as Embedded from "./embedded.ts";
import * as Generation from "../index/generation-row.ts";
import { embeddedTexts } from "../index/index-row.ts";

const versionsAtOnce = 200;

/**
 * Takes away what superseded versions left: vectors, index rows, chunks and files, of these versions or of all. A version
 * keeps the key of its file until then, so that what was interrupted is found again.
 */
export async function clear(scope: Scope, versionIds?: readonly string[]): Promise<void> {
  const { id, companyId, documentId, fileKey, state } = versionTable;
  const all = await scope.db
    .select({ id, companyId, documentId, fileKey })
    .from(versionTable)
    .where(and(eq(state, "superseded"), ne(fileKey, ""), versionIds && inArray(id, [...versionIds])));
  for (const [company, own] of Map.groupBy(all, (version) => version.companyId)) {
    const acting = forCompany(scope, company, "clear-version");
    for (let from = 0; from < own.length; from += versionsAtOnce) {
      await clearSome(acting, own.slice(from, from + versionsAtOnce));
    }
  }
}

/** Takes away files that no version and no picture names: uploads that the end of the process broke off. To be called before any begins. */
export async function clearStrayFiles(scope: Pick<Scope, "db" | "files">): Promise<void> {
  const { fileKey } = versionTable;
  const rows = await scope.db.select({ fileKey }).from(versionTable).where(ne(fileKey, ""));
  const pictures = await scope.db.select({ fileKey: pictureTable.fileKey }).from(pictureTable);
  await scope.files.sweep(new Set([...rows, ...pictures].map((row) => row.fileKey)));
}

type Superseded = Pick<typeof versionTable.$inferSelect, "id" | "documentId" | "fileKey">;

async function clearSome(scope: Scope, versions: readonly Superseded[]): Promise<void> {
  const ids = versions.map(({ id }) => id);
  for (const version of versions) await forgetVectors(scope, version);
  for (const space of await Generation.targets(scope)) await scope.index.remove(space, ids);
  await scope.db.delete(chunkTable).where(inArray(chunkTable.versionId, ids));
  for (const { fileKey } of versions) await scope.files.remove(fileKey);
  await scope.db.update(versionTable).set({ fileKey: "" }).where(inArray(versionTable.id, ids));
}

/** What the version that searches see says too keeps its vectors. */
async function forgetVectors(scope: Scope, { id, documentId }: Superseded): Promise<void> {
  const texts = await Embedded.textsOf(scope, id);
  if (!texts.length) return;
  const [document] = await scope.db
    .select({ versionId: documentTable.currentVersionId, title: documentTable.title })
    .from(documentTable)
    .where(eq(documentTable.id, documentId));
  const { versionId = null, title = "" } = document ?? {};
  await (versionId ? Embedded.forgetUnless(scope, texts, { versionId, title }) : EmbeddingCache.remove(scope, texts));
}

/** Versions of these documents that failed before the one that is searchable now was added: nobody tries them again. */
export async function overtakenBy(scope: Pick<Scope, "db">, documentIds: readonly string[]): Promise<string[]> {
  const newer = sql`(select n.created_at from ${versionTable} n where n.id = ${documentTable.currentVersionId})`;
  const rows = await scope.db
    .select({ id: versionTable.id })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.documentId, documentTable.id))
    .where(
      and(
        inArray(documentTable.id, [...documentIds]),
        eq(versionTable.state, "failed"),
        ne(versionTable.id, documentTable.latestVersionId),
        lt(versionTable.createdAt, newer),
      ),
    );
  return rows.map(({ id }) => id);
}

/**
 * Of these chunks, whose rows were just made, takes back those of documents that were removed meanwhile: the removal found
 * nothing of them to take away. Gives their versions.
 */
export async function takeBack(scope: Scope, drafts: readonly Draft[]): Promise<Set<string>> {
  const gone = new Set(drafts.map(({ chunk }) => chunk.versionId));
  if (!gone.size) return gone;
  const there = await scope.db
    .select({ id: versionTable.id })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(and(inArray(versionTable.id, [...gone]), isNull(documentTable.removedAt)));
  for (const { id } of there) gone.delete(id);
  if (!gone.size) return gone;
  for (const space of await Generation.targets(scope)) await scope.index.remove(space, [...gone]);
  const { passages, questions } = embeddedTexts(drafts.filter(({ chunk }) => gone.has(chunk.versionId)));
  await EmbeddingCache.remove(scope, [...passages, ...questions]);
  return gone;
}

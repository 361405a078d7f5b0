import { and, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { chunkTable, documentTable, ingestTable, versionTable, type IngestStage } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Scope } from "../scope.ts";
import type { Extraction, Piece } from "./extractor.ts";
import { indexRow } from "./index-row.ts";

/** How often a version is tried before it counts as failed; a file that ends the process each time must not do so for ever. */
const attemptsMax = 5;

/**
 * Takes versions through the ledger: read, extract, split, embed, index, verify. A version becomes visible only when the
 * index holds exactly its chunks; what it replaces leaves after that. Safe to repeat and to kill at any point.
 * One bad file fails alone; when the database or the index fails, the whole batch is thrown back to be tried again.
 */
export async function run(scope: Scope, versionIds: readonly string[]): Promise<void> {
  const versions = await claim(scope, versionIds);
  const extracted = await Promise.all(versions.map((version) => extract(scope, version)));
  const ready = extracted.filter((work) => work !== undefined);
  if (!ready.length) return;
  await storeChunks(scope, ready);
  await indexChunks(scope, ready);
  await publish(scope, ready);
}

/** Queues again whatever was on its way when the process ended, and clears what superseded versions left behind. */
export async function recover(scope: Scope): Promise<void> {
  const stranded = await scope.db
    .select({ versionId: versionTable.id, companyId: versionTable.companyId })
    .from(versionTable)
    .where(inArray(versionTable.state, ["queued", "working"]));
  await scope.queue.send("ingest-version", stranded);
  const removed = await scope.db
    .select({ documentId: documentTable.id, companyId: documentTable.companyId })
    .from(documentTable)
    .where(isNotNull(documentTable.removedAt));
  await scope.queue.send("remove-document", removed);
  const superseded = scope.db
    .select({ id: versionTable.id })
    .from(versionTable)
    .where(eq(versionTable.state, "superseded"));
  await scope.db.delete(chunkTable).where(inArray(chunkTable.versionId, superseded));
}

/** Takes removed documents out of the index, the file store and the database, in this order: an interrupted removal is found again. */
export async function removeDocuments(scope: Scope, documentIds: readonly string[]): Promise<void> {
  const versions = await scope.db
    .select({ id: versionTable.id, companyId: versionTable.companyId, fileKey: versionTable.fileKey })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(and(inArray(documentTable.id, [...documentIds]), isNotNull(documentTable.removedAt)));
  for (const [companyId, own] of Map.groupBy(versions, (version) => version.companyId)) {
    await scope.index.remove(
      companyId,
      own.map((version) => version.id),
    );
  }
  for (const { fileKey } of versions) await scope.files.remove(fileKey);
  await scope.db
    .delete(documentTable)
    .where(and(inArray(documentTable.id, [...documentIds]), isNotNull(documentTable.removedAt)));
}

interface Version {
  id: string;
  companyId: string;
  documentId: string;
  libraryId: string;
  name: string;
  title: string;
  fileKey: string;
  bytes: number;
  replaces: string | null;
}

interface Work {
  version: Version;
  title: string;
  pieces: Piece[];
}

/** Marks the versions as worked on and leaves out those that are done, removed, or overtaken by a newer one. */
async function claim(scope: Scope, versionIds: readonly string[]): Promise<Version[]> {
  const rows = await scope.db
    .select({
      id: versionTable.id,
      companyId: versionTable.companyId,
      documentId: versionTable.documentId,
      libraryId: documentTable.libraryId,
      name: documentTable.name,
      title: documentTable.title,
      fileKey: versionTable.fileKey,
      bytes: versionTable.bytes,
      replaces: documentTable.currentVersionId,
      latest: documentTable.latestVersionId,
      attempts: sql<number>`coalesce((select i.attempts from ${ingestTable} i where i.version_id = ${versionTable.id} and i.stage = 'read'), 0)`,
    })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(
      and(
        inArray(versionTable.id, [...new Set(versionIds)]),
        inArray(versionTable.state, ["queued", "working"]),
        sql`${documentTable.removedAt} is null`,
      ),
    );
  const overtaken = rows.filter((row) => row.latest !== row.id);
  await supersede(
    scope,
    overtaken.map((row) => row.id),
  );
  const due = rows.filter((row) => row.latest === row.id);
  const hopeless = due.filter((row) => row.attempts >= attemptsMax);
  for (const row of hopeless) {
    const message = `Docent tried this file ${attemptsMax} times and could not finish. Retry it alone, or convert it to another format.`;
    await fail(scope, row.id, "extract", new PublicError("invalid", "file.gave_up", message));
  }
  const claimed = due.filter((row) => row.attempts < attemptsMax);
  if (claimed.length) {
    const ids = claimed.map((row) => row.id);
    await scope.db.update(versionTable).set({ state: "working", stage: "read" }).where(inArray(versionTable.id, ids));
    await scope.db
      .insert(ingestTable)
      .values(claimed.map((row) => ({ versionId: row.id, stage: "read" as const, attempts: 1, count: row.bytes })))
      .onConflictDoUpdate({
        target: [ingestTable.versionId, ingestTable.stage],
        set: { attempts: sql`${ingestTable.attempts} + 1`, outcome: null, updatedAt: scope.now() },
      });
  }
  return claimed;
}

async function extract(scope: Scope, version: Version): Promise<Work | undefined> {
  let extraction: Extraction;
  const started = performance.now();
  try {
    extraction = await scope.files.withPath(version.fileKey, (path) =>
      scope.extractor.extract({ path, name: version.name }),
    );
  } catch (error) {
    if (!(error instanceof PublicError) || error.kind !== "invalid") throw error;
    await fail(scope, version.id, "extract", error);
    return undefined;
  }
  const { pieces, milliseconds, title } = extraction;
  const spent = performance.now() - started;
  await note(scope, [
    done(version.id, "read", version.bytes, Math.max(0, spent - milliseconds.extract - milliseconds.split)),
    done(version.id, "extract", pieces.length, milliseconds.extract),
    done(version.id, "split", pieces.length, milliseconds.split),
  ]);
  return { version, title: title ?? version.title, pieces };
}

async function storeChunks(scope: Scope, works: readonly Work[]): Promise<void> {
  const versionIds = works.map((work) => work.version.id);
  const rows = works.flatMap(({ version, pieces }) =>
    pieces.map((piece, position) => ({
      id: chunkId(version.id, position),
      companyId: version.companyId,
      versionId: version.id,
      position,
      kind: piece.kind,
      headings: piece.headings,
      page: piece.page ?? null,
      question: piece.question ?? null,
      text: piece.text,
    })),
  );
  await scope.db.transaction(async (db) => {
    await db.update(versionTable).set({ stage: "index" }).where(inArray(versionTable.id, versionIds));
    await db.delete(chunkTable).where(inArray(chunkTable.versionId, versionIds));
    for (let from = 0; from < rows.length; from += 1000) {
      await db.insert(chunkTable).values(rows.slice(from, from + 1000));
    }
  });
}

async function indexChunks(scope: Scope, works: readonly Work[]): Promise<void> {
  for (const [companyId, own] of Map.groupBy(works, (work) => work.version.companyId)) {
    const held = await scope.index.count(
      companyId,
      own.map((work) => work.version.id),
    );
    const missing = own.filter((work) => held.get(work.version.id) !== work.pieces.length && work.pieces.length > 0);
    if (!missing.length) continue;
    const rows = [];
    for (const work of missing) {
      const { version, title, pieces } = work;
      for (const [position, piece] of pieces.entries()) {
        const chunk = { ...piece, id: chunkId(version.id, position), versionId: version.id };
        rows.push(indexRow(chunk, { id: version.documentId, libraryId: version.libraryId, title }));
      }
      // analysing a long document must not keep others waiting
      await new Promise(setImmediate);
    }
    const embedStarted = performance.now();
    if (scope.embedder) {
      const texts = missing.flatMap((work) => work.pieces.map((piece) => piece.question ?? piece.text));
      const vectors = await scope.embedder.embed(texts, "passage");
      for (const [at, vector] of vectors.entries()) Object.assign(rows[at] ?? {}, { vector });
    }
    const indexStarted = performance.now();
    await scope.index.add(companyId, rows);
    const share = 1 / missing.length;
    const embedMs = (indexStarted - embedStarted) * share;
    const indexMs = (performance.now() - indexStarted) * share;
    await note(
      scope,
      missing.flatMap(({ version, pieces }) => [
        done(version.id, "embed", scope.embedder ? pieces.length : 0, embedMs),
        done(version.id, "index", pieces.length, indexMs),
      ]),
    );
  }
}

/** Counts, then shows the new and hides the old in the index in one step and in the database in one transaction. */
async function publish(scope: Scope, works: readonly Work[]): Promise<void> {
  const started = performance.now();
  for (const [companyId, own] of Map.groupBy(works, (work) => work.version.companyId)) {
    const held = await scope.index.count(
      companyId,
      own.map((work) => work.version.id),
    );
    const short = own.find((work) => (held.get(work.version.id) ?? 0) !== work.pieces.length);
    if (short) {
      throw new Error(
        `index holds ${held.get(short.version.id) ?? 0} of ${short.pieces.length} chunks of ${short.version.id}`,
      );
    }
    const replaced = own
      .map((work) => work.version.replaces)
      .filter((id, at) => id !== null && id !== own[at]?.version.id)
      .filter((id) => id !== null);
    await scope.index.flip(companyId, { show: own.map((work) => work.version.id), hide: replaced });
    await scope.db.transaction(async (db) => {
      for (const work of own) {
        const { id, documentId } = work.version;
        await db
          .update(versionTable)
          .set({ state: "searchable", stage: "verify", chunks: work.pieces.length, errorCode: null, error: null })
          .where(eq(versionTable.id, id));
        await db
          .update(documentTable)
          .set({ currentVersionId: id, title: work.title, updatedAt: scope.now() })
          .where(eq(documentTable.id, documentId));
      }
    });
    const share = (performance.now() - started) / own.length;
    await note(
      scope,
      own.map((work) => done(work.version.id, "verify", work.pieces.length, share)),
    );
    if (replaced.length) {
      await supersede(scope, replaced);
      await scope.index.remove(companyId, replaced);
    }
  }
}

async function supersede(scope: Scope, versionIds: readonly string[]): Promise<void> {
  if (!versionIds.length) return;
  const ids = [...versionIds];
  const rows = await scope.db
    .update(versionTable)
    .set({ state: "superseded" })
    .where(and(inArray(versionTable.id, ids), ne(versionTable.state, "superseded")))
    .returning({ fileKey: versionTable.fileKey });
  await scope.db.delete(chunkTable).where(inArray(chunkTable.versionId, ids));
  for (const { fileKey } of rows) await scope.files.remove(fileKey);
}

async function fail(scope: Scope, versionId: string, stage: IngestStage, error: PublicError): Promise<void> {
  scope.log.warn("ingest.failed", { versionId, stage, code: error.code });
  await note(scope, [{ versionId, stage, attempts: 1, outcome: "failed", errorCode: error.code }]);
  await scope.db
    .update(versionTable)
    .set({ state: "failed", stage, errorCode: error.code, error: error.message })
    .where(eq(versionTable.id, versionId));
}

type LedgerRow = typeof ingestTable.$inferInsert;

function done(versionId: string, stage: IngestStage, count: number, milliseconds: number): LedgerRow {
  return { versionId, stage, attempts: 1, outcome: "done", count, milliseconds: Math.round(milliseconds) };
}

async function note(scope: Scope, rows: LedgerRow[]): Promise<void> {
  await scope.db
    .insert(ingestTable)
    .values(rows)
    .onConflictDoUpdate({
      target: [ingestTable.versionId, ingestTable.stage],
      set: {
        outcome: sql`excluded.outcome`,
        errorCode: sql`excluded.error_code`,
        count: sql`excluded.count`,
        milliseconds: sql`excluded.milliseconds`,
        updatedAt: scope.now(),
      },
    });
}

/** The same version split the same way gives the same ids. */
function chunkId(versionId: string, position: number): string {
  return `${versionId}_${position.toString(36).padStart(4, "0")}`;
}

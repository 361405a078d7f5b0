import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { chunkTable, documentTable, versionTable, type IngestStage } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import { forCompany, type Scope } from "../../scope.ts";
import * as BatchCount from "../batch/batch-count.ts";
import { carry } from "../chunk/carry.ts";
import type { Draft } from "../index/draft.ts";
import { NeedsRecognition, type Extraction, type OnPage, type Piece } from "./extractor.ts";
import * as Generation from "../index/generation.ts";
import { indexRows } from "../index/index-row.ts";
import * as Labelling from "../index/labelling.ts";
import { teach } from "./example-document.ts";
import * as Reindexing from "../index/reindexing.ts";
import * as Remains from "../removal/remains.ts";
import {
  broken,
  claim,
  done,
  fail,
  handOn,
  note,
  notePage,
  notHeld,
  supersede,
  type LedgerRow,
  type Version,
} from "./ledger.ts";

/**
 * Takes versions through the ledger: read, extract, split, embed, index, verify. A version becomes visible only when the
 * index holds exactly its chunks; what it replaces leaves after that. Safe to repeat and to kill at any point.
 * One bad file fails alone; when the database or the index fails, the whole batch is thrown back to be tried again.
 * Files whose text has to be recognised are queued for that by themselves, unless this is their turn: `recognise`.
 */
export async function run(scope: Scope, versionIds: readonly string[], recognise = false): Promise<void> {
  const versions = await claim(scope, versionIds);
  const extracted = await Promise.all(versions.map((version) => extract(scope, version, recognise)));
  const ready = extracted.filter((work) => work !== undefined);
  if (ready.length) {
    await note(scope, ready.flatMap(extractionRows));
    await storeChunks(scope, ready);
    for (const [companyId, own] of Map.groupBy(ready, ({ version }) => version.companyId)) {
      await bringIn(forCompany(scope, companyId, "ingest-version"), own);
    }
  }
  await BatchCount.settle(scope, versionIds);
}

/**
 * The last try: each version by itself, so that one which cannot be finished fails alone and visibly. When the embedder
 * cannot be reached all of them fail for that reason: it would only keep each of them waiting.
 */
export async function runSingly(scope: Scope, versionIds: readonly string[], recognise = false): Promise<void> {
  let unreachable: PublicError | undefined;
  for (const versionId of versionIds) {
    if (unreachable) {
      await fail(scope, versionId, "embed", unreachable);
      continue;
    }
    try {
      await run(scope, [versionId], recognise);
    } catch (cause) {
      scope.log.error("ingest.broke_off", { versionId, error: cause });
      const ofEmbedder = cause instanceof PublicError && cause.code.startsWith("embedder.");
      if (ofEmbedder && cause.kind === "unavailable") unreachable = cause;
      await (ofEmbedder
        ? fail(scope, versionId, "embed", cause, { noted: true })
        : fail(scope, versionId, "index", brokenOff(cause), { noted: true }));
    }
  }
  await BatchCount.settle(scope, versionIds);
}

/** What a stage did for these works; when it breaks off the ledger says so of each. */
async function during<T>(scope: Scope, stage: IngestStage, works: readonly Work[], act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof PublicError ? error.code : "ingest.broke_off";
    const rows = works.map(({ version }) => broken(version.id, stage, code));
    // when it is the database that fails there is nowhere to say it
    await note(scope, rows).catch((error: unknown) => scope.log.error("ingest.not_noted", { stage, error }));
    throw error;
  }
}

function brokenOff(cause: unknown): PublicError {
  const message =
    "Docent could not finish this file because of a problem on its own side. Retry it; if that fails again, tell an administrator.";
  return new PublicError("invalid", "ingest.broke_off", message, { cause });
}

/** Queues again whatever was on its way when the process ended, and clears what superseded versions left behind. */
export async function recover(scope: Scope): Promise<void> {
  const stranded = await scope.db
    .select({ versionId: versionTable.id, companyId: versionTable.companyId })
    .from(versionTable)
    .where(and(inArray(versionTable.state, ["queued", "working"]), notHeld(scope)));
  await scope.queue.send("ingest-version", stranded);
  // what is held waits as it did before it was begun
  await scope.db.update(versionTable).set({ state: "queued" }).where(eq(versionTable.state, "working"));
  const removed = await scope.db
    .select({ documentId: documentTable.id, companyId: documentTable.companyId })
    .from(documentTable)
    .where(isNotNull(documentTable.removedAt));
  await scope.queue.send("remove-document", removed);
  await Remains.clear(scope);
  await BatchCount.recover(scope);
}

interface Work {
  version: Version;
  title: string;
  pieces: Piece[];
  milliseconds: { read: number; extract: number; split: number };
}

async function extract(scope: Scope, version: Version, recognise: boolean): Promise<Work | undefined> {
  let extraction: Extraction;
  let read = 0;
  const started = performance.now();
  try {
    extraction = await scope.files.withPath(version.fileKey, (path) => {
      read = performance.now() - started;
      const onPage: OnPage = (page, of) => notePage(scope, version.id, page, of);
      return scope.extractor.extract({ path, name: version.name }, undefined, recognise, onPage);
    });
    if (extraction.examples) await teach(forCompany(scope, version.companyId, "ingest-version"), extraction.examples);
  } catch (error) {
    if (error instanceof NeedsRecognition) await handOn(scope, version);
    else if (error instanceof PublicError && error.kind === "invalid") {
      await note(scope, [done(version.id, "read", version.bytes, read)]);
      await fail(scope, version.id, "extract", error, { milliseconds: performance.now() - started - read });
    } else throw error;
    return undefined;
  }
  const { pieces, milliseconds, title } = extraction;
  return { version, title: title ?? version.title, pieces, milliseconds: { ...milliseconds, read } };
}

function extractionRows({ version, pieces, milliseconds }: Work): LedgerRow[] {
  return [
    done(version.id, "read", version.bytes, milliseconds.read),
    done(version.id, "extract", pieces.length, milliseconds.extract),
    done(version.id, "split", pieces.length, milliseconds.split),
  ];
}

async function storeChunks(scope: Scope, works: readonly Work[]): Promise<void> {
  const versionIds = versionIdsOf(works);
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
      metadata: piece.metadata ?? null,
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

/** Into the index and into sight; once more when the company's index was switched to another generation meanwhile. */
async function bringIn(scope: Scope, claimed: readonly Work[]): Promise<void> {
  for (let works = claimed; works.length;) {
    const space = await Generation.current(scope);
    const { added, gone } = await indexChunks(scope, space, works);
    works = works.filter(({ version }) => !gone.has(version.id));
    if (gone.size) continue;
    const labels = works.map(({ version }) => ({
      versionId: version.id,
      label: added.has(version.id) ? version : null,
    }));
    await Labelling.catchUp(scope, space, labels);
    if (await during(scope, "verify", works, () => publish(scope, space, works))) return;
  }
}

/**
 * Adds what the index does not hold yet. Gives the versions added, as what was there before was labelled before, and those
 * whose documents were removed meanwhile.
 */
async function indexChunks(scope: Scope, space: Generation.Space, works: readonly Work[]) {
  const held = await scope.index.count(space, versionIdsOf(works));
  const missing = works.filter(({ version, pieces }) => pieces.length > 0 && held.get(version.id) !== pieces.length);
  const added = new Set(versionIdsOf(missing));
  if (!missing.length) return { added, gone: new Set<string>() };
  const embedStarted = performance.now();
  const drafts = missing.flatMap(draftsOf);
  const embedder = await Generation.embedder(scope, space);
  const rows = await during(scope, "embed", missing, () => indexRows(drafts, embedder));
  const indexStarted = performance.now();
  await during(scope, "index", missing, () => scope.index.add(space, rows));
  const gone = await Remains.takeBack(scope, drafts);
  const embedMs = (indexStarted - embedStarted) / missing.length;
  const indexMs = (performance.now() - indexStarted) / missing.length;
  await note(
    scope,
    missing.flatMap(({ version, pieces }) =>
      gone.has(version.id)
        ? []
        : [
            done(version.id, "embed", embedder ? pieces.length : 0, embedMs),
            done(version.id, "index", pieces.length, indexMs),
          ],
    ),
  );
  return { added, gone };
}

function draftsOf({ version, title, pieces }: Work): Draft[] {
  const document = { id: version.documentId, access: version.access, labels: version.labels, title };
  return pieces.map((piece, position) => {
    return { chunk: { ...piece, id: chunkId(version.id, position), versionId: version.id }, document, triggers: [] };
  });
}

/**
 * Counts, then shows the new and hides the old in the index in one step and in the database in one transaction.
 * False when the space is not the current one any more: then nothing was shown.
 */
async function publish(scope: Scope, space: Generation.Space, works: readonly Work[]): Promise<boolean> {
  const started = performance.now();
  const held = await scope.index.count(space, versionIdsOf(works));
  const short = works.find((work) => (held.get(work.version.id) ?? 0) !== work.pieces.length);
  if (short) {
    throw new Error(
      `index holds ${held.get(short.version.id) ?? 0} of ${short.pieces.length} chunks of ${short.version.id}`,
    );
  }
  const replaced = works.flatMap(({ version }) =>
    version.replaces !== null && version.replaces !== version.id ? [version.replaces] : [],
  );
  await scope.index.flip(space, { show: versionIdsOf(works), hide: replaced });
  const shown = await inTransaction(scope, async (scope) => {
    if (!(await Generation.isCurrent(scope, space))) return false;
    const next = works.map(({ version: { id, documentId }, title }) => ({ versionId: id, documentId, title }));
    await carry(scope, next);
    await show(scope.db, works, scope.now());
    const share = (performance.now() - started) / works.length;
    const verified = works.map((work) => done(work.version.id, "verify", work.pieces.length, share));
    await note(scope, verified);
    return true;
  });
  if (!shown) return false;
  await supersede(scope, [
    ...replaced,
    ...(await Remains.overtakenBy(
      scope,
      works.map(({ version }) => version.documentId),
    )),
  ]);
  return true;
}

function versionIdsOf(works: readonly Work[]): string[] {
  return works.map((work) => work.version.id);
}

async function show(db: Database, works: readonly Work[], now: Date): Promise<void> {
  const ids = versionIdsOf(works);
  await db
    .update(versionTable)
    .set({
      state: "searchable",
      stage: "verify",
      chunks: sql`(select count(*) from ${chunkTable} c where c.version_id = ${versionTable.id})`,
      rows: Reindexing.rowsOf(versionTable.id),
      errorCode: null,
      error: null,
      endedAt: now,
    })
    .where(inArray(versionTable.id, ids));
  const rows = works.map(
    ({ version, title }) =>
      sql`(${version.documentId}, ${version.id}, ${title}, ${version.access}, ${JSON.stringify(version.labels)}::jsonb)`,
  );
  await db.execute(sql`
    update ${documentTable} as d
    set current_version_id = v.version_id, title = v.title, indexed_as = v.access,
      indexed_labels = v.labels, updated_at = ${now.toISOString()}::timestamptz
    from (values ${sql.join(rows, sql`, `)}) as v (document_id, version_id, title, access, labels)
    where d.id = v.document_id`);
}

/** The same version split the same way gives the same ids. */
function chunkId(versionId: string, position: number): string {
  return `${versionId}_${position.toString(36).padStart(4, "0")}`;
}

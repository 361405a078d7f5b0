import { createHash } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { and, eq, inArray, sql } from "drizzle-orm";
import { documentTable, versionTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { readable, requireLibrary } from "./access/access.ts";
import * as BatchFile from "./batch/batch-file.ts";
import * as Batch from "./batch/batch.ts";
import * as Category from "./description/category.ts";
import * as Description from "./description/description.ts";

/** Largest file taken in. Larger ones would not fit the time and memory that extraction is given. */
export const fileBytesMax = 200 * 1024 * 1024;
const nameLengthMax = 500;

/** A file on its way in. `name` is what somebody called it, folders included; `content` is read once. */
export interface NewFile {
  name: string;
  content: Readable | Uint8Array;
  /** What its sender says of its size. One that says too much is not listened to. */
  bytes?: number;
  /** What its sender calls it in the batch; its name where that is enough. */
  key?: string;
}

export interface Added {
  documentId: string;
  versionId: string;
  name: string;
  /** True when the document holds exactly this content already: nothing was added. */
  unchanged: boolean;
}

/** What is said about the files that are added. */
export interface About {
  /** The id or name of their category; documents that are there already keep theirs when absent. */
  category?: string | undefined;
  /** The batch that they belong to. */
  batchId?: string | undefined;
}

/**
 * Adds files to a library, each as a new document or as a new version of the document of that name, and queues them
 * for ingestion. All of them or none. Throws `file.too_large`, `file.empty_name`, `document.name_taken`, `category.unknown`,
 * and what `requireLibrary` and `Batch.requireOpen` throw. A batch is told of each, also of those that are refused here.
 */
export async function add(
  scope: Scope,
  libraryId: string,
  files: readonly NewFile[],
  { category, batchId }: About = {},
): Promise<Added[]> {
  await requireLibrary(scope, libraryId, "contributor");
  if (batchId !== undefined) await Batch.requireOpen(scope, libraryId, batchId);
  const stored: Stored[] = [];
  try {
    // these teach the intents of the whole company, whatever library they are put into
    if (files.some((file) => /\.examples?$/i.test(file.name))) requireRole(scope, "editor");
    if (category !== undefined) await Category.find(scope, [category]);
    for (const file of files) stored.push(await store(scope, file));
    const added = await inTransaction(scope, async (scope) => {
      const added = await record(scope, libraryId, stored, batchId);
      if (category === undefined) return added;
      await Description.set(scope, { ids: added.map(({ documentId }) => documentId), category });
      return added;
    });
    if (batchId !== undefined && added.every(({ unchanged }) => unchanged)) await Batch.settleBatch(scope, batchId);
    return added;
  } catch (error) {
    for (const { fileKey } of stored) await scope.files.remove(fileKey);
    if (batchId !== undefined && error instanceof PublicError) await refuse(scope, batchId, files, error);
    throw error;
  }
}

async function refuse(scope: Scope, batchId: string, files: readonly NewFile[], error: PublicError): Promise<void> {
  const refused = files.map(({ name, key, bytes = null }) => ({
    key: shortened(key ?? name),
    name: shortened(name),
    bytes,
  }));
  await BatchFile.refuse(scope, batchId, refused, error);
  await Batch.settleBatch(scope, batchId);
}

interface Stored {
  versionId: string;
  key: string;
  name: string;
  fileKey: string;
  contentHash: string;
  bytes: number;
}

async function store(scope: Scope, file: NewFile): Promise<Stored> {
  const name = cleanName(file.name);
  const versionId = newId("version");
  const fileKey = `${requireCompany(scope)}/${versionId}`;
  if ((file.bytes ?? 0) > fileBytesMax) throw tooLarge(name);
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(part: Uint8Array, _encoding, done) {
      bytes += part.length;
      if (bytes > fileBytesMax) return done(tooLarge(name));
      hash.update(part);
      done(null, part);
    },
  });
  const source = file.content instanceof Readable ? file.content : Readable.from([file.content]);
  source.on("error", (error) => measure.destroy(error));
  await scope.files.put(fileKey, source.pipe(measure));
  return { versionId, key: shortened(file.key ?? name), name, fileKey, contentHash: hash.digest("hex"), bytes };
}

async function record(
  scope: Scope,
  libraryId: string,
  stored: readonly Stored[],
  batchId: string | undefined,
): Promise<Added[]> {
  const companyId = requireCompany(scope);
  const newest = new Map(stored.map((file) => [file.name, file]));
  const known = await scope.db
    .select({
      id: documentTable.id,
      name: documentTable.name,
      access: documentTable.access,
      versionId: versionTable.id,
      contentHash: versionTable.contentHash,
      state: versionTable.state,
    })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(and(eq(documentTable.libraryId, libraryId), inArray(documentTable.name, [...newest.keys()])));
  // an upload is mostly statements: who may read what is asked only where a document is for some
  const restricted = known.filter((row) => row.access !== libraryId);
  const access = restricted.length ? (await readable(scope, [libraryId])).access : [];
  const hidden = restricted.find((row) => !access.includes(row.access));
  if (hidden) throw nameTaken(hidden.name);
  const knownByName = new Map(known.map((row) => [row.name, row]));

  const fresh: (Stored & { documentId: string })[] = [];
  for (const file of newest.values()) {
    const document = knownByName.get(file.name);
    if (document?.contentHash === file.contentHash && document.state !== "failed") continue;
    fresh.push({ ...file, documentId: document?.id ?? newId("document") });
  }

  const created = fresh.filter((file) => !knownByName.has(file.name));
  if (created.length) {
    const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
    await scope.db.insert(documentTable).values(
      created.map(({ documentId, name }) => ({
        id: documentId,
        companyId,
        libraryId,
        access: libraryId,
        name,
        title: titleOf(name),
        createdBy,
      })),
    );
  }
  if (fresh.length) {
    await scope.db.insert(versionTable).values(
      fresh.map(({ versionId, documentId, contentHash, fileKey, bytes }) => ({
        id: versionId,
        companyId,
        documentId,
        contentHash,
        fileKey,
        bytes,
      })),
    );
    const freshIds = fresh.map((file) => file.versionId);
    await scope.db
      .update(documentTable)
      .set({
        latestVersionId: sql`(select v.id from ${versionTable} v where v.document_id = ${documentTable.id} and ${inArray(sql`v.id`, freshIds)})`,
        updatedAt: scope.now(),
      })
      .where(
        inArray(
          documentTable.id,
          fresh.map((file) => file.documentId),
        ),
      );
    await scope.queue.send(
      "ingest-version",
      fresh.map(({ versionId }) => ({ companyId, versionId })),
    );
  }
  const kept = new Set(fresh.map((file) => file.fileKey));
  for (const { fileKey } of stored) if (!kept.has(fileKey)) await scope.files.remove(fileKey);

  const added = new Map(fresh.map((file) => [file.name, file]));
  const result = stored.map(({ name, versionId }) => {
    const document = knownByName.get(name);
    const file = added.get(name);
    if (file) return { documentId: file.documentId, versionId: file.versionId, name, unchanged: false };
    return { documentId: document?.id ?? "", versionId: document?.versionId ?? versionId, name, unchanged: true };
  });
  if (batchId !== undefined) {
    const received = stored.map(({ key, bytes }, at): BatchFile.Received => {
      const { name = "", versionId = "", unchanged } = result[at] ?? {};
      return { key, name, bytes, versionId, outcome: unchanged ? "unchanged" : "added" };
    });
    await BatchFile.receive(scope, batchId, received);
  }
  return result;
}

/** Keeps folders and drops what could climb out of them or confuse a reader: `../`, drive letters, control characters. */
export function cleanName(given: string): string {
  const parts = given
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .split(/[\\/]+/)
    .map((part) => part.trim())
    .filter((part) => part && part !== "." && part !== ".." && !/^[a-z]:$/i.test(part));
  const name = parts.join("/");
  if (!name)
    throw new PublicError("invalid", "file.empty_name", "This file has no name. Give it one and add it again.");
  if (name.length <= nameLengthMax) return name;
  const ending = /\.[^./]{1,10}$/.exec(name)?.[0] ?? "";
  return name.slice(0, nameLengthMax - ending.length).toWellFormed() + ending;
}

/** The last part of the name without its ending, until the document itself tells a better title. */
export function titleOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return base.replace(/\.[^.]{1,10}$/, "") || base;
}

function shortened(name: string): string {
  return name.toWellFormed().replaceAll("\0", "").slice(0, nameLengthMax).toWellFormed();
}

/** What somebody may not read they may not replace either. */
function nameTaken(name: string): PublicError {
  const message = `This library holds a document called "${name}" that is only for some groups. Give the file another name, or ask an owner of the library.`;
  return new PublicError("conflict", "document.name_taken", message);
}

/** The error for a file above `fileBytesMax`. */
export function tooLarge(name: string): PublicError {
  const megabytes = fileBytesMax / 1024 / 1024;
  return new PublicError(
    "invalid",
    "file.too_large",
    `"${name}" is larger than ${megabytes} MB. Split it, or add only the part that people ask about.`,
  );
}

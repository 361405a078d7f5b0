import { text as textOf } from "node:stream/consumers";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { chunkRevisionTable, chunkTable, documentTable, faqTable, versionTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { Likeness } from "../enhancement/likeness.ts";
import { PublicError } from "../error.ts";
import { requireDocuments, requireLibrary } from "../knowledge/access/access.ts";
import * as Chunk from "../knowledge/chunk/chunk.ts";
import * as Revision from "../knowledge/chunk/revision.ts";
import * as Document from "../knowledge/document.ts";
import { fromFaq } from "../knowledge/extract/question-answer.ts";
import * as Search from "../knowledge/search.ts";
import * as Version from "../knowledge/version.ts";
import { requireRole, type Scope } from "../scope.ts";

/** Under this share of meaning two questions are not the same; the cut of quick answers is a little higher. */
const nearCut = 0.65;
const similarMax = 5;

export const Similar = z.strictObject({
  libraryId: z.string().max(64),
  question: z.string().trim().min(1).max(questionLengthMax),
});

/** A pair of question and answer. */
export interface Pair {
  question: string;
  answer: string;
}

/** A row of questions and answers that is there already. */
export interface Row extends Pair {
  chunkId: string;
  documentId: string;
  title: string;
  /** The revision it is at: changing it names it. */
  revision: number;
  /** Its question is the same, but for its form. */
  same: boolean;
}

const names = { zh: "答疑修正.faq", en: "Corrections.faq" };
export type Language = keyof typeof names;

/** Rows of a library whose question is the same as this one or near it. Needs an editor who contributes there. */
export async function similar(scope: Scope, { libraryId, question }: z.infer<typeof Similar>): Promise<Row[]> {
  requireRole(scope, "editor");
  await requireLibrary(scope, libraryId, "contributor");
  const { hits, routes } = await Search.run(scope, { text: question, libraryIds: [libraryId], limit: 20 });
  const asked = new Likeness([question]);
  const near = new Map(routes["vector-question"]?.map(({ chunkId, share }) => [chunkId, share]));
  const rows = hits.flatMap((hit) => {
    if (hit.question === null || hit.location !== undefined) return [];
    const same = asked.has(hit.question);
    return same || (near.get(hit.chunkId) ?? 0) >= nearCut ? [{ ...hit, question: hit.question, same }] : [];
  });
  const revisions = await revisionsOf(
    scope,
    rows.map(({ chunkId }) => chunkId),
  );
  return rows
    .sort((a, b) => Number(b.same) - Number(a.same))
    .slice(0, similarMax)
    .map(({ chunkId, documentId, title, question, text, same }) => {
      return { chunkId, documentId, title, question, answer: text, same, revision: revisions.get(chunkId) ?? 0 };
    });
}

/**
 * Adds a pair to the document of corrections that a library has, or gets now, as its next version: it is found as soon
 * as that is read. Needs a contributor.
 */
export async function add(scope: Scope, libraryId: string, pair: Pair, language: Language): Promise<Version.Added> {
  await requireLibrary(scope, libraryId, "contributor");
  return inTransaction(scope, async (scope) => {
    const held = await hold(scope, libraryId);
    const blocks = held ? blocksOf(held.content) : [];
    return write(scope, libraryId, held?.name ?? (await freeName(scope, libraryId, language)), [
      ...blocks,
      blockOf(pair),
    ]);
  });
}

/** Takes a pair out of the document of corrections again; fine when it is not there any more. */
export async function takeBack(scope: Scope, libraryId: string, pair: Pair): Promise<void> {
  await requireLibrary(scope, libraryId, "contributor");
  await inTransaction(scope, async (scope) => {
    const held = await hold(scope, libraryId);
    if (!held) return;
    const blocks = blocksOf(held.content);
    const at = blocks.lastIndexOf(blockOf(pair));
    if (at < 0) return;
    const left = blocks.toSpliced(at, 1);
    if (left.length) return void (await write(scope, libraryId, held.name, left));
    await removeEmpty(scope, libraryId, held.documentId);
  });
}

/** The document that a row stands in, of this library. Throws `chunk.not_found`. */
export async function documentOf(scope: Scope, libraryId: string, chunkId: string): Promise<string> {
  const { documentId } = await Chunk.locate(scope, chunkId);
  const [row] = await scope.db
    .select({ libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(eq(documentTable.id, documentId));
  if (row?.libraryId === libraryId) return documentId;
  throw Revision.notFound();
}

/** Whether searches see all that was changed in a document; false also for one that is gone. */
export async function isRead(scope: Scope, documentId: string): Promise<boolean> {
  const { currentVersionId, latestVersionId, removedAt } = documentTable;
  const [row] = await scope.db
    .select({ edition: versionTable.edition, indexed: versionTable.indexedEdition })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, currentVersionId))
    .where(and(eq(documentTable.id, documentId), eq(currentVersionId, latestVersionId), isNull(removedAt)));
  return row !== undefined && row.edition === row.indexed;
}

interface Held {
  documentId: string;
  name: string;
  content: string;
}

/** The document as it was written last, kept from others until the transaction ends. */
async function hold(scope: Scope, libraryId: string): Promise<Held | undefined> {
  await scope.db.insert(faqTable).values({ libraryId }).onConflictDoNothing();
  const [faq] = await scope.db.select().from(faqTable).where(eq(faqTable.libraryId, libraryId)).for("update");
  if (!faq?.documentId) return undefined;
  const [row] = await scope.db
    .select({ documentId: documentTable.id, name: documentTable.name, fileKey: versionTable.fileKey })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId))
    .where(and(eq(documentTable.id, faq.documentId), isNull(documentTable.removedAt)));
  if (!row) return undefined;
  await requireDocuments(scope, [row.documentId], "contributor");
  const content = await textOf(await scope.files.open(row.fileKey));
  return { documentId: row.documentId, name: row.name, content };
}

async function write(scope: Scope, libraryId: string, name: string, blocks: readonly string[]): Promise<Version.Added> {
  const content = new TextEncoder().encode(`${blocks.join(separator)}\n`);
  const [added] = await Version.add(scope, libraryId, [{ name, content }]);
  if (!added) throw new Error("the corrections were not stored");
  await scope.db.update(faqTable).set({ documentId: added.documentId }).where(eq(faqTable.libraryId, libraryId));
  return added;
}

/** A document without a single pair cannot be read: it goes. */
async function removeEmpty(scope: Scope, libraryId: string, documentId: string): Promise<void> {
  await scope.db.update(faqTable).set({ documentId: null }).where(eq(faqTable.libraryId, libraryId));
  await Document.remove(scope, [documentId]);
}

const separator = "\n=====\n";

function blocksOf(content: string): string[] {
  fromFaq(content);
  return content
    .split(/^[ \t]*={5,}[ \t]*$/m)
    .map((block) => block.trim())
    .filter(Boolean);
}

/** A pair as the file has it. What would end it early, or be read as a prefix, is put so that it does not. */
function blockOf({ question, answer }: Pair): string {
  const body = answer.trim().replace(/^([ \t]*)(={4})=+([ \t]*)$/gm, "$1$2$3");
  return `Question: ${question.replace(/\s+/g, " ").trim()}\nAnswer: ${body}`;
}

/** What a person added under that name stays theirs. */
async function freeName(scope: Scope, libraryId: string, language: Language): Promise<string> {
  const base = names[language];
  const candidates = [base, ...Array.from({ length: 20 }, (_, at) => base.replace(".faq", ` ${at + 2}.faq`))];
  const taken = await scope.db
    .select({ name: documentTable.name })
    .from(documentTable)
    .where(and(eq(documentTable.libraryId, libraryId), inArray(documentTable.name, candidates)));
  const free = candidates.find((name) => !taken.some((row) => row.name === name));
  if (free) return free;
  throw new PublicError(
    "conflict",
    "faq.no_name",
    "This library has too many documents called Corrections. Rename or delete one.",
  );
}

async function revisionsOf(scope: Scope, chunkIds: readonly string[]): Promise<Map<string, number>> {
  if (!chunkIds.length) return new Map();
  const { chunkId, number } = chunkRevisionTable;
  const rows = await scope.db
    .select({ chunkId, number })
    .from(chunkRevisionTable)
    .innerJoin(chunkTable, eq(chunkTable.id, chunkId))
    .where(inArray(chunkId, [...chunkIds]));
  const newest = new Map<string, number>();
  for (const row of rows) newest.set(row.chunkId, Math.max(row.number, newest.get(row.chunkId) ?? 0));
  return newest;
}

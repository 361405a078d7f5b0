import { and, asc, eq, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { chunkTable, documentTable, triggerTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { fromRecords, toFaq, toRecords, toWorkbook, type Brought, type Pair, type Source } from "./interchange.ts";
import { Likeness } from "./likeness.ts";
import { InLibrary, reach } from "./proposal.ts";

export const formats = ["faq", "xlsx", "json"] as const;
export const Export = InLibrary.extend({ format: z.enum(formats) });
export const Import = z.strictObject({ libraryId: z.string(), content: z.string().max(50_000_000) });

export interface File {
  name: string;
  type: string;
  /** The bytes of the file, in base64. */
  content: string;
  /** Questions and summaries in it. */
  count: number;
}

export interface Imported {
  /** New proposals, and texts that were there already. */
  added: number;
  known: number;
  /** Records whose passage is not in the library. */
  missing: number;
}

const types = {
  faq: "text/plain;charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
} satisfies Record<(typeof formats)[number], string>;

const chunksMax = 20_000;

/**
 * What was accepted, to be looked through or used elsewhere: questions with their passages (.faq), questions and
 * summaries with theirs (.xlsx), or every passage with what leads to it (.json). Throws `exchange.too_large`.
 */
export async function exportFile(scope: Scope, input: z.infer<typeof Export>): Promise<File> {
  const sources = await accepted(scope, await reach(scope, input), input.format === "json");
  const { format } = input;
  const pairs = sources.flatMap(pairsOf);
  const bytes = format === "xlsx" ? await toWorkbook(pairs) : format === "faq" ? toFaq(pairs) : toRecords(sources);
  const content = Buffer.from(bytes).toString("base64");
  return { name: `written.${format}`, type: types[format], content, count: pairs.length };
}

/** Brings in what another tool wrote for passages of this library: as proposals, to be reviewed like all others. */
export async function importRecords(scope: Scope, { libraryId, content }: z.infer<typeof Import>): Promise<Imported> {
  const within = await reach(scope, { libraryId });
  const records = fromRecords(content);
  const imported: Imported = { added: 0, known: 0, missing: 0 };
  await inTransaction(scope, async (scope) => {
    for (const record of records) {
      const chunk = await chunkOf(scope, within, record);
      if (!chunk) {
        imported.missing++;
        continue;
      }
      const rows = await fresh(scope, chunk, record);
      imported.added += rows.length;
      imported.known += record.questions.length + (record.summary === undefined ? 0 : 1) - rows.length;
      if (rows.length > 0) await scope.db.insert(triggerTable).values(rows);
    }
  });
  return imported;
}

interface Target {
  id: string;
  versionId: string;
  question: string | null;
}

/** By its id, else by its text: the id is another where a document was added once more. */
async function chunkOf(scope: Scope, within: SQL | undefined, record: Brought): Promise<Target | undefined> {
  const { id, versionId, question, text } = chunkTable;
  const asked = sql`coalesce(${question} || '=>', '') || ${text}`;
  const rows = await scope.db
    .select({ id, versionId, question })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, versionId))
    .where(and(within, or(eq(id, record.chunkId), eq(asked, record.text))))
    .orderBy(asc(id));
  return rows.find((row) => row.id === record.chunkId) ?? rows[0];
}

async function fresh(scope: Scope, chunk: Target, { questions, summary }: Brought) {
  const { kind, text, chunkId } = triggerTable;
  const held = await scope.db.select({ kind, text }).from(triggerTable).where(eq(chunkId, chunk.id));
  const asked = held.flatMap((one) => (one.kind === "question" ? [one.text] : []));
  const known = new Likeness([...asked, ...(chunk.question === null ? [] : [chunk.question])]);
  const isKnown = held.some((one) => one.kind === "summary" && one.text === summary);
  const texts = [
    ...known.new(questions).map((question) => ({ kind: "question" as const, text: question })),
    ...(summary === undefined || isKnown ? [] : [{ kind: "summary" as const, text: summary }]),
  ];
  const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
  // ids of one millisecond have no order of their own
  return texts.map((one, at) => ({
    ...one,
    id: newId("trigger", Date.now() + at),
    companyId: requireCompany(scope),
    versionId: chunk.versionId,
    chunkId: chunk.id,
    createdBy,
    createdAt: scope.now(),
  }));
}

/** The chunks in reach with what leads to them: those alone that something leads to, or `all`. */
async function accepted(scope: Scope, within: SQL | undefined, all: boolean): Promise<Source[]> {
  const written = and(eq(triggerTable.chunkId, chunkTable.id), eq(triggerTable.state, "accepted"));
  const chunks = await scope.db
    .select({
      chunkId: chunkTable.id,
      name: documentTable.name,
      headings: chunkTable.headings,
      question: chunkTable.question,
      text: chunkTable.text,
    })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(and(within, all ? undefined : sql`exists (select 1 from ${triggerTable} where ${written})`))
    .orderBy(asc(documentTable.name), asc(documentTable.id), asc(chunkTable.position))
    .limit(chunksMax + 1);
  if (chunks.length > chunksMax) throw tooLarge();
  const triggers = await triggersOf(scope, within);
  return chunks.map((chunk) => {
    const own = triggers.get(chunk.chunkId) ?? [];
    const questions = own.flatMap(({ kind, text }) => (kind === "question" ? [text] : []));
    return { ...chunk, questions, summary: own.find(({ kind }) => kind === "summary")?.text ?? null };
  });
}

async function triggersOf(scope: Scope, within: SQL | undefined) {
  const { kind, text, chunkId, state, id } = triggerTable;
  const rows = await scope.db
    .select({ kind, text, chunkId })
    .from(triggerTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, triggerTable.versionId))
    .where(and(within, eq(state, "accepted")))
    .orderBy(asc(id));
  return Map.groupBy(rows, (row) => row.chunkId);
}

function pairsOf({ name, headings, text, questions, summary }: Source): Pair[] {
  const place = { content: text, document: name, headings };
  return [
    ...questions.map((trigger) => ({ kind: "question" as const, trigger, ...place })),
    ...(summary === null ? [] : [{ kind: "summary" as const, trigger: summary, ...place }]),
  ];
}

function tooLarge(): PublicError {
  const message = `More than ${chunksMax.toLocaleString("en")} passages do not fit into one file. Export one document after the other.`;
  return new PublicError("invalid", "exchange.too_large", message);
}

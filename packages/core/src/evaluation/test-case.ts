import { and, asc, count, desc, eq, ilike, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { documentTable, testCaseTable, testResultTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { documentsIn, readable, requireDocuments, requireLibrary } from "../knowledge/access/access.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, type Scope } from "../scope.ts";
import * as Label from "./label.ts";
import { caseSources, type Target } from "./test-set.sql.ts";
import { readCases, writeCases, type Problem } from "./test-file.ts";

export const casesMax = 5_000;
const id = z.string().max(64);
const Words = z.string().trim().min(1).max(500);
const Expect = z.strictObject({
  question: z.string().trim().min(1).max(questionLengthMax),
  mustFind: z.array(z.strictObject({ documentId: id, quote: Words.optional() })).max(10),
  mustSay: z.array(Words).max(20),
  mustRefuse: z.boolean(),
});

export const InLibrary = z.strictObject({ libraryId: id });
export const List = InLibrary.extend({
  kind: z.enum(["answer", "refuse"]).optional(),
  text: z.string().trim().max(200).optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(200).default(20),
});
export const Set = Expect.extend({ libraryId: id, id: id.optional() });
export const Remove = InLibrary.extend({ ids: z.array(id).min(1).max(500) });
export const Restore = InLibrary.extend({
  cases: z
    .array(Expect.extend({ source: z.enum(caseSources) }))
    .min(1)
    .max(500),
});
export const Import = InLibrary.extend({ content: z.string().max(4_000_000) });

/** A case as its keepers see it; documents that they may not read have no title and no quoted words. */
export interface Info {
  id: string;
  question: string;
  mustFind: { documentId: string; quote?: string | undefined; title: string | null }[];
  mustSay: string[];
  mustRefuse: boolean;
  source: (typeof caseSources)[number];
  createdAt: Date;
}
export type New = Omit<z.infer<typeof Expect>, never> & { source: Info["source"] };

/** One page of a library's cases, newest first. For those who keep the library. */
export async function list(scope: Scope, { libraryId, kind, text, page, pageSize }: z.infer<typeof List>) {
  await requireLibrary(scope, libraryId, "contributor");
  const ofLibrary = own(scope, libraryId);
  const { mustRefuse, question, createdAt } = testCaseTable;
  const matching = and(
    ofLibrary,
    kind && eq(mustRefuse, kind === "refuse"),
    text ? ilike(question, `%${text.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
  );
  const rows = await scope.db
    .select()
    .from(testCaseTable)
    .where(matching)
    .orderBy(desc(createdAt), desc(testCaseTable.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  const kinds = await scope.db
    .select({ mustRefuse, n: count() })
    .from(testCaseTable)
    .where(ofLibrary)
    .groupBy(mustRefuse);
  const of = (refuse: boolean) => kinds.find((one) => one.mustRefuse === refuse)?.n ?? 0;
  const total = await scope.db.$count(testCaseTable, matching);
  return { items: await infos(scope, rows), total, counts: { answer: of(false), refuse: of(true) } };
}

/** Adds a case, or changes the one named. Throws `test_case.question_taken`. */
export async function set(scope: Scope, { id: named, libraryId, ...given }: z.infer<typeof Set>): Promise<Info> {
  await requireLibrary(scope, libraryId, "contributor");
  await requireTargets(scope, given.mustFind);
  const wanted = checked(given);
  const hash = Label.hashOf(wanted.question);
  const [same] = await scope.db
    .select({ id: testCaseTable.id })
    .from(testCaseTable)
    .where(and(own(scope, libraryId), eq(testCaseTable.hash, hash)));
  if (same && same.id !== named) throw taken();
  if (named === undefined) {
    const [added] = await keep(scope, libraryId, [{ ...wanted, source: "typed" }]);
    if (!added) throw taken();
    return added;
  }
  const [row] = await scope.db
    .update(testCaseTable)
    .set({ ...wanted, hash })
    .where(and(own(scope, libraryId), eq(testCaseTable.id, named)))
    .returning();
  if (!row) throw notFound();
  // what it came to before was held against something else
  await scope.db.delete(testResultTable).where(eq(testResultTable.caseId, named));
  const [info] = await infos(scope, [row]);
  if (!info) throw notFound();
  return info;
}

/** Takes cases out. Gives what `restore` brings back. */
export async function remove(scope: Scope, { libraryId, ids }: z.infer<typeof Remove>): Promise<New[]> {
  await requireLibrary(scope, libraryId, "contributor");
  const rows = await scope.db
    .delete(testCaseTable)
    .where(and(own(scope, libraryId), inArray(testCaseTable.id, ids)))
    .returning();
  return (await infos(scope, rows)).map(({ question, mustFind, mustSay, mustRefuse, source }) => ({
    question,
    mustFind: mustFind.map(({ documentId, quote }) => ({ documentId, ...(quote && { quote }) })),
    mustSay,
    mustRefuse,
    source,
  }));
}

/** Brings back cases that were taken out, unless their questions are there again or their documents gone. */
export async function restore(scope: Scope, { libraryId, cases }: z.infer<typeof Restore>): Promise<void> {
  await requireLibrary(scope, libraryId, "contributor");
  await requireTargets(
    scope,
    cases.flatMap(({ mustFind }) => mustFind),
  );
  await keep(scope, libraryId, cases);
}

/** Takes over a file of cases: all of it, or nothing when a line of it cannot be taken. */
export async function importFile(
  scope: Scope,
  { libraryId, content }: z.infer<typeof Import>,
): Promise<{ taken: number; problems: Problem[] }> {
  await requireLibrary(scope, libraryId, "contributor");
  const { cases, problems } = readCases(content, await documentsByName(scope, libraryId));
  if (problems.length > 0) return { taken: 0, problems: problems.slice(0, 100) };
  const added = await keep(
    scope,
    libraryId,
    cases.map((one) => ({ ...one, source: "imported" as const })),
  );
  return { taken: added.length, problems: [] };
}

/** The whole set as a file that `importFile` reads. */
export async function exportFile(scope: Scope, { libraryId }: z.infer<typeof InLibrary>): Promise<string> {
  await requireLibrary(scope, libraryId, "contributor");
  const names = new Map(Array.from(await documentsByName(scope, libraryId), ([name, id]) => [id, name]));
  return writeCases(await all(scope, [libraryId]), names);
}

/** The questions labelled for refusals as cases too, those that the set does not have. */
export async function fromLabels(scope: Scope, { libraryId }: z.infer<typeof InLibrary>): Promise<{ taken: number }> {
  await requireLibrary(scope, libraryId, "contributor");
  const labels = await Label.accepted(scope);
  const cases = labels.map(({ question, expected }) => {
    return { question, mustFind: [], mustSay: [], mustRefuse: expected === "refuse", source: "label" as const };
  });
  return { taken: (await keep(scope, libraryId, cases)).length };
}

/** Adds cases whose questions a set does not have. Gives those added. Throws `test_case.too_many`. */
export async function keep(scope: Scope, libraryId: string, cases: readonly New[]): Promise<Info[]> {
  const companyId = requireCompany(scope);
  const byHash = new Map(cases.map((one) => [Label.hashOf(one.question), one]));
  if ((await scope.db.$count(testCaseTable, own(scope, libraryId))) + byHash.size > casesMax) throw tooMany();
  const added: Info[] = [];
  const values = Array.from(byHash, ([hash, one]) => ({
    ...checked(one),
    source: one.source,
    hash,
    id: newId("testCase"),
    companyId,
    libraryId,
    createdAt: scope.now(),
  }));
  for (let from = 0; from < values.length; from += 500) {
    const slice = values.slice(from, from + 500);
    added.push(...(await infos(scope, await scope.db.insert(testCaseTable).values(slice).onConflictDoNothing().returning()))); // prettier-ignore
  }
  return added;
}

/** Every case of these libraries, in a lasting order. */
export async function all(scope: Scope, libraryIds: readonly string[]) {
  return scope.db
    .select()
    .from(testCaseTable)
    .where(and(eq(testCaseTable.companyId, requireCompany(scope)), inArray(testCaseTable.libraryId, [...libraryIds])))
    .orderBy(asc(testCaseTable.createdAt), asc(testCaseTable.id));
}

/** Takes out what cases and their results say of removed documents: cases that must find one go with it. */
export async function forget({ db }: Pick<Scope, "db">, documentIds: readonly string[]): Promise<void> {
  const ids = sql`array[${sql.join(
    documentIds.map((one) => sql`${one}`),
    sql`, `,
  )}]::text[]`;
  const named = sql`exists (
    select 1 from jsonb_array_elements(${testCaseTable.mustFind}) target where target->>'documentId' = any(${ids}))`;
  await db.delete(testCaseTable).where(named);
  await db
    .update(testResultTable)
    .set({ answer: null })
    .where(sql`${testResultTable.documentIds} && ${ids}`);
  await db
    .update(testResultTable)
    .set({ trace: null })
    .where(sql`${testResultTable.foundIds} && ${ids}`);
}

async function documentsByName(scope: Scope, libraryId: string): Promise<Map<string, string>> {
  const { access } = await readable(scope, [libraryId]);
  const { id, name, title } = documentTable;
  const rows = access.length
    ? await scope.db
        .select({ id, name, title })
        .from(documentTable)
        .where(and(eq(documentTable.libraryId, libraryId), inArray(documentTable.access, access)))
    : [];
  return new Map([
    ...rows.map((row) => [row.title, row.id] as const),
    ...rows.map((row) => [row.name, row.id] as const),
  ]);
}

async function requireTargets(scope: Scope, targets: readonly Target[]): Promise<void> {
  const ids = [...new globalThis.Set(targets.map(({ documentId }) => documentId))];
  if (ids.length) await requireDocuments(scope, ids, "reader");
}

async function infos(scope: Scope, rows: readonly (typeof testCaseTable.$inferSelect)[]): Promise<Info[]> {
  const ids = [...new globalThis.Set(rows.flatMap(({ mustFind }) => mustFind.map(({ documentId }) => documentId)))];
  const documents = ids.length
    ? await scope.db
        .select({ id: documentTable.id, title: documentTable.title })
        .from(documentTable)
        .where(documentsIn(scope, await readable(scope), ids))
    : [];
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  return rows.map(({ id, question, mustFind, mustSay, mustRefuse, source, createdAt }) => ({
    id,
    question,
    mustFind: mustFind.map(({ documentId, quote }) => {
      const title = titles.get(documentId) ?? null;
      return { documentId, title, ...(quote && title !== null && { quote }) };
    }),
    // somebody wrote these words after what stands in the documents
    mustSay: mustFind.every(({ documentId }) => titles.has(documentId)) ? mustSay : [],
    mustRefuse,
    source,
    createdAt,
  }));
}

function checked({ question, mustFind, mustSay, mustRefuse }: z.infer<typeof Expect>) {
  const asked = clean(question).replace(/\s+/g, " ").trim();
  if (!asked) throw new PublicError("invalid", "label.question_empty", "Type a question first.");
  if (mustRefuse) return { question: asked, mustFind: [], mustSay: [], mustRefuse };
  return { question: asked, mustFind, mustSay: mustSay.map((one) => clean(one)), mustRefuse };
}

function own(scope: Scope, libraryId: string) {
  return and(eq(testCaseTable.companyId, requireCompany(scope)), eq(testCaseTable.libraryId, libraryId));
}

function taken() {
  const message = "This test set has that question already. Change the case that is there.";
  return new PublicError("conflict", "test_case.question_taken", message);
}

function tooMany() {
  const message = `A test set may have ${casesMax} cases. Take some out first.`;
  return new PublicError("limited", "test_case.too_many", message);
}

function notFound() {
  return new PublicError("not_found", "test_case.not_found", "That case is not there any more. Reload the list.");
}

/** The case while it is there; locked, for a caller's transaction. */
export async function stands({ db }: Pick<Scope, "db">, caseId: string): Promise<{ id: string }[]> {
  return db.select({ id: testCaseTable.id }).from(testCaseTable).where(eq(testCaseTable.id, caseId)).for("share");
}

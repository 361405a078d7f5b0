import { and, count, desc, eq, ilike, inArray } from "drizzle-orm";
import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { labelTable, runTable, traceTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { expectations, labelSources } from "./evaluation.sql.ts";
import { read, type Problem, type Row } from "./label-file.ts";
import { author, fromRow, hashOf, keep, ofCompany, put, type Info } from "./label-row.ts";

// one noun to its callers
export { hashOf, keep, type Info, type New } from "./label-row.ts";

/** What `restore` brings back. */
export type Removed = z.infer<typeof Restore>["labels"][number];

const expected = z.enum(expectations);
const ids = z.array(z.string()).min(1).max(500);
const unbound = { runId: null, documentId: null };

export const Set = z.strictObject({ question: z.string().max(questionLengthMax), expected });
export const List = z.strictObject({
  expected: expected.optional(),
  state: z.enum(["proposed", "accepted"]).optional(),
  source: z.enum(labelSources).optional(),
  /** Part of the question. */
  text: z.string().trim().max(200).optional(),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(1).max(200).default(30),
});
export const Remove = z.strictObject({ ids });
export const Accept = z.strictObject({ ids, expected: expected.optional() });
export const Restore = z.strictObject({
  labels: z
    .array(
      Set.extend({
        source: z.enum(labelSources),
        state: z.enum(["proposed", "accepted"]),
        runId: z.string().nullable(),
        documentId: z.string().nullable(),
      }),
    )
    .min(1)
    .max(500),
});
export const Import = z.strictObject({ content: z.string().max(4_000_000) });
export const FromTrace = z.strictObject({ runId: z.string(), expected: expected.nullable() });
export const ByRun = z.strictObject({ runId: z.string() });
export const ByQuestion = Set.pick({ question: true });

export interface Counts {
  answer: number;
  refuse: number;
  proposed: number;
}

/** Puts a label on a question, in place of the one it may have had. */
export async function set(scope: Scope, input: z.infer<typeof Set>): Promise<Info> {
  requireRole(scope, "editor");
  const question = checked(input.question);
  const [row] = await put(scope, [
    { question, expected: input.expected, source: "typed", state: "accepted", ...unbound },
  ]);
  if (!row) throw new Error("the label was not stored");
  return row;
}

/** One page of labels, newest first, with how many there are of each kind. */
export async function list(
  scope: Scope,
  input: z.infer<typeof List>,
): Promise<{ items: Info[]; total: number; counts: Counts }> {
  requireRole(scope, "editor");
  const matching = and(
    ofCompany(scope),
    input.expected && eq(labelTable.expected, input.expected),
    input.state && eq(labelTable.state, input.state),
    input.source && eq(labelTable.source, input.source),
    input.text ? ilike(labelTable.question, `%${input.text.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
  );
  const rows = await scope.db
    .select()
    .from(labelTable)
    .where(matching)
    .orderBy(desc(labelTable.createdAt), desc(labelTable.id))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  const [total] = await scope.db.select({ n: count() }).from(labelTable).where(matching);
  return { items: rows.map(fromRow), total: total?.n ?? 0, counts: await counts(scope) };
}

/** How many labels count, of either kind, and how many proposals wait. */
export async function counts(scope: Scope): Promise<Counts> {
  const rows = await scope.db
    .select({ expected: labelTable.expected, state: labelTable.state, n: count() })
    .from(labelTable)
    .where(ofCompany(scope))
    .groupBy(labelTable.expected, labelTable.state);
  const of = (matches: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(matches).reduce((sum, row) => sum + row.n, 0);
  return {
    answer: of((row) => row.state === "accepted" && row.expected === "answer"),
    refuse: of((row) => row.state === "accepted" && row.expected === "refuse"),
    proposed: of((row) => row.state === "proposed"),
  };
}

/** Every label that counts, in a lasting order. */
export async function accepted(scope: Scope): Promise<Info[]> {
  const rows = await scope.db
    .select()
    .from(labelTable)
    .where(and(ofCompany(scope), eq(labelTable.state, "accepted")))
    .orderBy(labelTable.hash);
  return rows.map(fromRow);
}

/** Takes labels away, rejected proposals too. Gives what `restore` brings back. Unknown ids are left out. */
export async function remove(scope: Scope, input: z.infer<typeof Remove>): Promise<Removed[]> {
  requireRole(scope, "editor");
  const rows = await scope.db
    .delete(labelTable)
    .where(and(ofCompany(scope), inArray(labelTable.id, input.ids)))
    .returning();
  return rows.map((row) => {
    const { question, expected, source, state, runId, documentId } = fromRow(row);
    return { question, expected, source, state, runId, documentId };
  });
}

/** Brings back labels that were taken away, unless their questions have new ones. */
export async function restore(scope: Scope, { labels }: z.infer<typeof Restore>): Promise<void> {
  requireRole(scope, "editor");
  await keep(
    scope,
    labels.map((label) => ({ ...label, question: checked(label.question) })),
  );
}

/** Makes proposals count, as they were proposed or as somebody corrected them. */
export async function accept(scope: Scope, input: z.infer<typeof Accept>): Promise<void> {
  requireRole(scope, "editor");
  await scope.db
    .update(labelTable)
    .set({ state: "accepted", createdBy: author(scope), ...(input.expected && { expected: input.expected }) })
    .where(and(ofCompany(scope), inArray(labelTable.id, input.ids)));
}

/** Takes over a file of labelled questions: all of it, or nothing when a line of it cannot be taken. */
export async function importFile(
  scope: Scope,
  { content }: z.infer<typeof Import>,
): Promise<{ taken: number; problems: Problem[] }> {
  requireRole(scope, "editor");
  const { rows, problems } = read(content);
  if (problems.length > 0) return { taken: 0, problems: problems.slice(0, 100) };
  await put(
    scope,
    rows.map((row: Row) => ({ ...row, source: "imported" as const, state: "accepted" as const, ...unbound })),
  );
  return { taken: rows.length, problems: [] };
}

/** Says of a question that was asked whether it should be answered; null takes that back. Throws `run.not_found`. */
export async function fromTrace(scope: Scope, input: z.infer<typeof FromTrace>): Promise<Info | null> {
  requireRole(scope, "editor");
  const question = await questionOf(scope, input.runId);
  if (!input.expected) {
    await scope.db.delete(labelTable).where(and(ofCompany(scope), eq(labelTable.hash, hashOf(question))));
    return null;
  }
  const { runId } = input;
  const [row] = await put(scope, [
    { question, expected: input.expected, source: "trace", state: "accepted", runId, documentId: null },
  ]);
  return row ?? null;
}

/** The label of the question that a run answered, if somebody gave it one. Throws `run.not_found`. */
export async function ofRun(scope: Scope, { runId }: z.infer<typeof ByRun>): Promise<Info | null> {
  requireRole(scope, "editor");
  return ofQuestion(scope, { question: await questionOf(scope, runId) });
}

/** The label that a question has, however it is written. */
export async function ofQuestion(scope: Scope, { question }: z.infer<typeof ByQuestion>): Promise<Info | null> {
  requireRole(scope, "editor");
  const [row] = await scope.db
    .select()
    .from(labelTable)
    .where(and(ofCompany(scope), eq(labelTable.hash, hashOf(question))));
  return row ? fromRow(row) : null;
}

/** The question of a run as it can be understood by itself. */
async function questionOf(scope: Scope, runId: string): Promise<string> {
  const [run] = await scope.db
    .select({ question: runTable.question, trace: traceTable.trace })
    .from(runTable)
    .leftJoin(traceTable, eq(traceTable.runId, runTable.id))
    .where(and(eq(runTable.id, runId), eq(runTable.companyId, requireCompany(scope))));
  if (run) return run.trace?.rewritten ?? run.question;
  throw new PublicError("not_found", "run.not_found", "That answer does not exist any more. Reload the page.");
}

function checked(text: string): string {
  const question = clean(text).trim();
  if (question) return question;
  throw new PublicError("invalid", "label.question_empty", "Type a question first.");
}

import { eq } from "drizzle-orm";
import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { feedbackTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { addCase, removeCase } from "./case.ts";
import { newId } from "../id.ts";
import * as Revision from "../knowledge/chunk/revision.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import * as Faq from "../feedback/faq.ts";
import { answerLengthMax } from "../feedback/feedback.ts";
import type { Injection } from "../feedback/feedback.sql.ts";
import * as Review from "../feedback/review.ts";

export const Inject = z.strictObject({
  /** What it comes from; a pair written by hand when absent. */
  id: z.string().max(64).optional(),
  question: z.string().max(questionLengthMax),
  answer: z.string().max(answerLengthMax),
  libraryId: z.string().max(64),
  /** The row to change in place of adding one. */
  instead: z.strictObject({ chunkId: z.string().max(80), revision: z.int().min(0) }).optional(),
  /** What the document is called where the library has none yet. */
  language: z.enum(["zh", "en"]),
});

/**
 * Makes a pair part of what a library knows: as a new row of its corrections, or in place of the answer of a row that is
 * there. It joins the questions that the desk is measured by. Needs an editor who contributes to the library.
 */
export async function inject(scope: Scope, input: z.infer<typeof Inject>): Promise<Review.Info> {
  requireRole(scope, "editor");
  const pair = checked(input);
  const { libraryId, instead, language } = input;
  const held = input.id === undefined ? undefined : await open(scope, input.id);
  const { documentId, injection } = instead
    ? await change(scope, libraryId, pair, instead)
    : await addTo(scope, libraryId, pair, language);
  const kase = { question: pair.question, mustFind: [documentId], mustSay: [pair.answer] };
  const added = await addCase(scope, libraryId, kase);
  const state = {
    ...pair,
    state: "injected" as const,
    libraryId,
    documentId,
    injection: { ...injection, ...added },
    ...Review.reviewed(scope),
  };
  const id = held?.id ?? newId("feedback");
  if (held) await scope.db.update(feedbackTable).set(state).where(eq(feedbackTable.id, id));
  else {
    const own = { id, companyId: requireCompany(scope), userId: requireUser(scope).userId, createdAt: scope.now() };
    await scope.db.insert(feedbackTable).values({ ...own, ...state });
  }
  return Review.get(scope, { id });
}

/**
 * Takes it out of the library again, or puts back what the row said before. Throws `feedback.not_found`, and
 * `feedback.not_injected` when it is in no library.
 */
export async function takeBack(scope: Scope, { id }: z.infer<typeof Review.ById>): Promise<Review.Info> {
  requireRole(scope, "editor");
  const [row] = await scope.db
    .select()
    .from(feedbackTable)
    .where(Review.ofCompany(scope, [id]));
  if (!row) throw Review.notFound();
  const { libraryId, injection, question } = row;
  if (row.state !== "injected" || !injection || !libraryId) {
    throw new PublicError("conflict", "feedback.not_injected", "This is not in a library any more. Reload the list.");
  }
  if (injection.way === "added") await Faq.takeBack(scope, libraryId, { question, answer: row.answer ?? "" });
  else await putBack(scope, injection);
  await removeCase(scope, libraryId, injection);
  await scope.db
    .update(feedbackTable)
    .set({ state: "new", libraryId: null, documentId: null, injection: null, ...Review.reviewed(scope) })
    .where(Review.ofCompany(scope, [id]));
  return Review.get(scope, { id });
}

/** Whether searches see what was put into a library. Throws `feedback.not_found`. */
export async function isRead(scope: Scope, { id }: z.infer<typeof Review.ById>): Promise<boolean> {
  const { documentId } = await Review.get(scope, { id });
  return documentId !== null && Faq.isRead(scope, documentId);
}

async function open(scope: Scope, id: string): Promise<Review.Info> {
  const held = await Review.get(scope, { id });
  if (held.state !== "injected" && !held.hidden) return held;
  // says which of the two it is
  await Review.edit(scope, { id });
  throw new Error("feedback that may be edited and may not be injected");
}

interface Done {
  documentId: string;
  injection: Injection;
}

async function addTo(scope: Scope, libraryId: string, pair: Faq.Pair, language: Faq.Language): Promise<Done> {
  const { documentId } = await Faq.add(scope, libraryId, pair, language);
  return { documentId, injection: { way: "added" } };
}

async function change(
  scope: Scope,
  libraryId: string,
  { question, answer }: Faq.Pair,
  { chunkId, revision }: { chunkId: string; revision: number },
): Promise<Done> {
  const documentId = await Faq.documentOf(scope, libraryId, chunkId);
  await Revision.edit(scope, { id: chunkId, revision, text: answer, question });
  return { documentId, injection: { way: "changed", chunkId, revision } };
}

async function putBack(scope: Scope, { chunkId = "", revision = 0 }: Injection): Promise<void> {
  const [newest] = await Revision.list(scope, { id: chunkId });
  await Revision.restore(scope, { id: chunkId, revision: newest?.number ?? 0, number: revision });
}

function checked(input: Faq.Pair): Faq.Pair {
  const question = clean(input.question).replace(/\s+/g, " ").trim();
  const answer = clean(input.answer).trim();
  if (!question) throw new PublicError("invalid", "feedback.question_empty", "Write the question first.");
  if (!answer) throw new PublicError("invalid", "feedback.answer_empty", "Write the answer first.");
  return { question, answer };
}

import { and, eq, gte, inArray, isNotNull, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { withhold } from "../chat/withhold.ts";
import type { Tier } from "../chat/citation.ts";
import { questionLengthMax } from "../chat/run.ts";
import { documentTable, feedbackTable, libraryTable, runTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { documentsIn, readable } from "../knowledge/access/access.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { answerLengthMax } from "./feedback.ts";
import { feedbackStates, type faults } from "./feedback.sql.ts";

const id = z.string().max(64);
const peopleMax = 500;

const filters = {
  thumb: z.enum(["up", "down", "none"]).optional(),
  /** Only what has a correction. */
  corrected: z.boolean().optional(),
  libraryId: id.optional(),
  userId: id.optional(),
  /** Days, the last one included, as the reviewer's calendar has them. */
  from: z.iso.datetime({ offset: true }).optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  /** Part of the question. */
  text: z.string().trim().max(200).optional(),
};

export const List = z.strictObject({
  state: z.enum(feedbackStates).optional(),
  ...filters,
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(100).default(20),
});
export const ById = z.strictObject({ id });
export const Edit = z.strictObject({
  id,
  question: z.string().max(questionLengthMax).optional(),
  answer: z.string().max(answerLengthMax).optional(),
});
export const Create = z.strictObject({
  question: z.string().max(questionLengthMax),
  answer: z.string().max(answerLengthMax),
});
export const Move = z.strictObject({ ids: z.array(id).min(1).max(500), state: z.enum(["new", "dismissed"]) });

/** What somebody said of an answer, as an editor may read it today. */
export interface Info {
  id: string;
  runId: string | null;
  thumb: "up" | "down" | null;
  fault: (typeof faults)[number] | null;
  reason: string | null;
  question: string;
  /** What was answered; null when it is not for this reader, and where nothing was asked. */
  given: string | null;
  tier: Tier | null;
  /** What it should have said; the editor's words where there are some. */
  answer: string | null;
  /** Answer and correction stand on what this reader may not read. */
  hidden: boolean;
  state: (typeof feedbackStates)[number];
  by: string;
  /** Where it was put, as far as the reader may know. */
  library: { id: string; name: string } | null;
  documentId: string | null;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  createdAt: Date;
}

export type Counts = Record<"all" | (typeof feedbackStates)[number], number>;

/** One page of what people said, newest first, with how much there is in each state under the same filters. */
export async function list(
  scope: Scope,
  { state, page, pageSize, ...filter }: z.infer<typeof List>,
): Promise<{ items: Info[]; total: number; counts: Counts }> {
  requireRole(scope, "editor");
  const among = await matching(scope, filter);
  // named twice, it is looked through once
  const found = scope.db
    .$with("found")
    .as(
      scope.db
        .select({ id: feedbackTable.id, state: feedbackTable.state, createdAt: feedbackTable.createdAt })
        .from(feedbackTable)
        .where(among),
    );
  const rows = await scope.db
    .with(found)
    .select({
      counts: sql<Partial<Counts> | null>`(
        select json_object_agg(state, n) from (select state, count(*)::int as n from found group by state) counted)`,
      ids: sql<string[]>`array(
        select id from found where ${state ?? null}::text is null or state = ${state ?? null}
        order by created_at desc, id desc limit ${pageSize} offset ${(page - 1) * pageSize})`,
    })
    .from(sql`(select 1) as one`);
  const by = rows[0]?.counts ?? {};
  const counts = { new: by.new ?? 0, injected: by.injected ?? 0, dismissed: by.dismissed ?? 0 };
  const all = counts.new + counts.injected + counts.dismissed;
  const items = await infos(scope, rows[0]?.ids ?? []);
  return { items, total: state ? counts[state] : all, counts: { all, ...counts } };
}

/** Throws `feedback.not_found`. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  requireRole(scope, "editor");
  const [info] = await infos(scope, [id]);
  if (info) return info;
  throw notFound();
}

/** Those who said something, for a filter. */
export async function people(scope: Scope): Promise<{ id: string; name: string }[]> {
  requireRole(scope, "editor");
  const some = sql`exists (select 1 from feedback f where f.company_id = ${userTable.companyId} and f.user_id = ${userTable.id})`;
  return scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(and(eq(userTable.companyId, requireCompany(scope)), some))
    .orderBy(userTable.name)
    .limit(peopleMax);
}

/** Puts question or answer into an editor's words. Throws `feedback.not_found`, `feedback.hidden` and `feedback.injected`. */
export async function edit(scope: Scope, { id, ...input }: z.infer<typeof Edit>): Promise<Info> {
  const held = await get(scope, { id });
  if (held.hidden) throw hidden();
  if (held.state === "injected") throw injected();
  const question = input.question === undefined ? undefined : asked(input.question);
  const answer = input.answer === undefined ? undefined : clean(input.answer).trim() || null;
  await scope.db
    .update(feedbackTable)
    .set({
      ...(question !== undefined && { question }),
      ...(answer !== undefined && { answer, ...(answer === null && { correction: null }) }),
      ...reviewed(scope),
    })
    .where(ofCompany(scope, [id]));
  return get(scope, { id });
}

/** A pair that an editor writes by hand. */
export async function create(scope: Scope, input: z.infer<typeof Create>): Promise<Info> {
  requireRole(scope, "editor");
  const answer = clean(input.answer).trim();
  if (!answer) throw new PublicError("invalid", "feedback.answer_empty", "Write the answer first.");
  const row = { id: newId("feedback"), companyId: requireCompany(scope), userId: requireUser(scope).userId };
  await scope.db
    .insert(feedbackTable)
    .values({ ...row, question: asked(input.question), answer, createdAt: scope.now() });
  return get(scope, row);
}

/** Lays aside, or brings back. Rows that were put into a library stay as they are. Gives those moved. */
export async function move(scope: Scope, { ids, state }: z.infer<typeof Move>): Promise<{ moved: string[] }> {
  requireRole(scope, "editor");
  const rows = await scope.db
    .update(feedbackTable)
    .set({ state, ...reviewed(scope) })
    .where(and(ofCompany(scope, ids), ne(feedbackTable.state, "injected"), ne(feedbackTable.state, state)))
    .returning({ id: feedbackTable.id });
  return { moved: rows.map(({ id }) => id) };
}

/** Who looked at it, and when. */
export function reviewed(scope: Scope) {
  return { reviewedBy: requireUser(scope).userId, reviewedAt: scope.now() };
}

export function ofCompany(scope: Scope, ids: readonly string[]): SQL | undefined {
  return and(eq(feedbackTable.companyId, requireCompany(scope)), inArray(feedbackTable.id, [...ids]));
}

async function matching(scope: Scope, filter: Omit<z.infer<typeof List>, "state" | "page" | "pageSize">) {
  const { thumb, corrected, libraryId, userId, from, before, text } = filter;
  const answer = sql`coalesce(${feedbackTable.answer}, ${feedbackTable.correction})`;
  // who may not read a library does not learn what was said of it either
  const open = libraryId && (await readable(scope)).libraryIds.includes(libraryId) ? libraryId : "";
  return and(
    eq(feedbackTable.companyId, requireCompany(scope)),
    thumb && (thumb === "none" ? isNull(feedbackTable.thumb) : eq(feedbackTable.thumb, thumb)),
    corrected ? isNotNull(answer) : undefined,
    libraryId ? or(sql`${open} = any(${feedbackTable.libraryIds})`, eq(feedbackTable.libraryId, open)) : undefined,
    userId ? eq(feedbackTable.userId, userId) : undefined,
    from ? gte(feedbackTable.createdAt, new Date(from)) : undefined,
    before ? lt(feedbackTable.createdAt, new Date(before)) : undefined,
    // what else people wrote may tell of what the reader may not read: it is not looked through
    text ? sql`strpos(lower(${feedbackTable.question}), lower(${text})) > 0` : undefined,
  );
}

async function infos(scope: Scope, ids: readonly string[]): Promise<Info[]> {
  if (!ids.length) return [];
  const reviewer = sql<string | null>`(select u.name from "user" u where u.id = ${feedbackTable.reviewedBy})`;
  const rows = await scope.db
    .select({
      row: feedbackTable,
      asked: runTable.question,
      outcome: runTable.outcome,
      by: userTable.name,
      libraryName: libraryTable.name,
      reviewer,
    })
    .from(feedbackTable)
    .leftJoin(runTable, eq(runTable.id, feedbackTable.runId))
    .leftJoin(userTable, eq(userTable.id, feedbackTable.userId))
    .leftJoin(libraryTable, eq(libraryTable.id, feedbackTable.libraryId))
    .where(ofCompany(scope, ids));
  const now = await readable(scope);
  const documents = rows.flatMap(({ row }) => row.documentId ?? []);
  const open = documents.length
    ? await scope.db
        .select({ id: documentTable.id })
        .from(documentTable)
        .where(documentsIn(scope, now, documents))
    : [];
  const given = await withhold(
    scope,
    rows.map((one) => ({ ...one, question: one.asked ?? one.row.question })),
  );
  const found = given.map(({ row, outcome, hidden: answerHidden, by, libraryName, reviewer }): Info => {
    const elsewhere = row.libraryId !== null && !now.libraryIds.includes(row.libraryId);
    const unseen = row.documentId !== null && !open.some(({ id }) => id === row.documentId);
    const hidden = answerHidden || elsewhere || unseen;
    return {
      id: row.id,
      runId: row.runId,
      thumb: row.thumb,
      fault: row.fault,
      reason: hidden ? null : row.reason,
      question: row.question,
      given: answerHidden ? null : (outcome?.text ?? null),
      tier: outcome?.tier ?? null,
      answer: hidden ? null : (row.answer ?? row.correction),
      hidden,
      state: row.state,
      by: by ?? "",
      library: row.libraryId && !elsewhere ? { id: row.libraryId, name: libraryName ?? "" } : null,
      documentId: hidden ? null : row.documentId,
      reviewedBy: reviewer,
      reviewedAt: row.reviewedAt,
      createdAt: row.createdAt,
    };
  });
  return ids.flatMap((id) => found.find((info) => info.id === id) ?? []);
}

function asked(text: string): string {
  const question = clean(text).replace(/\s+/g, " ").trim();
  if (question) return question;
  throw new PublicError("invalid", "feedback.question_empty", "Write the question first.");
}

export function notFound(): PublicError {
  const message = "That feedback does not exist any more: it was taken back. Reload the list.";
  return new PublicError("not_found", "feedback.not_found", message);
}

function hidden(): PublicError {
  const message = "This answer stands on documents that you may not read. Somebody who may can put it right.";
  return new PublicError("forbidden", "feedback.hidden", message);
}

function injected(): PublicError {
  const message = "This was put into a library already. Change it there, or take it back first.";
  return new PublicError("conflict", "feedback.injected", message);
}

import { and, count, countDistinct, desc, eq, gte, inArray, isNull, max, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { documentTable, feedbackTable, gapRunTable, gapTable, runTable, traceTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { documentsIn, readable, requireDocuments } from "../knowledge/access/access.ts";
import * as Generation from "../knowledge/index/generation.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { gapStates, type gapReasons } from "./feedback.sql.ts";

const dayMs = 24 * 60 * 60 * 1000;
const wordingsMax = 8;
const id = z.string().max(64);

export const List = z.strictObject({
  state: z.enum(gapStates).default("open"),
  days: z.int().min(1).max(366).default(30),
  /** Whose: the person's own, nobody's, or one person's; all when absent. */
  assigned: z.union([z.literal("nobody"), id]).optional(),
  page: z.int().min(1).max(10_000).default(1),
  pageSize: z.int().min(1).max(100).default(20),
});
export const ById = z.strictObject({ id });
export const Assign = z.strictObject({ id, userId: id.nullable() });
export const Move = z.strictObject({ id, state: z.enum(["open", "dismissed"]) });
export const Close = z.strictObject({
  id,
  /** The document that answers it. */
  documentId: id,
  /** The feedback that was put there for it. */
  feedbackId: id.optional(),
});

/** Questions that mean the same and were not answered well. */
export interface Info {
  id: string;
  state: (typeof gapStates)[number];
  /** As it was put last. */
  question: string;
  /** Other ways to put it, the newest first. */
  wordings: string[];
  /** How often it was asked in the time looked at, and by how many. */
  times: number;
  people: number;
  reasons: Record<(typeof gapReasons)[number], number>;
  lastAskedAt: Date;
  /** The newest run. */
  runId: string;
  assignedTo: { id: string; name: string } | null;
  /** What answers it; null when that is not for this reader. */
  document: { id: string; title: string } | null;
  closedBy: string | null;
  closedAt: Date | null;
  /** Of last month's questions, how many are answered since; null before anybody asked them again. */
  proof: { asked: number; answered: number } | null;
}

export interface Listed {
  items: Info[];
  total: number;
  counts: Record<(typeof gapStates)[number], number>;
  /** Grouped by words alone, for there is no embedder. */
  byWords: boolean;
}

/** One page of the groups with questions of the last days, those asked most first. */
export async function list(
  scope: Scope,
  { state, days, assigned, page, pageSize }: z.infer<typeof List>,
): Promise<Listed> {
  requireRole(scope, "editor");
  const since = gte(gapRunTable.askedAt, new Date(scope.now().getTime() - days * dayMs));
  const whose = assigned === "nobody" ? isNull(gapTable.assignedTo) : assigned && eq(gapTable.assignedTo, assigned);
  const among = and(eq(gapTable.companyId, requireCompany(scope)), since, whose || undefined);
  const [rows, byState, space] = await Promise.all([
    counted(scope, and(among, eq(gapTable.state, state)))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    scope.db
      .select({ state: gapTable.state, n: countDistinct(gapTable.id) })
      .from(gapTable)
      .innerJoin(gapRunTable, eq(gapRunTable.gapId, gapTable.id))
      .where(among)
      .groupBy(gapTable.state),
    Generation.current(scope),
  ]);
  const of = (name: string) => byState.find((row) => row.state === name)?.n ?? 0;
  const counts = { open: of("open"), closed: of("closed"), dismissed: of("dismissed") };
  return { items: await infos(scope, rows), total: counts[state], counts, byWords: space.embedder === null };
}

/** Throws `gap.not_found`. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  requireRole(scope, "editor");
  const [info] = await infos(scope, await counted(scope, of(scope, id)));
  if (info) return info;
  throw notFound();
}

/** Those who can be assigned. */
export async function editors(scope: Scope): Promise<{ id: string; name: string }[]> {
  requireRole(scope, "editor");
  return scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(and(eq(userTable.companyId, requireCompany(scope)), inArray(userTable.role, ["editor", "admin"])))
    .orderBy(userTable.name)
    .limit(500);
}

/** Says who sees to it. Throws `gap.not_found` and `gap.no_editor`. */
export async function assign(scope: Scope, { id, userId }: z.infer<typeof Assign>): Promise<void> {
  await get(scope, { id });
  if (userId !== null && !(await editors(scope)).some((editor) => editor.id === userId)) {
    const message = "Only editors and administrators can be assigned. Choose one of them.";
    throw new PublicError("invalid", "gap.no_editor", message);
  }
  await change(scope, id, { assignedTo: userId });
}

/** Lays it aside, or takes it up again. Throws `gap.not_found`. */
export async function move(scope: Scope, { id, state }: z.infer<typeof Move>): Promise<void> {
  requireRole(scope, "editor");
  const open = { documentId: null, feedbackId: null, proofAsked: null, proofAnswered: null };
  const closed = { closedBy: requireUser(scope).userId, closedAt: scope.now() };
  await change(scope, id, {
    state,
    ...(state === "open" ? { ...open, closedBy: null, closedAt: null } : closed),
  });
}

/** Closes it with the document that answers it now. Throws `gap.not_found` and `document.not_found`. */
export async function close(scope: Scope, { id, documentId, feedbackId }: z.infer<typeof Close>): Promise<void> {
  requireRole(scope, "editor");
  await requireDocuments(scope, [documentId], "reader");
  const [feedback] = feedbackId
    ? await scope.db
        .select({ id: feedbackTable.id })
        .from(feedbackTable)
        .where(and(eq(feedbackTable.id, feedbackId), eq(feedbackTable.companyId, requireCompany(scope))))
    : [];
  await change(scope, id, {
    state: "closed",
    documentId,
    feedbackId: feedback?.id ?? null,
    closedBy: requireUser(scope).userId,
    closedAt: scope.now(),
  });
}

/** The question of a run as it can be understood by itself. */
export const understood = sql<string>`coalesce(${traceTable.trace} ->> 'rewritten', ${runTable.question})`;

async function change(scope: Scope, id: string, values: Partial<typeof gapTable.$inferInsert>): Promise<void> {
  const rows = await scope.db.update(gapTable).set(values).where(of(scope, id)).returning({ id: gapTable.id });
  if (!rows.length) throw notFound();
}

export function of(scope: Scope, id: string): SQL | undefined {
  return and(eq(gapTable.id, id), eq(gapTable.companyId, requireCompany(scope)));
}

function counted(scope: Scope, where: SQL | undefined) {
  const reason = (name: (typeof gapReasons)[number]) =>
    sql<number>`count(*) filter (where ${gapRunTable.reason} = ${name})`.mapWith(Number);
  return scope.db
    .select({
      gap: gapTable,
      times: count(),
      people: countDistinct(gapRunTable.userId),
      refused: reason("refused"),
      candidates: reason("candidates"),
      disliked: reason("disliked"),
      lastAskedAt: max(gapRunTable.askedAt),
    })
    .from(gapTable)
    .innerJoin(gapRunTable, eq(gapRunTable.gapId, gapTable.id))
    .where(where)
    .groupBy(gapTable.id)
    .orderBy(desc(count()), desc(max(gapRunTable.askedAt)), desc(gapTable.id))
    .$dynamic();
}

async function infos(scope: Scope, rows: readonly Awaited<ReturnType<typeof counted>>[number][]): Promise<Info[]> {
  if (!rows.length) return [];
  const [asked, names, documents] = await Promise.all([
    wordings(
      scope,
      rows.map(({ gap }) => gap.id),
    ),
    namesOf(
      scope,
      rows.flatMap(({ gap }) => [gap.assignedTo, gap.closedBy].filter((id) => id !== null)),
    ),
    titlesOf(
      scope,
      rows.flatMap(({ gap }) => gap.documentId ?? []),
    ),
  ]);
  return rows.flatMap(({ gap, times, people, refused, candidates, disliked, lastAskedAt }) => {
    const own = asked.get(gap.id) ?? [];
    const [newest] = own;
    if (!newest || !lastAskedAt) return [];
    const others = [...new Set(own.map(({ question }) => question))].filter((one) => one !== newest.question);
    const { id, state, assignedTo, documentId, closedBy, closedAt, proofAsked, proofAnswered } = gap;
    const title = documentId === null ? undefined : documents.get(documentId);
    return [
      {
        id,
        state,
        question: newest.question,
        wordings: others.slice(0, wordingsMax),
        times,
        people,
        reasons: { refused, candidates, disliked },
        lastAskedAt,
        runId: newest.runId,
        assignedTo: assignedTo === null ? null : { id: assignedTo, name: names.get(assignedTo) ?? "" },
        document: documentId !== null && title !== undefined ? { id: documentId, title } : null,
        closedBy: closedBy === null ? null : (names.get(closedBy) ?? ""),
        closedAt,
        proof: proofAsked === null ? null : { asked: proofAsked, answered: proofAnswered ?? 0 },
      },
    ];
  });
}

/** The newest questions of each group. */
async function wordings(scope: Scope, ids: readonly string[]) {
  const ranked = scope.db
    .select({
      gapId: gapRunTable.gapId,
      runId: gapRunTable.runId,
      place: sql<number>`row_number() over (partition by ${gapRunTable.gapId} order by ${gapRunTable.askedAt} desc, ${gapRunTable.runId})`.as("place"), // prettier-ignore
    })
    .from(gapRunTable)
    .where(inArray(gapRunTable.gapId, [...ids]))
    .as("ranked");
  const rows = await scope.db
    .select({ gapId: ranked.gapId, runId: ranked.runId, question: understood })
    .from(ranked)
    .innerJoin(runTable, eq(runTable.id, ranked.runId))
    .leftJoin(traceTable, eq(traceTable.runId, ranked.runId))
    .where(sql`${ranked.place} <= 40`)
    .orderBy(ranked.gapId, ranked.place);
  return Map.groupBy(rows, ({ gapId }) => gapId);
}

async function namesOf(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (!ids.length) return new Map();
  const rows = await scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(inArray(userTable.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function titlesOf(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (!ids.length) return new Map();
  const rows = await scope.db
    .select({ id: documentTable.id, title: documentTable.title })
    .from(documentTable)
    .where(documentsIn(scope, await readable(scope), ids));
  return new Map(rows.map(({ id, title }) => [id, title]));
}

function notFound(): PublicError {
  const message = "That group of questions is not there any more. Reload the list.";
  return new PublicError("not_found", "gap.not_found", message);
}

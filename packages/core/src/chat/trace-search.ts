import { and, count, desc, eq, gte, ilike, inArray, isNotNull, lt, lte, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { feedbackTable, runTable, templateTable, traceTable, userTable } from "../db/schema.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { tiers, type Tier } from "./citation.ts";

const word = z.string().min(1).max(200);
const choicesMax = 200;

const filters = {
  tier: z.enum(tiers).optional(),
  intent: word.optional(),
  thumb: z.enum(["up", "down"]).optional(),
  model: word.optional(),
  templateId: z.string().max(64).optional(),
  /** An error's code, or `any`. */
  error: word.optional(),
  userId: z.string().max(64).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  /** Part of the question. */
  text: z.string().trim().max(200).optional(),
  /** Of the measure that decided how to answer. */
  scoreMin: z.coerce.number().optional(),
  scoreMax: z.coerce.number().optional(),
};

export const Filter = z.strictObject(filters);
export type Filter = z.infer<typeof Filter>;

export const List = z.strictObject({
  ...filters,
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(100).default(20),
});

/** A question that was asked, and what became of it. */
export interface Info {
  runId: string;
  question: string;
  askedBy: string;
  askedAt: Date;
  /** Null while it is on its way, and when it failed before anything was found. */
  tier: Tier | null;
  intent: string | null;
  model: string | null;
  template: string | null;
  error: string | null;
  score: number | null;
  thumb: "up" | "down" | null;
}

/** How many there are in each tier under the same filters; `all` with those that have none. */
export type Counts = Record<"all" | Tier, number>;

/** One page of the questions that were asked in the company, newest first. */
export async function list(
  scope: Scope,
  { page, pageSize, tier, ...filter }: z.infer<typeof List>,
): Promise<{ items: Info[]; total: number; counts: Counts }> {
  requireRole(scope, "editor");
  const among = matching(scope, filter);
  const byTier = await selecting(scope, filter.text).where(among).groupBy(traceTable.tier);
  const counts: Counts = { all: 0, answer: 0, hedged: 0, candidates: 0, refused: 0 };
  for (const row of byTier) {
    counts.all += row.number;
    if (row.tier) counts[row.tier] = row.number;
  }
  const found = scope.db
    .select({ runId: traceTable.runId })
    .from(traceTable)
    .innerJoin(runTable, eq(runTable.id, traceTable.runId))
    .where(and(among, tier && eq(traceTable.tier, tier)))
    .orderBy(desc(traceTable.createdAt), desc(traceTable.runId))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  const ids = (await found).map(({ runId }) => runId);
  return { items: await infos(scope, ids), total: counts[tier ?? "all"], counts };
}

/** What there is to choose from in each filter. */
export async function choices(scope: Scope) {
  requireRole(scope, "editor");
  const ofCompany = eq(traceTable.companyId, requireCompany(scope));
  const distinct = async (column: typeof traceTable.intent | typeof traceTable.model | typeof traceTable.errorCode) => {
    const rows = await scope.db
      .selectDistinct({ value: sql<string>`${column}` })
      .from(traceTable)
      .where(and(ofCompany, isNotNull(column), sql`${column} <> ''`))
      .orderBy(column)
      .limit(choicesMax);
    return rows.map(({ value }) => value);
  };
  const asked = scope.db.selectDistinct({ id: traceTable.userId }).from(traceTable).where(ofCompany);
  const people = await scope.db
    .select({ id: userTable.id, name: userTable.name })
    .from(userTable)
    .where(and(eq(userTable.companyId, requireCompany(scope)), inArray(userTable.id, asked)))
    .orderBy(userTable.name)
    .limit(choicesMax);
  return {
    intents: await distinct(traceTable.intent),
    models: await distinct(traceTable.model),
    errors: await distinct(traceTable.errorCode),
    people,
  };
}

/** Traces of the company that pass the filter; with a text, to be joined with their runs. */
export function matching(scope: Scope, filter: Filter): SQL | undefined {
  const { tier, intent, thumb, model, templateId, error, userId, from, before, text, scoreMin, scoreMax } = filter;
  const pattern = text && `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const thumbed = scope.db
    .select({ runId: feedbackTable.runId })
    .from(feedbackTable)
    .where(and(eq(feedbackTable.companyId, requireCompany(scope)), thumb && eq(feedbackTable.thumb, thumb)));
  return and(
    eq(traceTable.companyId, requireCompany(scope)),
    tier && eq(traceTable.tier, tier),
    intent ? eq(traceTable.intent, intent) : undefined,
    thumb && inArray(traceTable.runId, thumbed),
    model ? eq(traceTable.model, model) : undefined,
    templateId ? eq(traceTable.templateId, templateId) : undefined,
    error ? (error === "any" ? isNotNull(traceTable.errorCode) : eq(traceTable.errorCode, error)) : undefined,
    userId ? eq(traceTable.userId, userId) : undefined,
    from ? gte(traceTable.createdAt, new Date(from)) : undefined,
    before ? lt(traceTable.createdAt, new Date(before)) : undefined,
    scoreMin === undefined ? undefined : gte(traceTable.score, scoreMin),
    scoreMax === undefined ? undefined : lte(traceTable.score, scoreMax),
    // what was answered may tell of what the reader may not read: it is not looked through
    pattern ? ilike(runTable.question, pattern) : undefined,
  );
}

/** The questions themselves are long to read: only a filter that needs them does. */
function selecting(scope: Scope, text: string | undefined) {
  const counted = scope.db.select({ tier: traceTable.tier, number: count() }).from(traceTable).$dynamic();
  return text ? counted.innerJoin(runTable, eq(runTable.id, traceTable.runId)) : counted;
}

async function infos(scope: Scope, ids: readonly string[]): Promise<Info[]> {
  if (!ids.length) return [];
  // of several people's thumbs the one that complains
  const thumb = sql<
    "up" | "down" | null
  >`(select min(f.thumb) from feedback f where f.run_id = ${traceTable.runId} and f.thumb is not null)`;
  const rows = await scope.db
    .select({
      runId: traceTable.runId,
      question: runTable.question,
      askedBy: sql<string>`coalesce(${userTable.name}, '')`,
      askedAt: traceTable.createdAt,
      tier: traceTable.tier,
      intent: traceTable.intent,
      model: sql<string | null>`nullif(${traceTable.model}, '')`,
      template: templateTable.name,
      error: traceTable.errorCode,
      score: traceTable.score,
      thumb,
    })
    .from(traceTable)
    .innerJoin(runTable, eq(runTable.id, traceTable.runId))
    .leftJoin(userTable, eq(userTable.id, traceTable.userId))
    .leftJoin(templateTable, eq(templateTable.id, traceTable.templateId))
    .where(and(eq(traceTable.companyId, requireCompany(scope)), inArray(traceTable.runId, [...ids])))
    .orderBy(desc(traceTable.createdAt), desc(traceTable.runId));
  return rows;
}

import { and, eq, gte, inArray, isNotNull, lt, ne, notInArray, or, sql, type SQL } from "drizzle-orm";
import { budgetTable, groupMemberTable, usageTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { periodAround, type Span } from "./period.ts";
import type { Stage } from "./stage.ts";

export type Row = typeof budgetTable.$inferSelect;
type Reading = Pick<Scope, "db" | "actor">;

/** Their tokens are many and cheap: they count as money and not as tokens. */
const retrieval: Stage[] = ["question", "index", "rerank"];

export interface Spent {
  tokens: number;
  /** In millionths of the budget's currency. */
  cost: number;
}

/** In the period that it was spent in. */
export type Spending = Spent & { span: Span };

/** The budgets that somebody spends from; those of the company alone for the desk's own work. */
export async function budgetsOf(scope: Reading, userId: string | null): Promise<Row[]> {
  const { subject, groupId, userId: person } = budgetTable;
  const groups = scope.db
    .select({ id: groupMemberTable.groupId })
    .from(groupMemberTable)
    .where(eq(groupMemberTable.userId, userId ?? ""));
  const theirs =
    userId === null
      ? eq(subject, "company")
      : or(inArray(subject, ["company", "everyone"]), eq(person, userId), inArray(groupId, groups));
  return scope.db
    .select()
    .from(budgetTable)
    .where(and(eq(budgetTable.companyId, requireCompany(scope)), theirs))
    .orderBy(budgetTable.createdAt);
}

/** What was spent from a budget in the period around a moment, with what calls under way are expected to take. */
export async function spentOf(scope: Reading, budget: Row, at: Date, userId: string | null): Promise<Spending> {
  const span = periodAround(at, budget.period, budget.timeZone);
  const [row] = await scope.db
    .select(sumsOf(budget))
    .from(usageTable)
    .where(and(within(scope, span), spenders(scope, budget, userId)));
  return { tokens: row?.tokens ?? 0, cost: row?.cost ?? 0, span };
}

/** The same of a budget that each person has for themselves, for the one who spent most of it. */
export async function mostSpentOf(scope: Reading, budget: Row, at: Date): Promise<Spending> {
  const span = periodAround(at, budget.period, budget.timeZone);
  const rows = await scope.db
    .select(sumsOf(budget))
    .from(usageTable)
    .where(and(within(scope, span), isNotNull(usageTable.userId)))
    .groupBy(usageTable.userId);
  const most = rows.reduce((most, row) => (shareOf(budget, row) > shareOf(budget, most) ? row : most), nothing);
  return { ...most, span };
}

const nothing: Spent = { tokens: 0, cost: 0 };

function sumsOf(budget: Row) {
  const { stage, inputTokens, outputTokens, cost, currency } = usageTable;
  return {
    tokens: sum(sql`${inputTokens} + ${outputTokens}`, notInArray(stage, retrieval)),
    cost: sum(cost, eq(currency, budget.currency ?? "")),
  };
}

function within(scope: Reading, { start, end }: Span): SQL | undefined {
  const { startedAt, companyId, state } = usageTable;
  const inSpan = and(gte(startedAt, start), lt(startedAt, end));
  return and(eq(companyId, requireCompany(scope)), inSpan, ne(state, "waiting"));
}

/** How much of a budget is spent: 1 is all of it. */
export function shareOf({ tokensMax, costMax }: Pick<Row, "tokensMax" | "costMax">, { tokens, cost }: Spent): number {
  return Math.max(tokensMax === null ? 0 : tokens / tokensMax, costMax === null ? 0 : cost / costMax);
}

function spenders({ db }: Reading, { subject, groupId, userId: person }: Row, userId: string | null): SQL | undefined {
  switch (subject) {
    case "company":
      return undefined;
    case "group": {
      const members = db
        .select({ id: groupMemberTable.userId })
        .from(groupMemberTable)
        .where(eq(groupMemberTable.groupId, groupId ?? ""));
      return inArray(usageTable.userId, members);
    }
    case "person":
      return eq(usageTable.userId, person ?? "");
    case "everyone":
      return eq(usageTable.userId, userId ?? "");
  }
}

function sum(what: SQL | typeof usageTable.cost, where: SQL | undefined) {
  return sql<number>`coalesce(sum(${what}) filter (where ${where}), 0)`.mapWith(Number);
}

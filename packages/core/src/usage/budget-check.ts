import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { operatorEmail } from "../users/user.ts";
import type { Reserved } from "./reservation.ts";
import { spentOf, type Row } from "./spending.ts";

/** Whether a call may be made, and what answers in its place when a budget says so. */
export type Verdict =
  | { type: "open" }
  /** `spent` is for a cheaper model that cannot answer either. */
  | { type: "cheaper"; modelId: string; spent: PublicError };

/**
 * Looks whether a call still fits into every budget. A budget does not hold up the cheaper model that it names itself.
 * Throws `budget.spent`. For a transaction that holds the lock, so that two calls do not both take what is left for one.
 */
export async function check(scope: Scope, budgets: readonly Row[], call: Reserved): Promise<Verdict> {
  let verdict: Verdict = { type: "open" };
  for (const budget of budgets) {
    if (budget.modelId !== null && budget.modelId === call.modelId) continue;
    const spent = await spentOf(scope, budget, scope.now(), call.userId);
    if (!isOver(budget, spent, call)) continue;
    const error = await spentOut(scope, budget, spent.span.end);
    if (budget.modelId === null) throw error;
    verdict = { type: "cheaper", modelId: budget.modelId, spent: error };
  }
  return verdict;
}

function isOver(
  { tokensMax, costMax, currency }: Row,
  spent: { tokens: number; cost: number },
  { tokens, cost }: Reserved,
): boolean {
  if (tokensMax !== null && spent.tokens + tokens.input + tokens.output > tokensMax) return true;
  // what has no price, or one in another currency, takes nothing from this budget
  return costMax !== null && cost?.currency === currency && cost.amount > 0 && spent.cost + cost.amount > costMax;
}

/** That a budget is spent, when it opens again, and who can change that. */
export async function spentOut(scope: Scope, { subject, timeZone }: Row, opensAt: Date): Promise<PublicError> {
  const whose = { company: "The company's", group: "Your group's", person: "Your", everyone: "Your" }[subject];
  const names = await administrators(scope);
  const opens = opensAt.toLocaleString("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" });
  const ask = names.length ? `Ask an administrator for more: ${names.join(", ")}.` : "Ask an administrator for more.";
  const message = `${whose} budget for models is used up. It opens again on ${opens} (${timeZone}). ${ask}`;
  return new PublicError("limited", "budget.spent", message);
}

/** The names of people who can change a budget, the first three. */
export async function administrators(scope: Scope): Promise<string[]> {
  const rows = await scope.db
    .select({ name: userTable.name })
    .from(userTable)
    .where(
      and(
        eq(userTable.companyId, requireCompany(scope)),
        eq(userTable.role, "admin"),
        isNull(userTable.suspendedAt),
        ne(userTable.email, operatorEmail),
      ),
    )
    .orderBy(asc(userTable.createdAt))
    .limit(3);
  return rows.map(({ name }) => name);
}

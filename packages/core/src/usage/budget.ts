import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { budgetTable, groupTable, modelTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import * as Entry from "../models/catalogue/entry.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { administrators } from "./budget-check.ts";
import { isTimeZone } from "./period.ts";
import { budgetsOf, mostSpentOf, shareOf, spentOf, type Row } from "./spending.ts";
import { budgetPeriods, type BudgetPeriod, type BudgetSubject } from "./usage.sql.ts";

const budgetsMax = 100;
const amountMax = Number.MAX_SAFE_INTEGER;

/** Whom it is for. */
const Subject = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("company") }),
  z.strictObject({ type: z.literal("everyone") }),
  z.strictObject({ type: z.literal("group"), groupId: z.string() }),
  z.strictObject({ type: z.literal("person"), userId: z.string() }),
]);

export const Add = z
  .strictObject({
    subject: Subject,
    period: z.enum(budgetPeriods),
    timeZone: z.string().max(100).refine(isTimeZone, "is no time zone such as Asia/Shanghai"),
    tokensMax: z.int().min(1).max(amountMax).nullable().default(null),
    /** In millionths of the currency. */
    costMax: z.int().min(1).max(amountMax).nullable().default(null),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
    /** The model that answers when it is spent; null stops. */
    modelId: z.string().nullable().default(null),
  })
  .refine(({ tokensMax, costMax }) => tokensMax !== null || costMax !== null, "needs tokens or money")
  .refine(({ costMax, currency }) => costMax === null || currency !== null, "needs a currency for its money");
export const Change = z.strictObject({ id: z.string(), to: Add });
export const ById = z.strictObject({ id: z.string() });

/** A budget and how far it is spent in this period. For "everyone" that is whoever spent most of theirs. */
export interface Info extends Omit<Row, "companyId" | "subject"> {
  subject: BudgetSubject;
  /** The name of its person or group; null for the others. */
  name: string | null;
  /** The name of the cheaper model. */
  model: string | null;
  tokens: number;
  /** In millionths of its currency. */
  cost: number;
  /** How much of it is spent: 1 is all of it. */
  share: number;
  opensAt: Date;
}

/** All budgets of the company, the oldest first. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const rows = await scope.db
    .select({ budget: budgetTable, group: groupTable.name, person: userTable.name, model: modelTable.name })
    .from(budgetTable)
    .leftJoin(groupTable, eq(groupTable.id, budgetTable.groupId))
    .leftJoin(userTable, eq(userTable.id, budgetTable.userId))
    .leftJoin(modelTable, eq(modelTable.id, budgetTable.modelId))
    .where(eq(budgetTable.companyId, requireCompany(scope)))
    .orderBy(asc(budgetTable.createdAt), asc(budgetTable.id));
  const infos: Info[] = [];
  for (const { budget, group, person, model } of rows) {
    const { companyId: _, ...row } = budget;
    const now = scope.now();
    const spending =
      budget.subject === "everyone" ? mostSpentOf(scope, budget, now) : spentOf(scope, budget, now, null);
    const { span, ...spent } = await spending;
    infos.push({ ...row, name: group ?? person, model, ...spent, share: shareOf(budget, spent), opensAt: span.end });
  }
  return infos;
}

/** Throws `budget.too_many`, `budget.subject_gone`, `model.gone`. */
export async function add(scope: Scope, input: z.input<typeof Add>): Promise<{ id: string }> {
  requireRole(scope, "admin");
  const companyId = requireCompany(scope);
  if ((await scope.db.$count(budgetTable, eq(budgetTable.companyId, companyId))) >= budgetsMax) throw tooMany();
  const id = newId("budget");
  const values = await valuesOf(scope, Add.parse(input));
  await scope.db.insert(budgetTable).values({ id, companyId, createdAt: scope.now(), ...values });
  return { id };
}

/** Throws `budget.not_found`, `budget.subject_gone`, `model.gone`. */
export async function change(scope: Scope, { id, to }: z.input<typeof Change>): Promise<void> {
  requireRole(scope, "admin");
  const values = await valuesOf(scope, Add.parse(to));
  const changed = await scope.db
    .update(budgetTable)
    .set(values)
    .where(ofId(scope, id))
    .returning({ id: budgetTable.id });
  if (!changed.length) throw notFound();
}

/** Throws `budget.not_found`. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "admin");
  const removed = await scope.db.delete(budgetTable).where(ofId(scope, id)).returning({ id: budgetTable.id });
  if (!removed.length) throw notFound();
}

/** What somebody should know of a budget that they spend from: never how much others have. */
export interface Notice {
  id: string;
  subject: BudgetSubject;
  period: BudgetPeriod;
  timeZone: string;
  /** How much of it is spent, from 0.8 on; 1 is all of it. */
  share: number;
  opensAt: Date;
  /** What answers when it is spent; null when nothing does. */
  model: string | null;
}

const warningShare = 0.8;

/** The budgets of the actor that are nearly spent, and whom to ask for more. */
export async function notices(scope: Scope): Promise<{ notices: Notice[]; administrators: string[] }> {
  const { userId } = requireUser(scope);
  const found: Notice[] = [];
  for (const budget of await budgetsOf(scope, userId)) {
    const { span, ...spent } = await spentOf(scope, budget, scope.now(), userId);
    const share = shareOf(budget, spent);
    if (share < warningShare) continue;
    const { id, subject, period, timeZone, modelId } = budget;
    const model = modelId === null ? null : ((await Entry.find(scope, modelId))?.name ?? null);
    found.push({ id, subject, period, timeZone, share: Math.min(share, 1), opensAt: span.end, model });
  }
  return { notices: found, administrators: found.length ? await administrators(scope) : [] };
}

async function valuesOf(scope: Scope, { subject, modelId, ...rest }: z.infer<typeof Add>) {
  if (subject.type === "group") await requireSubject(scope, groupTable, subject.groupId);
  if (subject.type === "person") await requireSubject(scope, userTable, subject.userId);
  if (modelId !== null && (await Entry.require(scope, modelId)).kind !== "chat") throw modelUnfit();
  return {
    subject: subject.type,
    groupId: subject.type === "group" ? subject.groupId : null,
    userId: subject.type === "person" ? subject.userId : null,
    modelId,
    ...rest,
    currency: rest.costMax === null ? null : rest.currency,
  };
}

async function requireSubject(scope: Scope, table: typeof groupTable | typeof userTable, id: string): Promise<void> {
  const [row] = await scope.db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.id, id), eq(table.companyId, requireCompany(scope))));
  if (row) return;
  const message = "That person or group is not there any more. Choose another one.";
  throw new PublicError("not_found", "budget.subject_gone", message);
}

function ofId(scope: Scope, id: string) {
  return and(eq(budgetTable.id, id), eq(budgetTable.companyId, requireCompany(scope)));
}

function notFound() {
  return new PublicError("not_found", "budget.not_found", "That budget is not there any more. Reload the page.");
}

function tooMany() {
  return new PublicError("limited", "budget.too_many", `There are ${budgetsMax} budgets already. Remove one first.`);
}

function modelUnfit() {
  return new PublicError("invalid", "budget.model_unfit", "Only a model that answers can take the place of another.");
}

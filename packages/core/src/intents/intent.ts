import { and, asc, count, eq, exists, ilike, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { intentExampleTable, intentTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { actionTypes, Input as ActionInput, type Action, type Shown } from "./action.ts";
import { like } from "./like.ts";
import * as Tool from "./tool.ts";

/** A kind of sentence, and what the desk does with it. */
export interface Info {
  id: string;
  name: string;
  action: Shown;
  examples: number;
  createdAt: Date;
}

export const nameLengthMax = 120;
/** More than this nobody keeps apart. */
export const intentsMax = 1_000;

const Name = z.string().trim().min(1, "Give the intent a name.").max(nameLengthMax);
export const List = z.strictObject({
  /** Part of a name or of one of the sentences. */
  text: z.string().max(200).default(""),
  action: z.enum(actionTypes).optional(),
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export const Create = z.strictObject({ name: Name, action: ActionInput });
export const Update = z.strictObject({ id: z.string(), name: Name.optional(), action: ActionInput.optional() });
export const ById = z.strictObject({ id: z.string() });

type Row = typeof intentTable.$inferSelect;

export interface Listed {
  items: Info[];
  /** How many there are that were asked for. */
  total: number;
  /** How many the company has. */
  all: number;
}

/** The intents of the company by name, with the number of their examples. */
export async function list(scope: Scope, { text, action, from, limit }: z.infer<typeof List>): Promise<Listed> {
  requireRole(scope, "editor");
  const own = eq(intentTable.companyId, requireCompany(scope));
  const wanted = and(
    own,
    action && sql`${intentTable.action}->>'type' = ${action}`,
    text.trim() ? or(ilike(intentTable.name, like(text)), teaches(scope, text)) : undefined,
  );
  const [all] = await scope.db.select({ n: count() }).from(intentTable).where(own);
  const [total] = await scope.db.select({ n: count() }).from(intentTable).where(wanted);
  const items = await withExamples(scope, wanted).orderBy(asc(intentTable.name)).offset(from).limit(limit);
  return {
    items: items.map(({ intent, examples }) => fromRow(scope, intent, examples)),
    total: total?.n ?? 0,
    all: all?.n ?? 0,
  };
}

export async function get(scope: Scope, id: string): Promise<Info> {
  requireRole(scope, "editor");
  const { id: found } = await find(scope, id);
  const [row] = await withExamples(scope, eq(intentTable.id, found));
  if (!row) throw notFound();
  return fromRow(scope, row.intent, row.examples);
}

/** All intents of the company by name, without what goes with their actions. */
export async function names(scope: Scope): Promise<{ id: string; name: string; action: Action["type"] }[]> {
  requireRole(scope, "editor");
  return (await actions(scope)).map(({ id, name, action }) => ({ id, name, action: action.type }));
}

export async function create(scope: Scope, { name, action }: z.infer<typeof Create>): Promise<Info> {
  requireRole(scope, "editor");
  const companyId = requireCompany(scope);
  const [held] = await scope.db.select({ n: count() }).from(intentTable).where(eq(intentTable.companyId, companyId));
  if ((held?.n ?? 0) >= intentsMax) throw tooMany();
  const [row] = await scope.db
    .insert(intentTable)
    .values({ id: newId("intent"), companyId, name, action: Tool.toStored(scope, action), createdAt: scope.now() })
    .onConflictDoNothing()
    .returning();
  if (!row) throw nameTaken(name);
  return fromRow(scope, row, 0);
}

/** Renames an intent or gives it another action. A service's headers stay unless others are given. */
export async function update(scope: Scope, input: z.infer<typeof Update>): Promise<Info> {
  requireRole(scope, "editor");
  const before = await find(scope, input.id);
  const name = input.name ?? before.name;
  const [taken] = await scope.db
    .select({ id: intentTable.id })
    .from(intentTable)
    .where(and(eq(intentTable.companyId, before.companyId), eq(intentTable.name, name)));
  if (taken && taken.id !== before.id) throw nameTaken(name);
  const action = input.action ? Tool.toStored(scope, input.action, before.action) : before.action;
  await scope.db.update(intentTable).set({ name, action }).where(eq(intentTable.id, before.id));
  return get(scope, before.id);
}

/** Removes an intent and its examples. */
export async function remove(scope: Scope, id: string): Promise<void> {
  requireRole(scope, "editor");
  const { id: found } = await find(scope, id);
  await scope.db.delete(intentTable).where(eq(intentTable.id, found));
}

/** Another company's intent is simply not found. */
export async function find(scope: Scope, id: string): Promise<Row> {
  const [row] = await scope.db
    .select()
    .from(intentTable)
    .where(and(eq(intentTable.id, id), eq(intentTable.companyId, requireCompany(scope))));
  if (!row) throw notFound();
  return row;
}

/** Names and actions of the company's intents, as the desk works with them. */
export async function actions(scope: Scope): Promise<{ id: string; name: string; action: Action }[]> {
  return scope.db
    .select({ id: intentTable.id, name: intentTable.name, action: intentTable.action })
    .from(intentTable)
    .where(eq(intentTable.companyId, requireCompany(scope)))
    .orderBy(asc(intentTable.name));
}

export function tooMany(): PublicError {
  const message = `A company may have ${intentsMax.toLocaleString("en")} intents. Delete some that nobody asks for first.`;
  return new PublicError("invalid", "intent.full", message);
}

function withExamples(scope: Scope, wanted: SQL | undefined) {
  const examples = sql<number>`(${scope.db
    .select({ n: sql`count(*)::int` })
    .from(intentExampleTable)
    .where(eq(intentExampleTable.intentId, intentTable.id))})`;
  return scope.db.select({ intent: intentTable, examples }).from(intentTable).where(wanted).$dynamic();
}

/** Whether a sentence of the intent holds the text. */
function teaches(scope: Scope, text: string): SQL {
  const its = and(eq(intentExampleTable.intentId, intentTable.id), ilike(intentExampleTable.text, like(text)));
  return exists(
    scope.db
      .select({ one: sql`1` })
      .from(intentExampleTable)
      .where(its),
  );
}

function fromRow(scope: Scope, { id, name, action, createdAt }: Row, examples: number): Info {
  return { id, name, action: Tool.toShown(scope, action), examples, createdAt };
}

function notFound(): PublicError {
  return new PublicError("not_found", "intent.not_found", "That intent does not exist any more. Reload the list.");
}

function nameTaken(name: string): PublicError {
  return new PublicError(
    "conflict",
    "intent.name_taken",
    `There is an intent called "${name}" already. Choose another name.`,
  );
}

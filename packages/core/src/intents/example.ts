import { and, asc, count, desc, eq, ilike, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { companyTable, intentExampleTable, intentTable } from "../db/schema.ts";
import type { Database } from "../db/database.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Intent from "./intent.ts";
import { like } from "./like.ts";

/** A sentence that teaches an intent. */
export interface Info {
  id: string;
  intentId: string;
  intent: string;
  text: string;
  /** What a tool is called with for this sentence. */
  parameters: Record<string, unknown> | null;
  createdAt: Date;
}

export const textLengthMax = 1_000;
const examplesMax = 50_000;

const Parameters = z.record(z.string(), z.unknown()).nullable();
export const List = z.strictObject({
  intentId: z.string().optional(),
  /** Part of a sentence. */
  text: z.string().max(200).default(""),
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export const Add = z.strictObject({
  intentId: z.string(),
  examples: z
    .array(z.strictObject({ text: z.string().max(20_000), parameters: Parameters.default(null) }))
    .min(1)
    .max(5_000),
});
export const Change = z.strictObject({
  id: z.string(),
  text: z.string().max(20_000).optional(),
  /** The intent that it should teach from now on. */
  intentId: z.string().optional(),
  parameters: Parameters.optional(),
});
export const Remove = z.strictObject({ ids: z.array(z.string()).min(1).max(5_000) });

/** What came of sentences that were to be added. */
export interface Added {
  added: Info[];
  /** How many the intent had already. */
  already: number;
  /** Their place in what was given, counted from one, and why they were not taken. */
  refused: { line: number; problem: "empty" | "too_long" }[];
}

/** The examples of the company, newest first. */
export async function list(scope: Scope, input: z.infer<typeof List>): Promise<{ items: Info[]; total: number }> {
  requireRole(scope, "editor");
  const { intentId, text, from, limit } = input;
  const wanted = and(
    eq(intentExampleTable.companyId, requireCompany(scope)),
    intentId === undefined ? undefined : eq(intentExampleTable.intentId, intentId),
    text.trim() ? ilike(intentExampleTable.text, like(text)) : undefined,
  );
  const [all] = await scope.db.select({ n: count() }).from(intentExampleTable).where(wanted);
  const items = await rows(scope.db).where(wanted).orderBy(desc(intentExampleTable.id)).offset(from).limit(limit);
  return { items, total: all?.n ?? 0 };
}

/** Teaches an intent these sentences. */
export async function add(scope: Scope, { intentId, examples }: z.infer<typeof Add>): Promise<Added> {
  requireRole(scope, "editor");
  return changing(scope, async (scope) => {
    const intent = await Intent.find(scope, intentId);
    const refused: Added["refused"] = [];
    const fit: NewExample[] = [];
    for (const [index, { text, parameters }] of examples.entries()) {
      const tidied = tidy(text);
      if (!tidied) refused.push({ line: index + 1, problem: "empty" });
      else if (tidied.length > textLengthMax) refused.push({ line: index + 1, problem: "too_long" });
      else fit.push({ intentId, text: tidied, parameters });
    }
    const inserted = await insert(scope, fit);
    const added = inserted.map((row) => ({ ...row, intent: intent.name }));
    return { added, already: fit.length - added.length, refused };
  });
}

/** Words an example differently, has it teach another intent, or call a tool with something else; gives what it was too. */
export async function change(scope: Scope, input: z.infer<typeof Change>): Promise<{ before: Info; after: Info }> {
  requireRole(scope, "editor");
  return changing(scope, async (scope) => {
    const table = intentExampleTable;
    const own = and(eq(table.companyId, requireCompany(scope)), eq(table.id, input.id));
    const [before] = await rows(scope.db).where(own);
    if (!before) throw notFound();
    const intent = await Intent.find(scope, input.intentId ?? before.intentId);
    const text = input.text === undefined ? before.text : tidy(input.text);
    if (!text || text.length > textLengthMax) throw unfit(text);
    const same = and(eq(table.intentId, intent.id), eq(table.text, text), ne(table.id, before.id));
    const [taken] = await scope.db.select({ id: table.id }).from(table).where(same);
    if (taken) throw known(intent.name);
    const parameters = input.parameters === undefined ? before.parameters : input.parameters;
    await scope.db
      .update(table)
      .set({
        text,
        intentId: intent.id,
        parameters,
        revision: sql`${table.revision} + 1`,
        ...(text !== before.text && { vector: null, space: null }),
      })
      .where(own);
    return { before, after: { ...before, text, intentId: intent.id, intent: intent.name, parameters } };
  });
}

/** Takes examples away and gives them back, so that they can be added again. */
export async function remove(scope: Scope, { ids }: z.infer<typeof Remove>): Promise<Info[]> {
  requireRole(scope, "editor");
  return changing(scope, async (scope) => {
    const own = and(eq(intentExampleTable.companyId, requireCompany(scope)), inArray(intentExampleTable.id, ids));
    const gone = await rows(scope.db).where(own);
    await scope.db.delete(intentExampleTable).where(own);
    return gone;
  });
}

/** All examples, oldest first, with what their intents do. */
export async function all(scope: Scope): Promise<Info[]> {
  return rows(scope.db)
    .where(eq(intentExampleTable.companyId, requireCompany(scope)))
    .orderBy(asc(intentExampleTable.id));
}

export interface NewExample {
  intentId: string;
  text: string;
  parameters: Record<string, unknown> | null;
}

/** Stores those that their intent does not have yet, in their order. For a caller's transaction. */
export async function insert(scope: Scope, examples: readonly NewExample[]): Promise<Omit<Info, "intent">[]> {
  const companyId = requireCompany(scope);
  const { companyId: company, id, intentId, text, parameters, createdAt } = intentExampleTable;
  const now = scope.now();
  const inserted: Omit<Info, "intent">[] = [];
  for (let from = 0; from < examples.length; from += 1_000) {
    // ids sort by time: a millisecond apart they keep the order they came in
    const values = examples.slice(from, from + 1_000).map((example, at) => {
      return { id: newId("example", now.getTime() + from + at), companyId, ...example, createdAt: now };
    });
    const written = await scope.db
      .insert(intentExampleTable)
      .values(values)
      .onConflictDoNothing()
      .returning({ id, intentId, text, parameters, createdAt });
    inserted.push(...written);
  }
  // only now is it known how many were there already
  const [held] = await scope.db.select({ n: count() }).from(intentExampleTable).where(eq(company, companyId));
  if (held && held.n > examplesMax) throw tooMany(held.n);
  return inserted;
}

/** One change after the other, so that limits hold. */
export async function changing<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  return scope.db.transaction(async (db) => {
    await db
      .select()
      .from(companyTable)
      .where(eq(companyTable.id, requireCompany(scope)))
      .for("update");
    return work({ ...scope, db });
  });
}

/** On one line, without characters that nothing can store. */
export function tidy(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim();
}

function rows(db: Database) {
  const { id, intentId, text, parameters, createdAt } = intentExampleTable;
  return db
    .select({ id, intentId, intent: intentTable.name, text, parameters, createdAt })
    .from(intentExampleTable)
    .innerJoin(intentTable, eq(intentTable.id, intentId))
    .$dynamic();
}

function notFound(): PublicError {
  return new PublicError("not_found", "example.not_found", "That example does not exist any more. Reload the list.");
}

function unfit(text: string): PublicError {
  return text
    ? new PublicError("invalid", "example.too_long", `An example may have ${textLengthMax} characters. Shorten it.`)
    : new PublicError("invalid", "example.empty", "Write the sentence, or delete the example.");
}

function known(intent: string): PublicError {
  const message = `The intent "${intent}" has this sentence already. Delete one of the two.`;
  return new PublicError("conflict", "example.taken", message);
}

function tooMany(made: number): PublicError {
  const message = `A company may have ${examplesMax.toLocaleString("en")} examples; these would make ${made.toLocaleString("en")}. Add fewer, or delete some first.`;
  return new PublicError("invalid", "example.full", message);
}

import { createHash } from "node:crypto";
import { and, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { documentTable, labelTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { simplify } from "../knowledge/text/characters.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { Expected, labelSources } from "./evaluation.sql.ts";

/** A question of which somebody said whether the documents answer it. */
export interface Info {
  id: string;
  question: string;
  expected: Expected;
  source: (typeof labelSources)[number];
  state: "proposed" | "accepted";
  runId: string | null;
  /** The document that a model wrote the question from. */
  documentId: string | null;
  createdAt: Date;
}

/** A label to be stored. */
export type New = Omit<Info, "id" | "createdAt">;

/** Adds labels for questions that have none, unless the document they were written from is gone. Gives those added. */
export async function keep(scope: Scope, labels: readonly New[]): Promise<Info[]> {
  return inSlices(await standing(scope, labels), async (slice) => {
    const rows = await scope.db.insert(labelTable).values(rowsOf(scope, slice)).onConflictDoNothing().returning();
    return rows.map(fromRow);
  });
}

/** Adds labels, in place of those that their questions had. */
export async function put(scope: Scope, labels: readonly New[]): Promise<Info[]> {
  return inSlices(labels, async (slice) => {
    const rows = await scope.db
      .insert(labelTable)
      .values(rowsOf(scope, slice))
      .onConflictDoUpdate({
        target: [labelTable.companyId, labelTable.hash],
        set: {
          question: sql`excluded.question`,
          expected: sql`excluded.expected`,
          source: sql`excluded.source`,
          state: sql`excluded.state`,
          runId: sql`excluded.run_id`,
          documentId: sql`excluded.document_id`,
          createdBy: sql`excluded.created_by`,
          createdAt: sql`excluded.created_at`,
        },
      })
      .returning();
    return rows.map(fromRow);
  });
}

/** Those that come from no document, or from one that is there. */
async function standing(scope: Scope, labels: readonly New[]): Promise<New[]> {
  const named = new Set(labels.flatMap(({ documentId }) => documentId ?? []));
  if (!named.size) return [...labels];
  const { id, companyId, removedAt } = documentTable;
  const rows = await scope.db
    .select({ id })
    .from(documentTable)
    .where(and(inArray(id, [...named]), eq(companyId, requireCompany(scope)), isNull(removedAt)));
  const there = new Set(rows.map((row) => row.id));
  return labels.filter(({ documentId }) => documentId === null || there.has(documentId));
}

async function inSlices(labels: readonly New[], work: (slice: New[]) => Promise<Info[]>): Promise<Info[]> {
  const done: Info[] = [];
  for (let from = 0; from < labels.length; from += 500) done.push(...(await work(labels.slice(from, from + 500))));
  return done;
}

function rowsOf(scope: Scope, labels: readonly New[]) {
  // one statement cannot put the same row twice: of the same question in other writing the last one counts
  const byHash = new Map(labels.map((label) => [hashOf(label.question), label]));
  return Array.from(byHash, ([hash, label]) => ({
    ...label,
    hash,
    id: newId("label"),
    companyId: requireCompany(scope),
    createdBy: author(scope),
    createdAt: scope.now(),
  }));
}

/** Stands for a question however it is written: wide or narrow, large or small, traditional or simplified, with a mark at its end or without. */
export function hashOf(question: string): string {
  const text = Array.from(question.normalize("NFKC"), simplify)
    .join("")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[\s.?!。…]+$/u, "")
    .trim();
  return createHash("sha256")
    .update(text || question)
    .digest("hex");
}

/** Whoever says it; null when nobody in particular does. */
export function author(scope: Scope): string | null {
  return scope.actor.type === "user" ? scope.actor.userId : null;
}

/** Labels of the company that is at work. */
export function ofCompany(scope: Scope): SQL {
  return eq(labelTable.companyId, requireCompany(scope));
}

/** A label as callers see it. */
export function fromRow(row: typeof labelTable.$inferSelect): Info {
  const { id, question, expected, source, state, runId, documentId, createdAt } = row;
  return { id, question, expected, source, state, runId, documentId, createdAt };
}

import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { documentTable, testCaseTable, testResultTable } from "../db/schema.ts";
import { documentsIn, readable } from "../knowledge/access/access.ts";
import type { Scope } from "../scope.ts";
import * as TestRun from "./test-run.ts";

const id = z.string().max(64);

export const Results = z.strictObject({
  id,
  /** The run that it is held against; the one that it was started with when absent. */
  againstId: id.optional(),
  only: z.enum(["fixed", "broken", "changed", "failed"]).optional(),
  page: z.int().min(1).max(100_000).default(1),
  pageSize: z.int().min(1).max(200).default(20),
});

/** What a case came to. */
export interface Came {
  passed: boolean;
  tier: (typeof testResultTable.$inferSelect)["tier"];
  ranks: (number | null)[];
  unsaid: string[];
  error: string | null;
  milliseconds: number;
  model: string;
  /** Null when it stands on what the reader may not read, or on what is gone. */
  answer: string | null;
  documents: Titled[];
  /** The documents that were found, best first, as far as the reader may read them. */
  found: Titled[];
  /** Whether it can be told how it came about. */
  traced: boolean;
}

interface Titled {
  id: string;
  title: string;
}

/** What a case must find, and at which place it was. */
export interface Expected {
  documentId: string;
  /** Null for a document that the reader may not read. */
  title: string | null;
  quote: string | null;
  rank: number | null;
}

const foundMax = 5;

/** One page of what the cases came to, beside what they came to in the run it is held against. */
export async function results(scope: Scope, input: z.infer<typeof Results>) {
  const { only, page, pageSize } = input;
  const run = await TestRun.find(scope, input.id);
  const againstId = input.againstId ?? run.againstId;
  if (againstId) await TestRun.find(scope, againstId);
  const before = alias(testResultTable, "before");
  const now = testResultTable;
  const rows = await scope.db
    .select({
      id: now.caseId,
      now: now.passed,
      before: before.passed,
      differs: sql<boolean>`${before.caseId} is not null and (
        ${now.answer} is distinct from ${before.answer} or ${now.documentIds} <> ${before.documentIds})`,
    })
    .from(now)
    .innerJoin(testCaseTable, eq(testCaseTable.id, now.caseId))
    .leftJoin(before, and(eq(before.runId, againstId ?? ""), eq(before.caseId, now.caseId)))
    .where(eq(now.runId, run.id))
    .orderBy(now.passed, testCaseTable.createdAt, testCaseTable.id);
  const kinds = {
    fixed: rows.filter(({ now, before }) => now && before === false),
    broken: rows.filter(({ now, before }) => !now && before === true),
    changed: rows.filter(({ differs }) => differs),
    failed: rows.filter(({ now }) => !now),
  };
  const chosen = only ? kinds[only] : rows;
  const shown = chosen.slice((page - 1) * pageSize, page * pageSize).map((row) => row.id);
  return {
    items: await cases(scope, shown, run.id, againstId),
    total: chosen.length,
    asked: rows.length,
    counts: {
      same: rows.filter(({ now, before }) => now === before).length,
      fixed: kinds.fixed.length,
      broken: kinds.broken.length,
      changed: kinds.changed.length,
      failed: kinds.failed.length,
    },
    againstId,
  };
}

async function cases(scope: Scope, caseIds: readonly string[], runId: string, againstId: string | null) {
  if (!caseIds.length) return [];
  const runIds = againstId ? [runId, againstId] : [runId];
  const questions = await scope.db
    .select()
    .from(testCaseTable)
    .where(inArray(testCaseTable.id, [...caseIds]));
  const { trace, ...columns } = getTableColumns(testResultTable);
  const came = await scope.db
    .select({ ...columns, traced: sql<boolean>`${trace} is not null` })
    .from(testResultTable)
    .where(and(inArray(testResultTable.caseId, [...caseIds]), inArray(testResultTable.runId, runIds)));
  const titles = await titlesOf(scope, [
    ...came.flatMap(({ documentIds, foundIds }) => [...documentIds, ...foundIds]),
    ...questions.flatMap(({ mustFind }) => mustFind.map(({ documentId }) => documentId)),
  ]);
  const titled = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const title = titles.get(id);
      return title === undefined ? [] : [{ id, title }];
    });
  const cameTo = (caseId: string, run: string | null): Came | null => {
    const row = came.find((one) => one.caseId === caseId && one.runId === run);
    if (!row) return null;
    const { passed, tier, ranks, unsaid, error, milliseconds, model, answer, documentIds, foundIds, traced } = row;
    const isOpen = documentIds.every((one) => titles.has(one));
    return {
      passed, tier, ranks, error, milliseconds, model, traced,
      unsaid: isOpen ? unsaid : [],
      answer: isOpen ? answer : null,
      documents: titled(documentIds),
      found: titled(foundIds).slice(0, foundMax),
    }; // prettier-ignore
  };
  return caseIds.flatMap((caseId) => {
    const row = questions.find((one) => one.id === caseId);
    const now = cameTo(caseId, runId);
    if (!row || !now) return [];
    const { question, mustRefuse, source, mustFind } = row;
    const expected = mustFind.map(({ documentId, quote }, at): Expected => {
      const title = titles.get(documentId) ?? null;
      return { documentId, title, quote: title === null ? null : (quote ?? null), rank: now.ranks[at] ?? null };
    });
    return [{ caseId, question, mustRefuse, source, expected, now, before: cameTo(caseId, againstId) }];
  });
}

/** Of the documents that the actor may read. */
async function titlesOf(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  const named = [...new Set(ids)];
  const rows = named.length
    ? await scope.db
        .select({ id: documentTable.id, title: documentTable.title })
        .from(documentTable)
        .where(documentsIn(scope, await readable(scope), named))
    : [];
  return new Map(rows.map(({ id, title }) => [id, title]));
}

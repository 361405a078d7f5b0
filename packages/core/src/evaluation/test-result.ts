import { and, eq, inArray, sql } from "drizzle-orm";
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
  documents: { id: string; title: string }[];
}

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
  const found = await scope.db
    .select()
    .from(testResultTable)
    .where(and(inArray(testResultTable.caseId, [...caseIds]), inArray(testResultTable.runId, runIds)));
  const named = [...new Set(found.flatMap(({ documentIds }) => documentIds))];
  const documents = named.length
    ? await scope.db
        .select({ id: documentTable.id, title: documentTable.title })
        .from(documentTable)
        .where(documentsIn(scope, await readable(scope), named))
    : [];
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  const cameTo = (caseId: string, run: string | null): Came | null => {
    const row = found.find((one) => one.caseId === caseId && one.runId === run);
    if (!row) return null;
    const { passed, tier, ranks, unsaid, error, milliseconds, model, answer, documentIds } = row;
    const isOpen = documentIds.every((one) => titles.has(one));
    const readable = documentIds.flatMap((one) => {
      const title = titles.get(one);
      return title === undefined ? [] : [{ id: one, title }];
    });
    return {
      passed, tier, ranks, error, milliseconds, model,
      unsaid: isOpen ? unsaid : [],
      answer: isOpen ? answer : null,
      documents: readable,
    }; // prettier-ignore
  };
  return caseIds.flatMap((caseId) => {
    const row = questions.find((one) => one.id === caseId);
    const now = cameTo(caseId, runId);
    if (!row || !now) return [];
    const { question, mustRefuse } = row;
    return [{ caseId, question, mustRefuse, now, before: cameTo(caseId, againstId) }];
  });
}

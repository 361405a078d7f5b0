import { and, count, desc, eq, gte, max } from "drizzle-orm";
import type { z } from "zod";
import { quickAnswer } from "../chat/quick.ts";
import { tierOf } from "../chat/tier.ts";
import { gapRunTable, gapTable, runTable, traceTable } from "../db/schema.ts";
import * as Search from "../knowledge/search.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as Gap from "./gap.ts";

const monthMs = 30 * 24 * 60 * 60 * 1000;
/** So many wordings are asked again, those asked most. */
const wordingsMax = 100;
/** Among so many of the first that are found the document must be. */
const seen = 5;

export interface Proof {
  /** Times asked that have been looked at so far, of how many. */
  done: number;
  total: number;
  answered: number;
  /** It is kept with the group: the last that is told. */
  kept: boolean;
}

/**
 * Searches again for last month's questions of a group, as whoever asks for it may read: how many of the times they were
 * asked would be answered now, from the document that closed the group where there is one. Yields after each wording;
 * what came of it is kept with the group. Throws `gap.not_found`.
 */
export async function* prove(
  scope: Scope,
  input: z.infer<typeof Gap.ById>,
  signal?: AbortSignal,
): AsyncGenerator<Proof> {
  requireRole(scope, "editor");
  const { id, document } = await Gap.get(scope, input);
  const asked = await wordingsOf(scope, id);
  const proof: Proof = { done: 0, total: asked.reduce((sum, { times }) => sum + times, 0), answered: 0, kept: false };
  yield { ...proof };
  for (const { question, times } of asked) {
    if (signal?.aborted) return;
    if (await isAnswered(scope, question, document?.id)) proof.answered += times;
    proof.done += times;
    yield { ...proof };
  }
  await scope.db
    .update(gapTable)
    .set({ proofAsked: proof.total, proofAnswered: proof.answered })
    .where(Gap.of(scope, id));
  yield { ...proof, kept: true };
}

async function wordingsOf(scope: Scope, id: string): Promise<{ question: string; times: number }[]> {
  return scope.db
    .select({ question: Gap.understood, times: count() })
    .from(gapRunTable)
    .innerJoin(runTable, eq(runTable.id, gapRunTable.runId))
    .leftJoin(traceTable, eq(traceTable.runId, gapRunTable.runId))
    .where(and(eq(gapRunTable.gapId, id), gte(gapRunTable.askedAt, new Date(scope.now().getTime() - monthMs))))
    .groupBy(Gap.understood)
    .orderBy(desc(count()), desc(max(gapRunTable.askedAt)))
    .limit(wordingsMax);
}

async function isAnswered(scope: Scope, text: string, documentId: string | undefined): Promise<boolean> {
  const found = await Search.run(scope, { text });
  const from = (hits: readonly Search.Hit[]) => !documentId || hits.some((hit) => hit.documentId === documentId);
  const quick = quickAnswer(text, found);
  if (quick) return from([quick.hit]);
  const tier = tierOf(found);
  return (tier === "answer" || tier === "hedged") && from(found.hits.slice(0, seen));
}

import * as ModelConnection from "../../models/model-connection.ts";
import { PublicError } from "../../error.ts";
import type { Scope } from "../../scope.ts";
import type { Passage } from "../passages.ts";

/** What the reranker made of the order. */
export interface SecondLook<Hit> {
  hits: Hit[];
  model: string;
  /** Its score for each hit it read, best first; empty when it was skipped. */
  scores: { chunkId: string; documentId: string; score: number }[];
  /** Why the order stayed as it was: a code such as `reranker.slow`. */
  skipped?: string;
}

/** So many of the best are read again. */
export const readAgainMax = 20;
/** A reranker that takes longer keeps people waiting more than it helps them. */
const budgetMs = 1_500;
const charactersMax = 2_000;

/**
 * Has the connected reranker, or the one with this id, read question and passages together and puts those it read in its order; those further
 * down follow as they were. Undefined without a reranker; when it is slow or fails, the order stays.
 */
export async function secondLook<Hit extends Passage>(
  scope: Scope,
  question: string,
  hits: readonly Hit[],
  rerankerId?: string,
): Promise<SecondLook<Hit> | undefined> {
  const reranker = hits.length > 0 ? await ModelConnection.reranker(scope, rerankerId) : undefined;
  if (!reranker) return undefined;
  const read = hits.slice(0, readAgainMax);
  const budget = AbortSignal.timeout(budgetMs);
  try {
    const scores = await within(budget, reranker.rerank(question, read.map(toText), budget));
    const scored = read
      .map((hit, index) => ({ hit, score: scores[index] ?? -Infinity }))
      .sort((a, b) => b.score - a.score);
    return {
      model: reranker.id,
      hits: [...scored.map(({ hit }) => hit), ...hits.slice(readAgainMax)],
      scores: scored.map(({ hit: { chunkId, documentId }, score }) => ({ chunkId, documentId, score })),
    };
  } catch (error) {
    const skipped = budget.aborted ? "reranker.slow" : error instanceof PublicError ? error.code : "reranker.failed";
    scope.log.warn("search.reranker_skipped", { reranker: reranker.id, skipped, error });
    return { model: reranker.id, hits: [...hits], scores: [], skipped };
  }
}

/** Ends with the budget even when the other side does not hear that it is over. */
async function within<T>(budget: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(budget.reason);
  budget.addEventListener("abort", stop, { once: true });
  // whoever lost the race has nobody waiting for it
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    budget.removeEventListener("abort", stop);
  }
}

function toText({ title, headings, question, text }: Passage): string {
  const place = [title, ...headings.filter((heading) => heading !== title)].join(" > ");
  return [place, question ?? "", text].filter(Boolean).join("\n").slice(0, charactersMax);
}

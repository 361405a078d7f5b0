import { and, eq, inArray } from "drizzle-orm";
import { documentTable, traceTable, userTable } from "../db/schema.ts";
import type { Trace } from "../chat/trace.ts";
import type { Passage } from "../knowledge/passages.ts";
import type { Found, Hit } from "../knowledge/search.ts";
import { requireCompany, requireUser, type Scope } from "../scope.ts";

/** A passage as the predecessor describes what it recalled. */
export interface Recalled {
  id: string;
  idx: number;
  doc: string;
  doc_title: string;
  doc_category: string;
  doc_classify: string;
  doc_type: "Question" | "Paragraph";
  doc_author: string;
  doc_meta: string;
  score: number;
  rank_score: number;
}

export interface Recall {
  /** What would be shown to the model, best first. */
  knowledge: Recalled[];
  /** What words and what meaning found, each with its own scores. */
  words: Recalled[];
  meaning: Recalled[];
}

/** What a search recalled. A score by words is the raw one, one by meaning the share of a perfect match, from 0 to 1. */
export async function recalled(scope: Scope, { hits, routes, reranked }: Found): Promise<Recall> {
  const authors = await authorsOf(scope, hits);
  const ranks = new Map(reranked?.scores.map(({ chunkId, score }) => [chunkId, score]));
  const scores = (names: readonly string[], by: "score" | "share") => {
    const found = new Map<string, number>();
    for (const [route, ranked] of Object.entries(routes))
      if (names.includes(route))
        for (const one of ranked) found.set(one.chunkId, Math.max(found.get(one.chunkId) ?? 0, one[by]));
    return found;
  };
  const byWords = scores(["lexical-passage", "lexical-question"], "score");
  const byMeaning = scores(["vector-passage", "vector-question"], "share");
  const toItem = (hit: Hit, score: number) => item(hit, score, ranks.get(hit.chunkId) ?? 0, authors);
  const having = (found: Map<string, number>) =>
    hits
      .flatMap((hit) => (found.has(hit.chunkId) ? [toItem(hit, found.get(hit.chunkId) ?? 0)] : []))
      .toSorted((a, b) => b.score - a.score);
  return {
    knowledge: hits.map((hit) => toItem(hit, byMeaning.get(hit.chunkId) ?? byWords.get(hit.chunkId) ?? hit.score)),
    words: having(byWords),
    meaning: having(byMeaning),
  };
}

function item(passage: Passage, score: number, rank: number, authors: ReadonlyMap<string, string>): Recalled {
  const { chunkId, documentId, position, text, title, question, category, metadata } = passage;
  return {
    id: chunkId,
    idx: position,
    doc: question === null ? text : `Question: ${question}\nAnswer: ${text}`,
    doc_title: title,
    doc_category: question === null ? title : "FAQ",
    doc_classify: category ?? "",
    doc_type: question === null ? "Paragraph" : "Question",
    doc_author: authors.get(documentId) ?? "",
    doc_meta: metadata ? JSON.stringify(metadata) : "",
    score,
    rank_score: rank,
  };
}

/** Who added documents, by document. */
export async function authorsOf(
  scope: Scope,
  documents: readonly { documentId: string }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(documents.map(({ documentId }) => documentId))];
  if (!ids.length) return new Map();
  const rows = await scope.db
    .select({ id: documentTable.id, name: userTable.name })
    .from(documentTable)
    .innerJoin(userTable, eq(userTable.id, documentTable.createdBy))
    .where(and(inArray(documentTable.id, ids), eq(documentTable.companyId, requireCompany(scope))));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How an answer of one's own came about; undefined where nothing is kept of that. */
export async function ownTrace(scope: Scope, runId: string): Promise<Trace | undefined> {
  const { userId } = requireUser(scope);
  const [row] = await scope.db
    .select({ trace: traceTable.trace })
    .from(traceTable)
    .where(and(eq(traceTable.runId, runId), eq(traceTable.userId, userId)));
  return row?.trace;
}

import type { Trace, TraceHit } from "@docent/core/chat/trace";

/** One passage of the final order, with how it came there. */
export interface Ranked {
  chunkId: string;
  fused: number | null;
  /** What words and meaning put into it; null where only words were searched for. */
  parts: { words: number; meaning: number } | null;
  /** Where it stood before the reranker, from 1; null when it was not reranked. */
  before: number | null;
  /** The reranker's score; null when it was not reranked. */
  reranked: number | null;
  /** Each route that found it, and the written question or summary by which it did. */
  routes: { route: string; rank: number; score: number; trigger?: string }[];
}

const routeOrder = ["lexical-passage", "lexical-question", "vector-passage", "vector-question"];

/** The routes that found something, in the order in which they are shown everywhere. */
export function routesOf(routes: Trace["routes"]): [string, TraceHit[]][] {
  const place = (route: string) => (routeOrder.includes(route) ? routeOrder.indexOf(route) : routeOrder.length);
  return Object.entries(routes).toSorted(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
}

/** The passages in the order in which the answer saw them. */
export function rankingOf({ routes, fused, reranked }: Pick<Trace, "routes" | "fused" | "reranked">): Ranked[] {
  const after = reranked && !reranked.skipped && reranked.hits.length > 0 ? reranked.hits : undefined;
  const lists = routesOf(routes);
  return (after ?? fused).map(({ chunkId, score }) => {
    const before = fused.findIndex((hit) => hit.chunkId === chunkId);
    const { words, meaning = 0 } = fused[before] ?? {};
    return {
      chunkId,
      fused: fused[before]?.score ?? null,
      parts: words !== undefined && meaning > 0 ? { words, meaning } : null,
      before: after && before >= 0 ? before + 1 : null,
      reranked: after ? score : null,
      routes: lists.flatMap(([route, hits]) => {
        const index = hits.findIndex((hit) => hit.chunkId === chunkId);
        const hit = hits[index];
        if (!hit) return [];
        const { score, trigger } = hit;
        return [{ route, rank: index + 1, score, ...(trigger !== undefined && { trigger }) }];
      }),
    };
  });
}

/** A hit of one route. `share` is how much of a perfect match of the query it reached, on that route's own scale. */
export interface Ranked {
  chunkId: string;
  score: number;
  share: number;
}

export interface Fused {
  chunkId: string;
  /** Weighted sum of the shares. */
  score: number;
  /** Raw score and rank, from 1, on every route that found it. */
  routes: Record<string, { score: number; rank: number }>;
}

/** Brings the routes into one order, best first. Raw scores are carried along and never compared. */
export function fuse<Route extends string>(
  routes: Readonly<Record<Route, readonly Ranked[]>>,
  weights: Readonly<Record<Route, number>>,
): Fused[] {
  const fused = new Map<string, Fused>();
  for (const route in routes) {
    for (const [index, { chunkId, score, share }] of routes[route].entries()) {
      const one = fused.get(chunkId) ?? { chunkId, score: 0, routes: {} };
      fused.set(chunkId, one);
      one.score += weights[route] * share;
      one.routes[route] = { score, rank: index + 1 };
    }
  }
  return [...fused.values()].sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}

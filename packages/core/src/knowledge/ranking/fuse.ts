import type { IndexHit, Route } from "../index/search-index.ts";

/** A hit of one route. `share` is how much of a perfect match of the query it reached: 0 is nothing, 1 all of it. */
export interface Ranked extends IndexHit {
  share: number;
}

export interface Fused {
  chunkId: string;
  /** Weighted sum of the shares: how well it fits. */
  score: number;
  /** Share by words and share by meaning, before they were added. */
  words: number;
  meaning: number;
  /** Raw score and rank, from 1, on every route that found it. */
  routes: Partial<Record<Route, { score: number; rank: number }>>;
}

/** What is known of a passage when its shares are added. */
export interface Kind {
  /** Whether it is a row of questions and answers, which two more routes look for. */
  isQuestion: boolean;
  /** Whether it is written in another script than the question: words cannot say whether it fits then. */
  isAcross: boolean;
}

type Weights = Record<Route, number>;

/** Measured, see docs/decisions/012. Both sets add up to two, so that neither kind of passage has an advantage. */
const withVectors = {
  passage: { "lexical-passage": 1, "lexical-question": 0, "vector-passage": 1, "vector-question": 0 },
  question: { "lexical-passage": 0.2, "lexical-question": 0.3, "vector-passage": 0.6, "vector-question": 0.9 },
} satisfies Record<string, Weights>;
const wordsAlone = {
  "lexical-passage": 1,
  "lexical-question": 1.2,
  "vector-passage": 0,
  "vector-question": 0,
} satisfies Weights;
/** Added in whole, they would bring up passages whose questions only sound alike. Measured, see docs/benchmarks.md. */
const lesserOfWritten = 0.2;
/** Meaning reaches about half as far across languages as within one. */
const acrossFactor = 2;

/**
 * Brings the routes into one order, best first, by the sum of their shares. Raw scores are carried along and never
 * compared. A passage that a vector route did not find counts there like the last one that it did find. A passage that was
 * found by a question written for it counts as itself or as that question, whichever is more: what was written can bring it
 * up and never down.
 */
export function fuse(routes: Readonly<Record<Route, readonly Ranked[]>>, kindOf: (chunkId: string) => Kind): Fused[] {
  const hasVectors = routes["vector-passage"].length > 0 || routes["vector-question"].length > 0;
  const shares = mapRoutes(routes, (hits) => new Map(hits.map(({ chunkId, share }) => [chunkId, share])));
  const last = mapRoutes(routes, (hits) => hits.at(-1)?.share ?? 0);
  const raw = new Map<string, Fused["routes"]>();
  for (const route of routeNames) {
    for (const [index, { chunkId, score }] of routes[route].entries()) {
      raw.set(chunkId, { ...raw.get(chunkId), [route]: { score, rank: index + 1 } });
    }
  }
  const fused = Array.from(raw, ([chunkId, found]) => {
    const { isQuestion, isAcross } = kindOf(chunkId);
    const summed = (weights: Weights) => {
      const lexical = (route: Route) => weights[route] * (shares[route].get(chunkId) ?? 0);
      const vector = (route: Route) => weights[route] * (shares[route].get(chunkId) ?? last[route]);
      const words = lexical("lexical-passage") + lexical("lexical-question");
      const meaning = vector("vector-passage") + vector("vector-question");
      return { chunkId, score: words + (isAcross ? acrossFactor : 1) * meaning, words, meaning, routes: found };
    };
    if (isQuestion) return summed(hasVectors ? withVectors.question : wordsAlone);
    const isWrittenFor = found["lexical-question"] !== undefined || found["vector-question"] !== undefined;
    if (!hasVectors) return summed(isWrittenFor ? byItsWritten(shares, chunkId) : wordsAlone);
    const asPassage = summed(withVectors.passage);
    const asQuestion = isWrittenFor ? summed(withVectors.question) : asPassage;
    return asQuestion.score > asPassage.score ? asQuestion : asPassage;
  });
  return fused.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}

/** The better of the two counts whole, the other a little. */
function byItsWritten(shares: Record<Route, ReadonlyMap<string, number>>, chunkId: string): Weights {
  const share = (route: "lexical-passage" | "lexical-question") =>
    wordsAlone[route] * (shares[route].get(chunkId) ?? 0);
  const lesser = share("lexical-question") > share("lexical-passage") ? "lexical-passage" : "lexical-question";
  return { ...wordsAlone, [lesser]: lesserOfWritten * wordsAlone[lesser] };
}

const routeNames = ["lexical-passage", "lexical-question", "vector-passage", "vector-question"] as const;

function mapRoutes<T>(routes: Readonly<Record<Route, readonly Ranked[]>>, make: (hits: readonly Ranked[]) => T) {
  return {
    "lexical-passage": make(routes["lexical-passage"]),
    "lexical-question": make(routes["lexical-question"]),
    "vector-passage": make(routes["vector-passage"]),
    "vector-question": make(routes["vector-question"]),
  } satisfies Record<Route, T>;
}

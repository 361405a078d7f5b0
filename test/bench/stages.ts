import { AsyncLocalStorage } from "node:async_hooks";
import type { Embedder } from "@docent/core/models/embedder";
import type { Scope } from "@docent/core/scope";

/** Where the time of one search went, in milliseconds. Words and meaning are looked up at once, so these may add up to more than the whole. */
export type Stages = Record<string, number>;

type Spans = Map<string, { from: number; to: number }>;

const current = new AsyncLocalStorage<Spans>();

/** The same desk with clocks on its ports. `questions` embeds each question too: it costs what it costs, and its vector is dropped. */
export function timed(scope: Scope, questions?: Embedder): Scope {
  const { index, embedders, rerankers } = scope;
  return {
    ...scope,
    index: {
      ...index,
      search: (space, query) => during("vector" in query ? "meaning" : "words", () => index.search(space, query)),
      ceilings: (...asked) => during("words", () => index.ceilings(...asked)),
      correct: (...asked) => during("words", () => index.correct(...asked)),
    },
    embedders: {
      ...embedders,
      connect(address) {
        const embedder = embedders.connect(address);
        return {
          ...embedder,
          embed: (texts, kind, signal) =>
            during("embed", async () => {
              if (kind === "query") await questions?.embed(texts, kind, signal);
              return embedder.embed(texts, kind, signal);
            }),
        };
      },
    },
    rerankers: {
      connect(address) {
        const reranker = rerankers.connect(address);
        return { ...reranker, rerank: (...asked) => during("rerank", () => reranker.rerank(...asked)) };
      },
    },
  };
}

/** Runs a search and says how long each stage took, from its first call to the end of its last. */
export async function stagesOf<T>(search: () => Promise<T>): Promise<{ result: T; stages: Stages }> {
  const spans: Spans = new Map();
  const result = await current.run(spans, search);
  return { result, stages: Object.fromEntries([...spans].map(([stage, { from, to }]) => [stage, to - from])) };
}

async function during<T>(stage: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    return await work();
  } finally {
    const spans = current.getStore();
    const to = performance.now();
    spans?.set(stage, { from: Math.min(from, spans.get(stage)?.from ?? from), to });
  }
}

import { expect, test } from "vitest";
import { rankingOf, routesOf } from "./ranking.ts";

const hit = (chunkId: string, score: number) => ({ chunkId, documentId: "doc", score });

test("without a reranker the fused order stands, with rank and raw score on every route", () => {
  const routes = { "vector-passage": [hit("b", 0.9), hit("a", 0.8)], "lexical-passage": [hit("a", 12)] };

  expect(rankingOf({ routes, fused: [hit("a", 1.4), hit("b", 1)] })).toEqual([
    {
      chunkId: "a",
      fused: 1.4,
      parts: null,
      before: null,
      reranked: null,
      routes: [
        { route: "lexical-passage", rank: 1, score: 12 },
        { route: "vector-passage", rank: 2, score: 0.8 },
      ],
    },
    {
      chunkId: "b",
      fused: 1,
      parts: null,
      before: null,
      reranked: null,
      routes: [{ route: "vector-passage", rank: 1, score: 0.9 }],
    },
  ]);
});

test("with one its order stands, and each passage says where it was before", () => {
  const ranking = rankingOf({
    routes: {},
    fused: [hit("a", 1.4), hit("b", 1)],
    reranked: { model: "m", hits: [hit("b", 0.7), hit("a", -2)] },
  });

  expect(ranking.map(({ chunkId, before, reranked }) => [chunkId, before, reranked])).toEqual([
    ["b", 2, 0.7],
    ["a", 1, -2],
  ]);
});

test("a reranker that was skipped changes nothing", () => {
  const reranked = { model: "m", hits: [], skipped: "reranker.too_slow" };

  expect(rankingOf({ routes: {}, fused: [hit("a", 1)], reranked })).toMatchObject([{ chunkId: "a", before: null }]);
});

test("routes are shown in one order, whatever order the record has", () => {
  expect(routesOf({ "vector-question": [], other: [], "lexical-passage": [] }).map(([route]) => route)).toEqual([
    "lexical-passage",
    "vector-question",
    "other",
  ]);
});

import type { Trace } from "@docent/core/chat/trace";
import { expect, test } from "vitest";
import { countMoves, cutChanges, movesFrom, sameMeasures } from "./compare.ts";

const trace = (order: string, cuts: Trace["cuts"] = []): Trace => ({
  runId: "",
  userId: "",
  question: "",
  libraryIds: [],
  generation: "a1",
  routes: {},
  fused: order.split("").map((chunkId, index) => ({ chunkId, documentId: "doc", score: 1 - index / 10 })),
  cuts,
  model: "",
  milliseconds: {},
});
const cut = (hard: number, value = 0.5) => ({ measure: "words", value, hard, soft: 0.9, decided: true });

test("passages that rose, fell, came and went are told apart", () => {
  expect(countMoves(trace("abcd"), trace("bxac"))).toEqual({ rose: 1, fell: 2, came: 1, went: 1 });
  expect(movesFrom(trace("bxa"), trace("ab"))).toEqual([
    { chunkId: "b", place: 1, other: 2 },
    { chunkId: "x", place: 2, other: null },
    { chunkId: "a", place: 3, other: 1 },
  ]);
});

test("only as many passages are compared as an answer is written from", () => {
  expect(countMoves(trace("abcdefghi"), trace("abcdefghj"))).toEqual({ rose: 0, fell: 0, came: 0, went: 0 });
});

test("a reranked order is compared, not the fused one under it", () => {
  const hits = ["b", "a"].map((chunkId) => ({ chunkId, documentId: "doc", score: 1 }));

  expect(countMoves(trace("ab"), { ...trace("ab"), reranked: { model: "m", hits } })).toMatchObject({
    rose: 1,
    fell: 1,
  });
});

test("a cut that was moved is named with both places, a value that differs only makes the measures differ", () => {
  expect(cutChanges(trace("", [cut(0.4)]), trace("", [cut(0.3)]))).toEqual([
    { measure: "words", before: { hard: 0.4, soft: 0.9 }, after: { hard: 0.3, soft: 0.9 } },
  ]);
  expect(cutChanges(trace("", [cut(0.4)]), trace("", [cut(0.4, 0.6)]))).toEqual([]);
  expect(sameMeasures(trace("", [cut(0.4)]), trace("", [cut(0.4, 0.6)]))).toBe(false);
  expect(sameMeasures(trace("", [cut(0.4)]), trace("", [cut(0.4)]))).toBe(true);
});

import { expect, test } from "vitest";
import { fuse } from "./fuse.ts";

const weights = { passage: 1, question: 0.5 };

test("what several routes found comes before what one of them found as well", () => {
  const both = { chunkId: "both", score: 4, share: 0.4 };
  const fused = fuse(
    { passage: [{ chunkId: "passage", score: 5, share: 0.5 }, both], question: [{ ...both, score: 9, share: 0.6 }] },
    weights,
  );

  expect(fused.map((one) => [one.chunkId, Number(one.score.toFixed(2))])).toEqual([
    ["both", 0.7],
    ["passage", 0.5],
  ]);
});

test("each route's raw score and rank are kept apart", () => {
  const [one] = fuse(
    { passage: [{ chunkId: "a", score: 12.5, share: 0.5 }], question: [{ chunkId: "a", score: 3, share: 0.9 }] },
    weights,
  );

  expect(one?.routes).toEqual({ passage: { score: 12.5, rank: 1 }, question: { score: 3, rank: 1 } });
});

test("equal scores come in a fixed order, and no routes give no hits", () => {
  const equal = ["b", "a"].map((chunkId) => ({ chunkId, score: 1, share: 0.1 }));

  expect(fuse({ passage: equal, question: [] }, weights).map((one) => one.chunkId)).toEqual(["a", "b"]);
  expect(fuse({ passage: [], question: [] }, weights)).toEqual([]);
});

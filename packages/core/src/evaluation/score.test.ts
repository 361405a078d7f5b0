import { expect, test } from "vitest";
import { auroc, hitAt, mean, ndcgAt, reciprocalRankAt } from "./score.ts";

const ranked = ["a", "b", "c", "d"];
const relevant = new Set(["c", "x"]);

test("a hit counts from its place on", () => {
  expect([1, 2, 3, 10].map((k) => hitAt(ranked, relevant, k))).toEqual([0, 0, 1, 1]);
  expect(hitAt([], relevant, 10)).toBe(0);
});

test("the reciprocal rank is that of the first relevant one, within the limit", () => {
  expect(reciprocalRankAt(ranked, relevant, 10)).toBeCloseTo(1 / 3);
  expect(reciprocalRankAt(ranked, relevant, 2)).toBe(0);
});

test("gain is measured against the best possible order", () => {
  expect(ndcgAt(["c", "x", "a"], relevant, 10)).toBe(1);
  expect(ndcgAt(ranked, relevant, 10)).toBeCloseTo(1 / 2 / (1 + 1 / Math.log2(3)));
  expect(ndcgAt(["c"], relevant, 1)).toBe(1);
  expect(ndcgAt(ranked, new Set(), 10)).toBe(0);
});

test("telling apart perfectly is 1, the wrong way round 0, by chance a half", () => {
  expect(auroc([3, 4], [1, 2])).toBe(1);
  expect(auroc([1, 2], [3, 4])).toBe(0);
  expect(auroc([1, 2], [1, 2])).toBe(0.5);
});

test("the mean of nothing is nothing", () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2])).toBe(1.5);
});

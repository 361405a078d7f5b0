import { expect, test } from "vitest";
import { scaleOf, standingOf } from "./standing.ts";

test("a value stands above, between or below its cuts", () => {
  const cuts = { hard: 0.3, soft: 0.6 };

  expect([0.6, 0.3, 0.29].map((value) => standingOf({ value, ...cuts }))).toEqual(["above", "between", "below"]);
});

test("a cut that nothing reaches is silent and does not stretch the scale", () => {
  const cut = { value: 0.5, hard: Number.MAX_VALUE, soft: Number.MAX_VALUE };

  expect(standingOf(cut)).toBe("silent");
  expect(scaleOf(cut)).toEqual({ low: 0, high: 1 });
});

test("scores of a reranker may lie below zero", () => {
  expect(scaleOf({ value: -4, hard: 0, soft: 3 })).toEqual({ low: -4, high: 3 });
});

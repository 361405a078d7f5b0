import { expect, test } from "vitest";
import { missedIn, scaleOf, standingOf } from "./standing.ts";

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

test("of a refusal all deciding cuts are named that were missed, and only the reranker's where it had a say", () => {
  const cut = (measure: string, value: number, hard = 0.4) => ({ measure, value, hard, soft: 0.6, decided: false });
  const names = (...cuts: ReturnType<typeof cut>[]) => missedIn(cuts).map(({ measure }) => measure);

  expect(names(cut("vector-passage", 0.1), cut("fit", 0.3), cut("across", 0.2))).toEqual(["fit", "across"]);
  expect(names(cut("fit", 0.3), cut("rerank", 0.1))).toEqual(["rerank"]);
  expect(names(cut("fit", 0.3), cut("rerank", 0.1, 1e300))).toEqual(["fit"]);
});

test("where the search found enough and the model refused, no cut was missed", () => {
  const cuts = [{ measure: "fit", value: 0.5, hard: 0.4, soft: 0.6, decided: true }];

  expect(missedIn([...cuts, { measure: "across", value: 0.1, hard: 0.4, soft: 0.6, decided: false }])).toEqual([]);
});

import { expect, test } from "vitest";
import { distributionOf } from "./distribution.ts";
import type { Labelled } from "./calibrate.ts";

const labelled = (expected: Labelled["expected"], ...values: number[]): Labelled[] =>
  values.map((words) => ({ expected, values: { words } }));

test("every value lies in a bin, with room for a cut on either side", () => {
  const distribution = distributionOf([...labelled("answer", 0.7, 0.9), ...labelled("refuse", 0.1)], "words");

  expect(distribution?.bins.reduce((sum, { answer, refuse }) => sum + answer + refuse, 0)).toBe(3);
  expect(distribution?.points[0]).toMatchObject({ falseAnswer: { rate: 1 }, falseRefusal: { rate: 0 } });
  expect(distribution?.points.at(-1)).toMatchObject({ falseAnswer: { rate: 0 }, falseRefusal: { rate: 1 } });
});

test("values that are all alike stand in the middle", () => {
  const { bins = [] } = distributionOf(labelled("answer", 0.8, 0.8), "words") ?? {};

  const middle = bins.findIndex(({ from, to }) => from <= 0.8 && 0.8 < to);
  expect(bins[middle]).toMatchObject({ answer: 2 });
  expect(Math.abs(middle - bins.length / 2)).toBeLessThanOrEqual(1);
  expect(distributionOf([{ expected: "refuse", values: {} }], "words")).toBeUndefined();
});

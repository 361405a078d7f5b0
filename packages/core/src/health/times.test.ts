import { expect, test } from "vitest";
import { steps, timesOf } from "./times.ts";

/** As the database reads them off. */
const quantiles = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { values: steps.map(at), count: values.length };
};
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

test("of one day half and 95 of 100 are exact", () => {
  expect(timesOf([quantiles(upTo(100))])).toEqual({ half: 50, most: 95 });
  expect(timesOf([quantiles([7])])).toEqual({ half: 7, most: 7 });
});

test("of several days each counts by how many answers it had", () => {
  const together = timesOf([quantiles(upTo(1000)), quantiles([100_000])]);
  expect(together?.half).toBeGreaterThan(450);
  expect(together?.half).toBeLessThan(550);
  expect(together?.most).toBeGreaterThan(900);
  expect(together?.most).toBeLessThanOrEqual(1000);
});

test("without an answer there is no time", () => {
  expect(timesOf([])).toBeNull();
  expect(timesOf([{ values: null, count: 0 }])).toBeNull();
});

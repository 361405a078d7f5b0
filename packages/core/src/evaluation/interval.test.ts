import { expect, test } from "vitest";
import { aurocInterval, wilson } from "./interval.ts";

test("the interval of a share is Wilson's", () => {
  const { rate, low, high } = wilson(8, 10);

  expect(rate).toBe(0.8);
  expect(low).toBeCloseTo(0.4902, 3);
  expect(high).toBeCloseTo(0.9433, 3);
});

test("no mistake in twenty still leaves room for one in six", () => {
  expect(wilson(0, 20)).toMatchObject({ rate: 0, low: 0 });
  expect(wilson(0, 20).high).toBeCloseTo(0.161, 3);
  expect(wilson(20, 20)).toMatchObject({ rate: 1, high: 1 });
});

test("of nothing, anything is possible", () => {
  expect(wilson(0, 0)).toEqual({ rate: 0, low: 0, high: 1 });
});

test("perfect separation of a few is not certain, of many almost", () => {
  const few = aurocInterval(1, 5, 5);
  const many = aurocInterval(1, 500, 500);

  expect(few.high).toBe(1);
  expect(few.low).toBeLessThan(0.75);
  expect(many.low).toBeGreaterThan(0.98);
});

test("the interval of an area narrows with the number of questions and holds the area", () => {
  const few = aurocInterval(0.8, 20, 20);
  const many = aurocInterval(0.8, 200, 200);

  expect(few.low).toBeLessThan(many.low);
  expect(many.low).toBeLessThan(0.8);
  expect(many.high).toBeGreaterThan(0.8);
  expect(few.high).toBeGreaterThan(many.high);
});

import { expect, test } from "vitest";
import { agree, cutAt, indexOf, moved, never, type Point } from "./cut-place.ts";

const rate = { rate: 0, low: 0, high: 1 };
const points: Point[] = [0, 0.1, 0.2, 0.3].map((cut) => ({ cut, falseAnswer: rate, falseRefusal: rate }));

test("a cut stands at the point nearest to it, and one that nothing reaches past the last", () => {
  expect(indexOf(points, 0.14)).toBe(1);
  expect(indexOf(points, 0.16)).toBe(2);
  expect(indexOf(points, -1)).toBe(0);
  expect(indexOf(points, 5)).toBe(3);
  expect(indexOf(points, never)).toBe(4);
  expect(cutAt(points, 4)).toBe(never);
});

test("the soft cut is never left below the hard one", () => {
  expect(moved({ hard: 0.1, soft: 0.2 }, "hard", 0.3)).toEqual({ hard: 0.3, soft: 0.3 });
  expect(moved({ hard: 0.1, soft: 0.2 }, "soft", 0)).toEqual({ hard: 0, soft: 0 });
});

test("cuts agree when they say the same about what the first ones name", () => {
  const words = { hard: 0.1, soft: 0.2 };
  expect(agree({ words }, { words: { ...words }, fit: words })).toBe(true);
  expect(agree({ words }, { words: { hard: 0.1, soft: 0.3 } })).toBe(false);
  expect(agree({ words }, {})).toBe(false);
});

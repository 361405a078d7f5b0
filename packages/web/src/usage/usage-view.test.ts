import { expect, test } from "vitest";
import { parseUsageView, rangeOf } from "./usage-view.ts";

test("a range ends today and has as many days as it says", () => {
  const now = new Date(2026, 2, 1, 0, 30);
  expect(rangeOf(1, now)).toMatchObject({ from: "2026-03-01", to: "2026-03-01" });
  expect(rangeOf(7, now)).toMatchObject({ from: "2026-02-23", to: "2026-03-01" });
});

test("an address with anything else in it shows the usual range", () => {
  expect(parseUsageView({ days: 7 })).toEqual({ days: 7 });
  expect(parseUsageView({ days: "7; drop" })).toEqual({});
  expect(parseUsageView({ days: 30 })).toEqual({});
});

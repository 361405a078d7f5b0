import { expect, test } from "vitest";
import { parseFeedbackView, spanOf } from "./feedback-view.ts";

test("an address that says something else shows everything", () => {
  expect(parseFeedbackView({ state: "old", thumb: 1, page: 0, from: "2026-13-40", corrected: "yes" })).toEqual({});
  expect(parseFeedbackView({ state: "new", from: "2026-11-01", page: 3 })).toEqual({
    state: "new",
    from: "2026-11-01",
    page: 3,
  });
});

test("the last day counts to its end", () => {
  const { from = "", before = "" } = spanOf({ from: "2026-11-27", to: "2026-11-27" });
  expect(Date.parse(before) - Date.parse(from)).toBe(24 * 60 * 60 * 1000);
  expect(spanOf({})).toEqual({});
});

import { expect, test } from "vitest";
import { isTimeZone, periodAround } from "./period.ts";

const iso = ({ start, end }: { start: Date; end: Date }) => [start.toISOString(), end.toISOString()];

test("a day begins when it begins where people are", () => {
  const at = new Date("2026-03-01T17:30:00Z");
  expect(iso(periodAround(at, "day", "UTC"))).toEqual(["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"]);
  expect(iso(periodAround(at, "day", "Asia/Shanghai"))).toEqual([
    "2026-03-01T16:00:00.000Z",
    "2026-03-02T16:00:00.000Z",
  ]);
});

test("a month is a calendar month, over the end of a year as well", () => {
  expect(iso(periodAround(new Date("2026-12-31T20:00:00Z"), "month", "Asia/Shanghai"))).toEqual([
    "2026-12-31T16:00:00.000Z",
    "2027-01-31T16:00:00.000Z",
  ]);
});

test("a day on which clocks are changed has 23 or 25 hours", () => {
  const hours = (day: string) => {
    const { start, end } = periodAround(new Date(`${day}T12:00:00Z`), "day", "Europe/Berlin");
    return (end.getTime() - start.getTime()) / 3_600_000;
  };
  expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([23, 25, 24]);
});

test("a time zone that nobody knows is told from one that exists", () => {
  expect(isTimeZone("Asia/Shanghai")).toBe(true);
  expect(isTimeZone("Moon/Crater")).toBe(false);
});

import { expect, test } from "vitest";
import { timeLine } from "./stages.ts";

test("stages follow one another in the order in which they happen, with their parts inside", () => {
  const { bars, totalMs } = timeLine({
    model: 800,
    total: 1000,
    search: 100,
    rewrite: 50,
    "search.fuse": 10,
    "search.index": 60,
  });

  expect(bars).toEqual([
    { stage: "rewrite", startMs: 0, lengthMs: 50, depth: 0 },
    { stage: "search", startMs: 50, lengthMs: 100, depth: 0 },
    { stage: "search.index", startMs: 50, lengthMs: 60, depth: 1 },
    { stage: "search.fuse", startMs: 110, lengthMs: 10, depth: 1 },
    { stage: "model", startMs: 150, lengthMs: 800, depth: 0 },
  ]);
  expect(totalMs).toBe(1000);
});

test("a stage that was not timed as a whole takes as long as its parts", () => {
  expect(timeLine({ "search.index": 7, "search.load": 3 }).bars[0]).toMatchObject({ stage: "search", lengthMs: 10 });
});

test("nothing timed is an empty line", () => {
  expect(timeLine({})).toEqual({ bars: [], totalMs: 0 });
});

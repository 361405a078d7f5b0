import { expect, test } from "vitest";
import { fold } from "./fold.ts";

const delta = (offset: number, text: string) => ({ type: "text-delta", offset, text });
const stage = (name: string) => ({ type: "stage", stage: name });

test("text that follows text is told as one", () => {
  expect(fold(delta(0, "Thirty "), delta(7, "days"))).toEqual(delta(0, "Thirty days"));
});

test("of two stages the later one is told", () => {
  expect(fold(stage("looking"), stage("searching"))).toEqual(stage("searching"));
});

test("text beside a gap, other events and long text stay apart", () => {
  expect(fold(delta(0, "Thirty "), delta(8, "days"))).toBeUndefined();
  expect(fold(stage("writing"), delta(0, "Thirty"))).toBeUndefined();
  expect(fold({ type: "sources", sources: [] }, { type: "sources", sources: [] })).toBeUndefined();
  expect(fold(delta(0, "x".repeat(8_000)), delta(8_000, "y"))).toBeUndefined();
});

import { expect, test } from "vitest";
import { changeOf, completed, measuresOf, parseReplayView } from "./replay-view.ts";

const cut = (measure: string, decided = false) => ({ measure, value: 0.5, hard: 0.4, soft: 0.6, decided });

test("the address says what is changed, and anything else in it is dropped", () => {
  expect(parseReplayView({ change: "cut", measure: "words", hard: 0.3, soft: 0.5, answer: true })).toEqual({
    change: "cut",
    measure: "words",
    hard: 0.3,
    soft: 0.5,
    answer: true,
  });
  expect(parseReplayView({ change: "everything", measure: "luck", hard: "low", answer: "yes" })).toEqual({});
  expect(parseReplayView({ change: "vectors", hard: 0.3 })).toEqual({ change: "vectors" });
});

test("a cut begins where it is today, on the measure that decided", () => {
  const trace = { cuts: [cut("vector-passage"), cut("fit"), cut("across", true)] };

  expect(measuresOf(trace)).toEqual(["fit", "across"]);
  expect(completed({ change: "cut" }, trace, { across: { hard: 0.2, soft: 0.3 } })).toEqual({
    change: "cut",
    measure: "across",
    hard: 0.2,
    soft: 0.3,
  });
  expect(completed({ change: "cut", hard: 0.1 }, trace, { across: { hard: 1e300, soft: 1e300 } })).toEqual({
    change: "cut",
    measure: "across",
    hard: 0.1,
  });
});

test("a cut that is not known, or lies above the other one, is no change that can be run", () => {
  expect(changeOf({ change: "cut", measure: "words", hard: 0.1 })).toBeUndefined();
  expect(changeOf({ change: "cut", measure: "words", hard: 0.6, soft: 0.5 })).toBeUndefined();
  expect(changeOf({ change: "cut", measure: "words", hard: 0.5, soft: 0.5 })).toMatchObject({ type: "cut" });
});

test("without saying anything, nothing is changed", () => {
  expect(changeOf({})).toEqual({ type: "nothing" });
  expect(changeOf({ change: "rerank" })).toEqual({ type: "without", part: "rerank" });
});

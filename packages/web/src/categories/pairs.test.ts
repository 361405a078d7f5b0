import { expect, test } from "vitest";
import { changesFrom, problemsIn } from "./pairs.ts";

let key = 0;
const pair = (name: string, value: string) => ({ key: key++, name, value });

test("only what was changed is sent, and what is gone is taken away", () => {
  const before = { Department: "Finance", Year: "2025", Author: "Ana" };

  expect(changesFrom(before, [pair("Department", "Finance"), pair("Year", " 2026 "), pair("", "")])).toEqual({
    Year: "2026",
    Author: null,
  });
  expect(changesFrom({}, [pair("Year", "")])).toEqual({ Year: null });
});

test("a line needs a name and, of one document, a value; no name stands twice", () => {
  const [unnamed, empty, one, again] = [pair(" ", "x"), pair("Team", " "), pair("Year", "1"), pair("year ", "2")];

  expect([...problemsIn([unnamed, empty, one, again, pair("", "")], false)]).toEqual([
    [unnamed.key, "nameNeeded"],
    [empty.key, "valueNeeded"],
    [again.key, "nameTwice"],
  ]);
  expect(problemsIn([empty], true).size).toBe(0);
});

import { expect, test } from "vitest";
import { formatsFor } from "../app/format.ts";
import { en } from "../app/i18n/en.ts";
import { durationText, parseHealthView } from "./health-view.ts";

test("the address holds the period and the library, and nothing else", () => {
  expect(parseHealthView({ days: 7, library: "lib_1", more: 1 })).toEqual({ days: 7, library: "lib_1" });
  expect(parseHealthView({ days: 30, library: "" })).toEqual({});
});

test("a time is told in the unit that tells most", () => {
  const said = (milliseconds: number) => durationText(en, formatsFor("en"), milliseconds);
  expect([said(1_234), said(150_000), said(9_000_000)]).toEqual(["1.2 s", "3 min", "3 h"]);
});

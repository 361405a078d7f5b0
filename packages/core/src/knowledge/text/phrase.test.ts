import { expect, test } from "vitest";
import { keyOf, mentions } from "./phrase.ts";

test.each([
  ["Paid  Leaves", "paid leave"],
  ["ＯｎｅＤｒｉｖｅ", "onedrive"],
  ["Driver's licence", "driver licence"],
  ["帶薪休假", "带薪休假"],
  ["A股", "A 股"],
  ["café", "CAFE"],
])("%j and %j are the same phrase", (one, other) => {
  expect(keyOf(one)).toBe(keyOf(other));
});

test.each([
  ["年假", "年 假"],
  ["paid leave", "leave paid"],
  ["leave", "leave portal"],
])("%j and %j are two phrases", (one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other));
});

test("a text without letters and digits is no phrase", () => {
  expect(keyOf("？！ 🎉")).toBe("");
  expect(mentions("？！", "！")).toBe(false);
});

test("a phrase is found inside a run of characters and among words, whole", () => {
  expect(mentions("请问中国区的员工怎么报销", "中国")).toBe(true);
  expect(mentions("Leave rules for New Yorkers in New York?", "new york")).toBe(true);
  expect(mentions("A Chinese menu", "China")).toBe(false);
  expect(mentions("Indiana", "India")).toBe(false);
});

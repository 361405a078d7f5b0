import { expect, test } from "vitest";
import { diff } from "./diff.ts";

const told = (before: string, after: string) =>
  diff(before, after)
    .map(({ type, text }) => ({ same: text, removed: `[-${text}-]`, added: `[+${text}+]` })[type])
    .join("");

test("words that were replaced are told, and the rest is left as it is", () => {
  expect(told("Everybody gets thirty days.", "Everybody gets forty days.")).toBe(
    "Everybody gets [-thirty-][+forty+] days.",
  );
});

test("words that follow each other are replaced together", () => {
  expect(told("costs nine crowns a day", "costs eleven guilders a day")).toBe(
    "costs [-nine crowns-][+eleven guilders+] a day",
  );
});

test("Chinese is compared by character", () => {
  expect(told("请假三天以上需要证明", "请假五天以上需要证明")).toBe("请假[-三-][+五+]天以上需要证明");
});

test("the same text has no changes, and an empty one is all new", () => {
  expect(diff("one", "one")).toEqual([{ type: "same", text: "one" }]);
  expect(diff("", "one")).toEqual([{ type: "added", text: "one" }]);
  expect(diff("", "")).toEqual([]);
});

test("both texts can be read from what is told", () => {
  const [before, after] = ["a b c\n\nd e f 一二三", "a x c\nd f g 一三四 h"];
  const without = (type: string) =>
    diff(before, after)
      .filter((change) => change.type !== type)
      .map(({ text }) => text)
      .join("");

  expect(without("added")).toBe(before);
  expect(without("removed")).toBe(after);
});

test("texts too long to compare word by word are told as a whole", () => {
  const [before, after] = ["a b ".repeat(3_000).trim(), "c d ".repeat(3_000).trim()];

  expect(diff(before, after).map(({ type }) => type)).toEqual(["removed", "added"]);
});

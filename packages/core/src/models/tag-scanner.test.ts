import { expect, test } from "vitest";
import { scanTags } from "./tag-scanner.ts";

test("finds tags wherever the pieces are cut, and loses no text", () => {
  const text = "a <b>x<<b></b> <";
  for (let size = 1; size <= text.length; size++) {
    const scanner = scanTags(["<b>", "</b>"]);
    const parts = [];
    for (let at = 0; at < text.length; at += size) parts.push(...scanner.push(text.slice(at, at + size)));
    parts.push(...scanner.end());

    const joined = parts.map((part) => (part.type === "text" ? part.text : `(${part.tag})`)).join("");
    expect(joined).toBe("a (<b>)x<(<b>)(</b>) <");
  }
});

test("passes text on at once when it cannot be the beginning of a tag", () => {
  expect(scanTags(["<think>"]).push("hello")).toEqual([{ type: "text", text: "hello" }]);
});

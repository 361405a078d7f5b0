import { expect, test } from "vitest";
import { tagTerm } from "./tag.ts";

test("spellings that people take for the same have the same tag", () => {
  expect(tagTerm("Region", " North  America ")).toBe(tagTerm("region", "north america"));
  expect(tagTerm("Ｒｅｇｉｏｎ", "２０２６")).toBe(tagTerm("Region", "2026"));
});

test("another name, another value and a value that runs into the name have tags of their own", () => {
  const tags = [
    tagTerm("region", "china"),
    tagTerm("region", "chinas"),
    tagTerm("regions", "china"),
    tagTerm("regionchina", ""),
  ];

  expect(new Set(tags).size).toBe(tags.length);
  expect(tags.every((tag) => /^[0-9a-f]{16}$/.test(tag))).toBe(true);
});

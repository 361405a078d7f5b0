import { expect, test } from "vitest";
import { tagsOf, tagTerm } from "./tag.ts";

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

test("a cell of several values is found by each and by the whole, and a name with a comma stays one", () => {
  const both = tagsOf({ Region: "China, Japan", Author: "Smith, Jane" });

  expect(both).toEqual(
    expect.arrayContaining([
      tagTerm("Region", "China"),
      tagTerm("Region", "Japan"),
      tagTerm("Region", "China, Japan"),
      tagTerm("Author", "Smith, Jane"),
    ]),
  );
  expect(both).not.toContain(tagTerm("Author", "Jane"));
});

test("empty cells have no tag", () => {
  expect(tagsOf({ Region: " ", Team: "" })).toEqual([]);
});

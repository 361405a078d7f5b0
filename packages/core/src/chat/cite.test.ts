import { describe, expect, test } from "vitest";
import { cite, withoutCitations, withoutMarks } from "./cite.ts";
import type { Passage } from "../knowledge/passages.ts";

const passage = (text: string): Passage => ({
  chunkId: "ver_1",
  documentId: "doc_1",
  versionId: "ver_1",
  title: "Handbook",
  headings: [],
  page: null,
  position: 0,
  question: null,
  metadata: null,
  category: null,
  text,
});

const passages = [
  passage("The office opens at nine. Employees get 25 days of leave a year. Lunch is free."),
  passage("年假最多可以顺延十天。加班需要主管批准。"),
  passage("Parking costs ten euros."),
];

describe("citations", () => {
  test.each([
    ["25 days [1].", "25 days [1]."],
    ["25 days [1][2].", "25 days [1][2]."],
    ["25 days [1, 2].", "25 days [1][2]."],
    ["25 days [1，2].", "25 days [1][2]."],
    ["25 days [1-3].", "25 days [1][2][3]."],
    ["可以顺延【2】。", "可以顺延[2]。"],
    ["可以顺延［２］。", "可以顺延[2]。"],
    ["25 days【1†source】.", "25 days[1]."],
    ["25 days [^1].", "25 days [1]."],
  ])("%s becomes %s", (answer, text) => {
    expect(cite(answer, passages, "q").text).toBe(text);
  });

  test.each([
    ["25 days [4].", "25 days."],
    ["25 days [0] and more.", "25 days and more."],
    ["25 days [1, 9].", "25 days [1]."],
    ["[7]", ""],
  ])("of passages that do not exist go: %s becomes %s", (answer, text) => {
    expect(cite(answer, passages, "q").text).toBe(text);
  });

  test.each([
    "see [the handbook](https://example.org) and [x]",
    "in [2024] and [1",
    "`list[1]` stays",
    "```\nlist[9]\n```",
    "- [ ] to do",
  ])("leave other brackets and code alone: %s", (answer) => {
    expect(cite(answer, passages, "q").text).toBe(answer);
  });

  test("quote the sentence of the passage that supports what cites it", () => {
    const { sources } = cite("You have 25 days of leave [1]. 可以顺延十天[2]。", passages, "holidays?");

    expect(sources.map(({ n, quote, cited }) => ({ n, quote, cited }))).toEqual([
      { n: 1, quote: "Employees get 25 days of leave a year.", cited: true },
      { n: 2, quote: "年假最多可以顺延十天。", cited: true },
      { n: 3, quote: "Parking costs ten euros.", cited: false },
    ]);
  });
});

test("bracketed numbers of a passage can be made to look like no citation", () => {
  expect(withoutMarks("as shown [3], `a[1]`")).toBe("as shown (3), `a[1]`");
  expect(withoutCitations("as said [3].")).toBe("as said .");
});

test.each([
  ["[", 1_000_000],
  ["[[1", 300_000],
  ["`", 1_000_000],
  ["`[1]` ``", 100_000],
  ["```\n[1]\n", 100_000],
  ["【1†", 200_000],
  ["[1, ", 200_000],
  ["[1]\n", 30_000],
])("a megabyte of %j is read to its end, where more than linear time would take hours", (unit, times) => {
  const { text } = cite(`${unit.repeat(times)}\n\nLunch is free [3].`, passages, "q");

  expect(text).toContain("Lunch is free");
});

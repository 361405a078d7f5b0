import { expect, test } from "vitest";
import { sentences } from "./sentence.ts";

const texts = (passage: string) => sentences(passage).map(({ text }) => text);

test("cuts English at the end of sentences and not at abbreviations, numbers or initials", () => {
  const passage =
    'Dr. J. Smith pays 3.5 dollars, e.g. in the U.S. every day. "Is it much?" he asked. No. 5 is cheaper!';

  expect(texts(passage)).toEqual([
    "Dr. J. Smith pays 3.5 dollars, e.g. in the U.S. every day.",
    '"Is it much?" he asked.',
    "No. 5 is cheaper!",
  ]);
});

test("cuts Chinese at its own marks, closing quotation marks included", () => {
  expect(texts("他说：“可以顺延。”真的吗？是的……第三条适用。")).toEqual([
    "他说：“可以顺延。”",
    "真的吗？",
    "是的……",
    "第三条适用。",
  ]);
});

test("joins lines that were only wrapped and keeps lines that were meant", () => {
  const wrapped = "The office in the north is open\nfrom nine to five. It is closed\non Sundays.";
  const meant = "Name: Docent\nPhone: 12345";

  expect(texts(wrapped)).toEqual(["The office in the north is open\nfrom nine to five.", "It is closed\non Sundays."]);
  expect(texts(meant)).toEqual(["Name: Docent", "Phone: 12345"]);
});

test("keeps tables and listings whole, and lists as items of one group", () => {
  const passage =
    "# Fees\n\nThey are:\n\n- one euro,\n  paid at once\n- two euros\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1.\ny = 2\n```";

  expect(sentences(passage).map(({ kind, group, heading }) => ({ kind, group, heading }))).toMatchObject([
    { kind: "prose", heading: "Fees" },
    { kind: "item", group: 4 },
    { kind: "item", group: 4 },
    { kind: "table" },
    { kind: "code" },
  ]);
});

test("each sentence is where it says it is", () => {
  const passage = "One.  Two!\n\n* 三。\n四？ five";

  for (const { text, start, end } of sentences(passage)) expect(passage.slice(start, end)).toBe(text);
});

test.each(["[", "。", ". ", "a\n", "| ", "- x\n", "```\n", "(1", "…", '"'])(
  "a megabyte of %j is read to its end, where more than linear time would take hours",
  (unit) => {
    const passage = unit.repeat(Math.ceil(1_000_000 / unit.length));

    const [last] = sentences(passage).slice(-1);

    expect(passage.slice(last?.end).trim()).toBe("");
  },
);

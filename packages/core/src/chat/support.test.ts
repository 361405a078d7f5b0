import { expect, test } from "vitest";
import type { Passage } from "../knowledge/passages.ts";
import { support } from "./support.ts";

const passage = (text: string): Passage => ({
  chunkId: "ver_1",
  documentId: "doc_1",
  versionId: "ver_1",
  title: "Handbook",
  headings: ["Leave"],
  page: null,
  position: 0,
  question: null,
  metadata: null,
  category: null,
  text,
});
const english = passage("Everybody gets 30 days of leave a year. Ten days may be carried over until March.");
const chinese = passage("员工每年享有 30 天年假，最多可以顺延 10 天到次年三月。");

test("a statement that its passage bears out is supported, in other words too", () => {
  expect(support("You get 30 days of leave each year [1].", [english])).toEqual({ checked: 1, unsupported: [] });
  expect(support("每年有 30 天年假[1]，可以顺延 10 天[1]。", [chinese]).unsupported).toEqual([]);
});

test("a number that does not stand in the cited passage makes a statement unsupported", () => {
  expect(support("You get 45 days of leave a year [1]. Ten may be carried over [1].", [english]).unsupported).toEqual([
    "You get 45 days of leave a year",
  ]);
  expect(support("每年有 45 天年假[1]。", [chinese]).unsupported).toEqual(["每年有 45 天年假"]);
});

test("a statement about something else is unsupported, and one without a citation is not looked at", () => {
  expect(support("The cafeteria serves lunch from noon [1].", [english]).unsupported).toHaveLength(1);
  expect(support("The cafeteria serves lunch from noon.", [english])).toEqual({ checked: 0, unsupported: [] });
});

test("each statement is held against the passages that it cites and no others", () => {
  const other = passage("The cafeteria serves lunch from noon until two.");

  expect(support("Lunch is served from noon [2]. Lunch is served from noon [1].", [english, other])).toMatchObject({
    checked: 2,
    unsupported: ["Lunch is served from noon"],
  });
});

test("across languages only numbers are compared", () => {
  expect(support("每年有 30 天年假[1]。", [english]).unsupported).toEqual([]);
  expect(support("每年有 45 天年假[1]。", [english]).unsupported).toHaveLength(1);
});

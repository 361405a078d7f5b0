import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";
import type { Passage } from "../passages.ts";

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

const passages = [passage("Everybody gets thirty days a year."), passage("年假最多可以顺延十天。")];

test("coverage is the share of the question's words that one passage holds, headings included", () => {
  expect(coverage("How many days of leave do I get a year?", passages)).toBe(0.8);
  expect(coverage("年假可以顺延几天？", passages)).toBeGreaterThan(0.45);
  expect(coverage("Which football club won the championship?", passages)).toBe(0);
  expect(coverage("巴西哪支足球队得了冠军？", passages)).toBeLessThan(0.2);
  expect(coverage("???", passages)).toBe(0);
});

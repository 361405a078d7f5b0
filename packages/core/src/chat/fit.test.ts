import { expect, test } from "vitest";
import type { Passage } from "../knowledge/passages.ts";
import { fit } from "./fit.ts";
import type { Material } from "./prompts/answer.ts";

const passage = (chunkId: string): Passage => ({
  chunkId,
  documentId: chunkId,
  versionId: "ver_1",
  title: "Leave",
  headings: [],
  page: null,
  position: 0,
  text: "Everybody gets thirty days of paid leave a year. ".repeat(40),
  question: null,
  category: null,
  metadata: {},
});

const material: Material = {
  question: "How many days of leave?",
  passages: ["a", "b", "c", "d"].map(passage),
  history: [{ question: "Hello?", answer: "Good day. ".repeat(100) }],
  isUnsure: false,
  around: new Map([["a", { before: "before ".repeat(60), after: "after ".repeat(60) }]]),
};

const shape = ({ passages, history, around }: Material) => [passages.length, history.length, around.size];

test("everything stays where it is not known how much a model can read, or where it can read much", () => {
  expect(fit(material, undefined)).toBe(material);
  expect(fit(material, 100_000)).toBe(material);
});

test("what stands around goes first, then the least fitting passages, then what was said before", () => {
  const sizes = Array.from({ length: 500 }, (_, at) => 5_256 - 10 * at);
  const shapes = sizes.map((contextTokens) => shape(fit(material, contextTokens)).join(" "));
  expect([...new Set(shapes)]).toEqual(["4 1 1", "4 1 0", "3 1 0", "2 1 0", "2 0 0", "1 0 0"]);
});

test("the best passage stays, however little a model can read", () => {
  expect(fit(material, 256).passages.map(({ chunkId }) => chunkId)).toEqual(["a"]);
});

import { expect, test } from "vitest";
import type { Hit } from "../knowledge/search.ts";
import { quickAnswer } from "./quick.ts";

const row = (chunkId: string, question: string | null): Hit => ({
  chunkId,
  versionId: "ver_1",
  documentId: "doc_1",
  title: "FAQ",
  headings: [],
  page: null,
  position: 0,
  text: "An answer.",
  question,
  metadata: null,
  category: null,
  score: 1,
  words: 0.5,
  meaning: 0.5,
  across: false,
  routes: {},
});
const ranked = (chunkId: string, share: number) => ({
  chunkId,
  versionId: "ver_1",
  documentId: "doc_1",
  score: share,
  share,
});

test("the same question in the same words is answered at once, whatever its order and function words", () => {
  const hits = [row("a", "How do I claim travel costs?"), row("b", "How do I claim medical costs?")];

  expect(quickAnswer("how to claim the travel costs", { hits, routes: {} })).toMatchObject({
    hit: { chunkId: "a" },
    measure: "same-words",
  });
  expect(quickAnswer("差旅费怎么报销？", { hits: [row("c", "差旅费怎么报销")], routes: {} })?.hit.chunkId).toBe("c");
});

test("a question that means the same and is well ahead of the next is answered at once", () => {
  const hits = [row("a", "How do I claim travel costs?"), row("b", "Where do I park?")];
  const asked = "Who pays me back for my train ticket?";
  const at = (first: number, second: number) =>
    quickAnswer(asked, { hits, routes: { "vector-question": [ranked("a", first), ranked("b", second)] } });

  expect(at(0.8, 0.4)).toMatchObject({ hit: { chunkId: "a" }, measure: "vector-question", value: 0.8 });
  expect(at(0.8, 0.75)).toBeUndefined();
  expect(at(0.6, 0.2)).toBeUndefined();
});

test("a different number is a different question", () => {
  const hits = [row("a", "Where do I find form 12?")];

  expect(
    quickAnswer("Where do I find form 13?", { hits, routes: { "vector-question": [ranked("a", 0.95)] } }),
  ).toBeUndefined();
});

test("a passage of a document never answers at once", () => {
  expect(quickAnswer("travel costs", { hits: [row("a", null)], routes: {} })).toBeUndefined();
});

test("another wording that was accepted for a row answers at once; a question written for a passage never does", () => {
  const written = { id: "trg_1", chunkId: "a", kind: "question" as const, text: "Who pays for my train ticket?" };
  const asked = "who pays for the train ticket";
  const routes = { "vector-question": [ranked("a", 0.95)] };

  expect(quickAnswer(asked, { hits: [{ ...row("a", "Travel costs?"), written }], routes: {} })?.hit.chunkId).toBe("a");
  expect(quickAnswer(asked, { hits: [{ ...row("a", null), written }], routes })).toBeUndefined();
  expect(
    quickAnswer("ticket 12", {
      hits: [{ ...row("a", "Ticket 13"), written: { ...written, text: "Ticket 12" } }],
      routes,
    })?.hit.chunkId,
  ).toBe("a");
});

import { expect, test } from "vitest";
import { changes, type Basis } from "./basis.ts";

const before: Basis = { analyzer: "a1", embedder: "e5", reranker: null, documents: 10, passages: 1_000 };

test("cuts hold while the corpus moves by up to a fifth", () => {
  expect(changes(before, { ...before, documents: 12, passages: 800 })).toEqual([]);
});

test("another analyzer, embedder or reranker, or a corpus that moved further, makes them stale", () => {
  expect(changes(before, { ...before, embedder: null })).toEqual([{ what: "embedder", before: "e5", now: null }]);
  expect(changes(before, { ...before, analyzer: "a2", reranker: "r" }).map(({ what }) => what)).toEqual([
    "analyzer",
    "reranker",
  ]);
  expect(changes(before, { ...before, documents: 13 })).toEqual([{ what: "documents", before: 10, now: 13 }]);
  expect(changes(before, { ...before, passages: 799 })).toEqual([{ what: "passages", before: 1_000, now: 799 }]);
});

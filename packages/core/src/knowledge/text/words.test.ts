import { expect, test } from "vitest";
import { bestShares, wordShares } from "./words.ts";

const ceilings = new Map([
  ["read", 2],
  ["replica", 3],
  ["storag", 3],
]);

function ranked(texts: Record<string, { text: string; score: number }>): string[] {
  const hits = Object.entries(texts).map(([id, { score }]) => ids(id, score));
  const passages = new Map(
    Object.entries(texts).map(([id, { text }]) => [
      id,
      {
        ...ids(id),
        text,
        title: "",
        headings: [],
        page: null,
        position: 0,
        question: null,
        metadata: null,
        category: null,
      },
    ]),
  );
  return wordShares("storage of a read replica", { hits, ceilings, perfect: 10, unknown: [] }, passages).map(
    (hit) => hit.chunkId,
  );
}

function ids(id: string, score = 0) {
  return { chunkId: id, versionId: `ver_${id}`, documentId: `doc_${id}`, score };
}

test("a passage with more of the question's words passes one that repeats a few", () => {
  expect(
    ranked({
      repeats: { text: "replica and replica and replica", score: 4 },
      holds: { text: "storage is read by every replica", score: 3.5 },
    }),
  ).toEqual(["holds", "repeats"]);
});

test("a passage where the words stand together passes one where they are scattered", () => {
  expect(
    ranked({
      scattered: {
        text: "read what follows one two three four five and then about storage six seven eight nine ten replica",
        score: 4,
      },
      together: { text: "the storage that a read replica has", score: 3.9 },
    }),
  ).toEqual(["together", "scattered"]);
});

test("no hits stay no hits", () => {
  expect(ranked({})).toEqual([]);
});

test("of several wordings each passage keeps its best share", () => {
  const shares = bestShares([
    [
      { ...ids("a"), share: 0.4 },
      { ...ids("b"), share: 0.2 },
    ],
    [{ ...ids("b"), share: 0.6 }],
  ]);

  expect(shares.map(({ chunkId, share }) => [chunkId, share])).toEqual([
    ["b", 0.6],
    ["a", 0.4],
  ]);
});

import { expect, test } from "vitest";
import { fuse, type Ranked } from "./fuse.ts";

const hit = (chunkId: string, share: number, score = share): Ranked => ({
  chunkId,
  versionId: `ver_${chunkId}`,
  documentId: `doc_${chunkId}`,
  score,
  share,
});
const none = { "lexical-passage": [], "lexical-question": [], "vector-passage": [], "vector-question": [] };
const passage = () => ({ isQuestion: false, isAcross: false });
const order = (fused: { chunkId: string }[]) => fused.map((one) => one.chunkId);

test("words and meaning are added, so what both found comes before what one of them found as well", () => {
  const fused = fuse(
    {
      ...none,
      "lexical-passage": [hit("words", 0.5), hit("both", 0.4)],
      "vector-passage": [hit("both", 0.4), hit("meaning", 0.4), hit("last", 0.1)],
    },
    passage,
  );

  expect(order(fused)).toEqual(["both", "words", "meaning", "last"]);
  expect(fused[0]).toMatchObject({ words: 0.4, meaning: 0.4, score: 0.8 });
});

test("a passage that the vectors did not find counts there like the last that they found", () => {
  const fused = fuse(
    { ...none, "lexical-passage": [hit("a", 0.3)], "vector-passage": [hit("b", 0.5), hit("c", 0.2)] },
    passage,
  );

  expect(fused.find((one) => one.chunkId === "a")?.score).toBeCloseTo(0.5);
});

test("each route's raw score and rank are kept apart", () => {
  const [one] = fuse(
    { ...none, "lexical-passage": [hit("a", 0.5, 12.5)], "lexical-question": [hit("a", 0.9, 3)] },
    passage,
  );

  expect(one?.routes).toEqual({
    "lexical-passage": { score: 12.5, rank: 1 },
    "lexical-question": { score: 3, rank: 1 },
  });
});

test("a row of questions has no advantage over a passage for being found on more routes", () => {
  const all = [hit("row", 0.5), hit("passage", 0.5)];
  const fused = fuse(
    {
      "lexical-passage": all,
      "lexical-question": [hit("row", 0.5)],
      "vector-passage": all,
      "vector-question": [hit("row", 0.5)],
    },
    (chunkId) => ({ isQuestion: chunkId === "row", isAcross: false }),
  );

  expect(fused.map((one) => one.score)).toEqual([1, 1]);
});

test("meaning counts twice where the languages differ, since words cannot help", () => {
  const fused = fuse({ ...none, "vector-passage": [hit("same", 0.3), hit("across", 0.25)] }, (chunkId) => ({
    isQuestion: false,
    isAcross: chunkId === "across",
  }));

  expect(order(fused)).toEqual(["across", "same"]);
});

test("equal scores come in a fixed order, and no routes give no hits", () => {
  expect(order(fuse({ ...none, "lexical-passage": [hit("b", 0.1), hit("a", 0.1)] }, passage))).toEqual(["a", "b"]);
  expect(fuse(none, passage)).toEqual([]);
});

test("a question written for a passage can bring the passage up, and never down", () => {
  const found = {
    ...none,
    "lexical-passage": [hit("plain", 0.5), hit("written", 0.2), hit("far", 0.5)],
    "vector-passage": [hit("plain", 0.5), hit("far", 0.5), hit("written", 0.3)],
  };
  const questions = {
    "lexical-question": [hit("written", 0.9), hit("far", 0.1)],
    "vector-question": [hit("written", 0.9), hit("far", 0.1)],
  };
  const score = (routes: Parameters<typeof fuse>[0], id: string) =>
    fuse(routes, passage).find(({ chunkId }) => chunkId === id)?.score;

  expect(order(fuse(found, passage))[0]).not.toBe("written");
  expect(order(fuse({ ...found, ...questions }, passage))[0]).toBe("written");
  expect(score({ ...found, ...questions }, "far")).toBe(score(found, "far"));
  expect(score({ ...found, ...questions }, "plain")).toBe(score(found, "plain"));
});

test("by words alone, a passage that its question brings up is not added up twice", () => {
  const fused = fuse(
    {
      ...none,
      "lexical-passage": [hit("own", 0.5), hit("written", 0.3)],
      "lexical-question": [hit("written", 0.4)],
    },
    passage,
  );

  expect(fused.map(({ chunkId, score }) => [chunkId, Number(score.toFixed(2))])).toEqual([
    ["written", 0.54],
    ["own", 0.5],
  ]);
});

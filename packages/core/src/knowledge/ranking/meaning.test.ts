import { expect, test } from "vitest";
import { meaningShares } from "./meaning.ts";

const hit = (chunkId: string, score: number) => ({ chunkId, versionId: "ver_1", documentId: "doc_1", score });

test("a cosine counts from what an arbitrary passage scores to a perfect match", () => {
  const shares = meaningShares([hit("a", 0.9), hit("b", 0.8), hit("c", 0.7)], () => 0.8);

  expect(shares.map(({ share }) => Number(share.toFixed(3)))).toEqual([0.5, 0, 0]);
});

test("two embedders with different ranges of cosines say the same", () => {
  const narrow = meaningShares([hit("a", 0.9)], () => 0.8)[0]?.share;
  const wide = meaningShares([hit("a", 0.55)], () => 0.1)[0]?.share;

  expect(narrow).toBeCloseTo(wide ?? 0);
});

test("each script counts from its own background, and the order follows the shares", () => {
  const shares = meaningShares([hit("han", 0.85), hit("other", 0.8)], ({ chunkId }) =>
    chunkId === "han" ? 0.82 : 0.7,
  );

  expect(shares.map(({ chunkId }) => chunkId)).toEqual(["other", "han"]);
});

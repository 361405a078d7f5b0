import { expect, test } from "vitest";
import { decide, type Values } from "../knowledge/cut.ts";
import { tierOf } from "./tier.ts";

const cuts = { words: { hard: 0.4, soft: 0.5 }, across: { hard: 0.25, soft: 0.3 }, rerank: { hard: -2, soft: 1 } };
const tier = (evidence: Values, among = cuts) =>
  tierOf({ evidence, cuts: among, decision: decide(evidence, among), managed: 0 });

test("answers at the soft cut, hedges at the hard one, shows what comes near and refuses the rest", () => {
  expect([0.5, 0.49, 0.4, 0.39, 0.34, 0.33, 0].map((words) => tier({ words }))).toEqual([
    "answer",
    "hedged",
    "hedged",
    "candidates",
    "candidates",
    "refused",
    "refused",
  ]);
});

test("the measure that reaches furthest decides, each against its own cut", () => {
  expect(tier({ words: 0.1, across: 0.31 })).toBe("answer");
  expect(tier({ words: 0.45, across: 0.26 })).toBe("hedged");
});

test("where a reranker has read, the others have no say", () => {
  expect(tier({ words: 0.9, rerank: -3 })).toBe("refused");
  expect(tier({ words: 0.1, rerank: 2 })).toBe("answer");
});

test("a reranker without a cut of its own orders passages and decides nothing", () => {
  const among = { words: { hard: 0.4, soft: 0.5 } };
  const evidence = { words: 0.9, rerank: -9 };

  expect(tierOf({ evidence, cuts: among, decision: decide(evidence, among), managed: 0 })).toBe("answer");
});

test("nothing found is refused", () => {
  expect(tier({})).toBe("refused");
});

test("what a knowledge base elsewhere found is left to the model to refuse, unless words or a reranker speak of it", () => {
  const managed = (evidence: Values, hasModel?: boolean) =>
    tierOf({ evidence, cuts, decision: decide(evidence, cuts), managed: 3 }, hasModel);

  expect(managed({ words: 0.1 })).toBe("hedged");
  expect(managed({ words: 0.1 }, false)).toBe("candidates");
  expect(managed({ words: 0.6 })).toBe("answer");
  expect(managed({ rerank: -3 })).toBe("refused");
});

import { expect, test } from "vitest";
import { decide, never, type Values } from "../knowledge/cut.ts";
import { labelsMin, mistakes, mistakesHeldOut, propose, separation, type Labelled } from "./calibrate.ts";

/** Evenly spread values between two ends. */
function spread(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 0.5)) / count);
}

function labelled(answer: readonly Values[], refuse: readonly Values[]): Labelled[] {
  return [
    ...answer.map((values) => ({ expected: "answer" as const, values })),
    ...refuse.map((values) => ({ expected: "refuse" as const, values })),
  ];
}

const onRoute = (values: readonly number[]): Values[] => values.map((value) => ({ words: value }));
const onReranker = (values: readonly number[]): Values[] => values.map((rerank) => ({ rerank }));

test("between two groups that do not touch, the cut is in the middle of the gap", () => {
  const questions = labelled(onRoute(spread(0.7, 0.9, 40)), onRoute(spread(0.1, 0.3, 40)));

  const { verdict, cuts } = propose(questions);

  expect(verdict).toBe("separable");
  expect(cuts.words?.hard).toBeCloseTo(0.5, 1);
  expect(mistakes(questions, cuts)).toMatchObject({ falseAnswer: { rate: 0 }, falseRefusal: { rate: 0 } });
});

test("one stray question does not drag the cut to its edge", () => {
  const refuse = [...spread(0.1, 0.3, 60), 0.69];
  const { cuts } = propose(labelled(onRoute(spread(0.7, 0.9, 60)), onRoute(refuse)));

  expect(cuts.words?.hard).toBeGreaterThan(0.4);
  expect(cuts.words?.hard).toBeLessThan(0.66);
});

test("the soft cut lets surely no more than one in twenty through", () => {
  const questions = labelled(onReranker(spread(0, 6, 400)), onReranker(spread(-4, 1, 400)));

  const { cuts, softProven } = propose(questions);

  const { unreserved, falseAnswer } = mistakes(questions, cuts);
  expect(softProven).toBe(true);
  expect(unreserved.high).toBeLessThanOrEqual(0.05);
  expect(unreserved.rate).toBeGreaterThan(0.01);
  expect(falseAnswer.rate).toBeGreaterThan(unreserved.rate);
  expect(cuts.rerank?.soft).toBeGreaterThan(cuts.rerank?.hard ?? never);
});

test("with few questions the soft cut promises nothing, and lets none of them through", () => {
  const questions = labelled(onReranker(spread(0, 6, 30)), onReranker(spread(-4, 1, 30)));

  const { cuts, softProven } = propose(questions);

  expect(softProven).toBe(false);
  expect(mistakes(questions, cuts).unreserved.rate).toBe(0);
});

test("a measure that is hardly better than a coin is said not to separate, and gets no say beside one that does", () => {
  const coin = spread(0, 1, 50).map((_, index, all) => ({ fit: all[(index * 7) % 50] ?? 0 }));
  const beside = (good: number[]) => good.map((words, index) => ({ words, ...coin[index] }));
  const questions = labelled(beside(spread(0.5, 1, 50)), beside(spread(0, 0.5, 50)));

  expect(propose(labelled(coin, coin))).toMatchObject({ verdict: "not_separable", cuts: {} });
  const { cuts } = propose(questions);
  expect(cuts.fit).toEqual({ hard: never, soft: never });
  expect(cuts.words?.hard).toBeCloseTo(0.5, 1);
});

test("a measure that few questions have a value for keeps the cut it has", () => {
  const across = spread(0, 1, 3).map((value) => ({ across: value }));
  const questions = labelled([...onRoute(spread(0.5, 1, 50)), ...across], onRoute(spread(0, 0.5, 50)));

  const { measures, cuts } = propose(questions);

  expect(measures.across?.verdict).toBe("too_few");
  expect(cuts.across).toBeUndefined();
});

test("fewer than twenty of a kind are too few, all of one kind too, and nothing at all too", () => {
  const enough = onRoute(spread(0.5, 1, labelsMin));
  const few = onRoute(spread(0, 0.5, labelsMin - 1));

  expect(propose(labelled(enough, few)).verdict).toBe("too_few");
  expect(propose(labelled(enough, [])).verdict).toBe("too_few");
  expect(propose([]).verdict).toBe("too_few");
  expect(separation([], "words").auroc).toEqual({ rate: 0.5, low: 0, high: 1 });
});

test("values that are all the same do not separate", () => {
  const same = onRoute(Array<number>(30).fill(0.4));

  expect(propose(labelled(same, same)).verdict).toBe("not_separable");
});

test("a question for which nothing was found lies below every cut", () => {
  const nothing = Array<Values>(30).fill({});
  const questions = labelled(onRoute(spread(0.2, 1, 30)), nothing);

  const { verdict, cuts } = propose(questions);

  expect(verdict).toBe("separable");
  expect(mistakes(questions, cuts)).toMatchObject({ falseAnswer: { rate: 0 }, reserved: { rate: 0 } });
  expect(mistakes(questions, cuts).falseRefusal.rate).toBeLessThan(0.1);
});

test("measures that decide together answer more, and no more wrongly than was promised for one", () => {
  // each finds half of the answers; both are fooled now and then, by different questions
  const answer = spread(0, 1, 200).map((one, index) => ({
    words: index % 2 ? 0.6 + one / 3 : 0.25,
    fit: index % 2 ? 0.75 : 0.82 + one / 10,
  }));
  const refuse = spread(0, 1, 200).map((one, index) => ({
    words: 0.1 + ((index * 13) % 200) / 500,
    fit: 0.7 + one / 8,
  }));
  const only = (some: typeof answer) => some.map(({ words }) => ({ words }));
  const both = labelled(answer, refuse);
  const one = labelled(only(answer), only(refuse));

  const together = mistakes(both, propose(both).cuts);
  const alone = mistakes(one, propose(one).cuts);

  expect(together.falseRefusal.rate).toBeLessThan(alone.falseRefusal.rate);
  expect(together.unreserved.high).toBeLessThanOrEqual(0.05);
});

test("the interval for questions held back covers the truth about as often as it says", () => {
  const random = seeded(7);
  let covered = 0;
  const rounds = 60;
  for (let round = 0; round < rounds; round++) {
    const draw = (shift: number) => Array.from({ length: 60 }, () => shift + normal(random));
    const questions = labelled(onReranker(draw(3)), onReranker(draw(0)));
    const hard = propose(questions).cuts.rerank?.hard ?? never;
    const held = mistakesHeldOut(questions, {})?.falseAnswer ?? { low: 1, high: 0 };
    const truth = 1 - standardNormal(hard);
    if (held.low <= truth && truth <= held.high) covered++;
  }
  expect(covered / rounds).toBeGreaterThan(0.88);
});

test("the best measure wins, and a reranker that had a say decides alone", () => {
  const cuts = {
    words: { hard: 0.4, soft: 0.6 },
    fit: { hard: 0.8, soft: 0.9 },
    rerank: { hard: 0, soft: 2 },
  };

  expect(decide({ words: 0.5, fit: 0.95 }, cuts)).toEqual({
    standing: "above",
    measure: "fit",
  });
  expect(decide({ words: 0.5, fit: 0.1 }, cuts).standing).toBe("between");
  expect(decide({ words: 0.9, rerank: -1 }, cuts)).toEqual({ standing: "below", measure: "rerank" });
  expect(decide({ words: 0.9, rerank: -1 }, { ...cuts, rerank: { hard: never, soft: never } })).toEqual({
    standing: "above",
    measure: "words",
  });
  expect(decide({}, cuts)).toEqual({ standing: "below" });
});

/** Mulberry32: the same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The share of a standard normal distribution below a value, by summing its density. */
function standardNormal(value: number): number {
  const step = 0.001;
  let sum = 0;
  for (let at = -8; at < value; at += step) sum += Math.exp(-(at ** 2) / 2);
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

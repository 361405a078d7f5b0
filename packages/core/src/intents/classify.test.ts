import { expect, test } from "vitest";
import { judge, learn, type Taught } from "./classify.ts";

const taught = (sentences: Record<string, string[]>): Taught[] =>
  Object.entries(sentences).flatMap(([intent, texts]) =>
    texts.map((text, at) => ({ id: `${intent}-${at}`, intent, text })),
  );

const desk = taught({
  greeting: ["hello there", "good morning", "hi, how are you", "你好呀", "早上好"],
  "book a room": [
    "book a meeting room for tomorrow",
    "reserve a room for six people",
    "please book the large meeting room",
    "帮我订一个会议室",
    "预订明天下午的会议室",
  ],
  complaint: ["this is useless", "your answer did not help at all", "I am really angry now", "你们太差了", "没有用"],
});

test("a sentence near the examples of one intent is taken for it, in English and in Chinese", async () => {
  const classifier = await learn(desk);

  const verdictOn = (text: string) => judge(classifier.floor, classifier.rank({ text }));

  expect(verdictOn("can you reserve a meeting room")).toMatchObject({ type: "clear", best: { intent: "book a room" } });
  expect(verdictOn("我想预订会议室")).toMatchObject({ type: "clear", best: { intent: "book a room" } });
  expect(verdictOn("mornin, good day")).toMatchObject({ best: { intent: "greeting" } });
});

test("a question about something else fits no intent", async () => {
  const classifier = await learn(desk);

  for (const text of ["What is the notice period during probation?", "发票抬头写错了怎么办？", "", "!!!"]) {
    expect(judge(classifier.floor, classifier.rank({ text }))).toEqual({ type: "none" });
  }
});

test("two intents that fit about as well are both named", async () => {
  const classifier = await learn(
    taught({
      "cancel the order": ["cancel my order", "I want to cancel the order", "please cancel order 17"],
      "follow the order": ["where is my order", "track my order", "show me order 17"],
    }),
  );

  const verdict = judge(classifier.floor, classifier.rank({ text: "cancel or track my order" }));

  expect(verdict).toMatchObject({ type: "close" });
  expect(verdict.type === "close" && verdict.among.map(({ intent }) => intent).sort()).toEqual([
    "cancel the order",
    "follow the order",
  ]);
});

test("an example that is held out does not vote for itself", async () => {
  const classifier = await learn(taught({ one: ["apples and pears"], two: ["trains and ships", "ships and trains"] }));

  const [first] = classifier.rankHeldOut(0);
  const same = classifier.rankHeldOut(1)[0];

  expect(first?.score).toBeLessThan(classifier.floor);
  expect(same).toMatchObject({ intent: "two", nearest: [{ index: 2 }] });
});

test("vectors decide where words have nothing in common", async () => {
  const vectors = [
    [1, 0.1, 0.2],
    [1, 0, 0.1],
    [0, 1, 0.2],
    [0.1, 1, 0.1],
  ].map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));
  const everyday = Array.from({ length: 64 }, () => Float32Array.from([0, 0, 1]));
  const classifier = await learn(taught({ a: ["aaa", "bbb"], b: ["ccc", "ddd"] }), { examples: vectors, everyday });

  expect(classifier.rank({ text: "eee", vector: Float32Array.from([0.99, 0.1, 0]) })[0]?.intent).toBe("a");
  expect(classifier.rank({ text: "eee", vector: Float32Array.from([0.1, 0.99, 0]) })[0]?.intent).toBe("b");
});

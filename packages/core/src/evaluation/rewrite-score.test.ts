import { expect, test } from "vitest";
import { bleu4, hasSameWords, rougeL, wordsOf } from "./rewrite-score.ts";

test("the same words are worth 1, others 0, whatever the case and the punctuation", () => {
  const same = [{ text: "who wrote the Faust, then", references: ["Who wrote the Faust then?"] }];
  const other = [{ text: "nothing at all alike", references: ["Who wrote the Faust?"] }];

  expect([bleu4(same), rougeL(same)]).toEqual([1, 1]);
  expect([bleu4(other), rougeL(other)]).toEqual([0, 0]);
  expect([bleu4([]), rougeL([])]).toEqual([0, 0]);
});

test("a question that lacks words pays for being brief", () => {
  const brief = [{ text: "a b c d", references: ["a b c d e f g h"] }];

  expect(bleu4(brief)).toBeCloseTo(Math.exp(-1));
  expect(rougeL(brief)).toBeCloseTo(2 / 3);
});

test("a word counts only as often as some reference has it", () => {
  const repeated = [{ text: "the the the the the", references: ["the cat", "the the the the"] }];

  // 4 of 5 words, 3 of 4 pairs, 2 of 3 threes, 1 of 2 fours; the reference nearest in length is shorter
  expect(bleu4(repeated)).toBeCloseTo((4 / 5) ** 0.25 * (3 / 4) ** 0.25 * (2 / 3) ** 0.25 * (1 / 2) ** 0.25);
});

test("the best of several references counts", () => {
  expect(rougeL([{ text: "when did it open", references: ["who knows", "when did it open"] }])).toBe(1);
});

test("Chinese is compared by characters, other words whole", () => {
  expect(wordsOf("What’s NFC卡的年费？")).toEqual(["what's", "nfc", "卡", "的", "年", "费"]);
  expect(hasSameWords("年假，有几天", "年假有几天？")).toBe(true);
  expect(hasSameWords("年假有几天", "年假有几个")).toBe(false);
});

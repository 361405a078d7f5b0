import { expect, test } from "vitest";
import { Likeness } from "./likeness.ts";
import { read, wantedFor } from "./written.ts";

const wanted = { questions: 5, summary: true };
const summary = "Leave is thirty days a year for everybody.";
const json = JSON.stringify({ questions: ["How long is leave?", "Who has leave?"], summary });
const written = { questions: ["How long is leave?", "Who has leave?"], summary };

test("questions and summary are found in plain JSON, in a fence, among words, and with a comma too many", () => {
  expect(read(json, wanted)).toEqual(written);
  expect(read("```json\n" + json + "\n```", wanted)).toEqual(written);
  expect(read(`Sure {here} you are: ${json} Anything else?`, wanted)).toEqual(written);
  expect(read(json.replace('leave?"],', 'leave?",],'), wanted)).toEqual(written);
});

test("an object without a summary is one of questions, all on one line", () => {
  const questions = ["How long is leave?", "Who has leave?"];

  expect(read(JSON.stringify({ questions }), wanted)).toEqual({ questions });
});

test("of an answer that breaks off, or is a list, the whole lines are taken", () => {
  const brokenOff = '{"questions": [\n  "How long is leave?",\n  "Who has leave?",\n  "When does lea';
  const list = "Here are some questions:\n1. How long is leave?\n2) **Who has leave?**\n- 年假有几天？";

  expect(read(brokenOff, wanted).questions).toEqual(["How long is leave?", "Who has leave?"]);
  expect(read(list, wanted).questions).toEqual(["How long is leave?", "Who has leave?", "年假有几天？"]);
});

test("what is no question, too long, or more than was asked for, is left out", () => {
  const questions = [7, null, "", "x".repeat(3_000), ...Array<string>(20).fill("How long is leave?")];

  expect(read(JSON.stringify({ questions, summary: 3 }), wanted)).toEqual({
    questions: Array(5).fill("How long is leave?"),
  });
  expect(read(json, { questions: 1, summary: false })).toEqual({ questions: ["How long is leave?"] });
  expect(read("I cannot do that.", wanted)).toEqual({ questions: [] });
  expect(read("{".repeat(2_000), wanted)).toEqual({ questions: [] });
});

test("a long answer has a question for each forty tokens, a passage at most five, and only a long text a summary", () => {
  expect(wantedFor({ text: "Thirty days.", question: "How long?" })).toEqual({ questions: 1, summary: false });
  expect(wantedFor({ text: "word ".repeat(100), question: "How long?" })).toEqual({ questions: 4, summary: false });
  expect(wantedFor({ text: "word ".repeat(400), question: null })).toEqual({ questions: 5, summary: true });
  expect(wantedFor({ text: "年".repeat(160), question: null })).toEqual({ questions: 2, summary: false });
});

test("a question in the same words as another is not new, and one about another number is", () => {
  const known = new Likeness(["How many days of parental leave does the company grant?"]);

  expect(
    known.new([
      "How many days of parental leave are granted by the company?",
      "Does the company grant unpaid leave?",
      "Which fee is due for form 12 of the customs office in Hamburg?",
      "Which fee is due for form 13 of the customs office in Hamburg?",
      "Which fee is due for form 13 of the customs office in Hamburg?",
    ]),
  ).toEqual([
    "Does the company grant unpaid leave?",
    "Which fee is due for form 12 of the customs office in Hamburg?",
    "Which fee is due for form 13 of the customs office in Hamburg?",
  ]);
});

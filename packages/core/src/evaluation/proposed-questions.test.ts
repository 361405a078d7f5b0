import { expect, test } from "vitest";
import { readProposals } from "./proposed-questions.ts";

const wanted = [
  { question: "How long is leave?", expected: "answer" },
  { question: "Who invented leave?", expected: "refuse" },
];
const json = '{"answer": ["How long is leave?"], "refuse": ["Who invented leave?"]}';

test("questions are found in plain JSON, in a fence, among words, and with a comma too many", () => {
  expect(readProposals(json)).toEqual(wanted);
  expect(readProposals("```json\n" + json + "\n```")).toEqual(wanted);
  expect(readProposals(`Sure {here} you are: ${json} Anything else?`)).toEqual(wanted);
  expect(readProposals(json.replace('?"]}', '?",],}'))).toEqual(wanted);
});

test("questions may come as objects, and braces in a question do not end it", () => {
  const text = '{"answer": [{"question": "What does {name} mean?"}], "refuse": []}';

  expect(readProposals(text)).toEqual([{ question: "What does {name} mean?", expected: "answer" }]);
});

test("what is no question, or a thousand of them, is left out", () => {
  const many = JSON.stringify({ answer: Array(1_000).fill("How long?"), refuse: [7, null, "", "x".repeat(2_000)] });

  expect(readProposals(many)).toHaveLength(4);
  expect(readProposals("I cannot do that.")).toEqual([]);
  expect(readProposals('{"answer": ["broken off')).toEqual([]);
  expect(readProposals("{".repeat(2_000))).toEqual([]);
});

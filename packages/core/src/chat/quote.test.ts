import { expect, test } from "vitest";
import type { Passage } from "../knowledge/passages.ts";
import { quote } from "./quote.ts";
import { nearest } from "./relevance.ts";

const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
  chunkId: "ver_1",
  documentId: "doc_1",
  versionId: "ver_1",
  title: "Handbook",
  headings: [],
  page: null,
  position: 0,
  question: null,
  metadata: null,
  category: null,
  text,
  ...more,
});

const leave = passage(
  "Everybody is entitled to rest. Employees get 25 days of paid leave a year. Up to ten days may be carried over until March. The canteen is closed in August.",
);
const parking = passage("Parking costs ten euros a month. Bicycles park free of charge.");

test("gives the sentences that answer, word for word, and leaves the others out", () => {
  const quotes = quote("How many days of paid leave do I get?", [leave, parking]);

  expect(quotes[0]).toMatchObject({ passage: 0, text: "Employees get 25 days of paid leave a year." });
  expect(quotes.map(({ text }) => text).join(" ")).not.toMatch(/canteen|Bicycles/);
});

test("answers in Chinese, also when the question is written in other characters", () => {
  const rules = passage("加班需要主管批准。年假最多可以顺延十天。餐费每天五十元。");

  expect(quote("年假可以順延幾天？", [parking, rules])[0]).toMatchObject({
    passage: 1,
    text: "年假最多可以顺延十天。",
  });
});

test("takes an answer that somebody wrote to the question as it stands, alone", () => {
  const faq = passage("Yes. Ask the front desk.\n\nIt costs nothing.", { question: "Can I borrow an umbrella?" });

  const quotes = quote("may I borrow an umbrella", [faq, leave]);

  expect(quotes).toMatchObject([{ passage: 0, text: faq.text, question: null }]);
});

test("an answer that was written to another question comes with that question", () => {
  const faq = passage("No, they are kept for a year.", { question: "Are lost umbrellas thrown away at once?" });

  expect(quote("How long are lost keys and coats kept?", [faq])).toMatchObject([
    { text: faq.text, question: "Are lost umbrellas thrown away at once?" },
  ]);
});

test("does not run on across a heading", () => {
  const two = passage("Leave is paid.\n\n## Paid courses\n\nCourses are paid too.");

  expect(quote("What is paid?", [two]).map(({ text, heading }) => [heading, text])).toEqual([
    ["", "Leave is paid."],
    ["Paid courses", "Courses are paid too."],
  ]);
});

test("keeps steps together and with the sentence that announces them", () => {
  const steps = passage(
    "To reset your password do this:\n\n1. Open the portal.\n2. Choose Forgotten.\n3. Read your mail.",
  );

  const [only] = quote("How do I reset my password?", [steps, parking]);

  expect(only?.text).toBe(steps.text);
});

test("keeps a table whole", () => {
  const table = "| Class | Price |\n|---|---|\n| Economy | 10 |\n| Business | 20 |";

  const [first] = quote("price of business class", [passage(`Prices change often.\n\n${table}`)]);

  expect(first).toMatchObject({ text: table, block: true });
});

test("a sentence that points back brings the one before it", () => {
  const fire = passage("The alarm is tested on Mondays. It lasts for two minutes and needs no reaction.");

  expect(quote("How many minutes does it last and what reaction is needed?", [fire])[0]?.text).toBe(fire.text);
});

test("every quote is found in its passage, whatever was asked", () => {
  for (const question of ["park", "", "???", "多少钱", "a ".repeat(500)]) {
    for (const { passage: index, text } of quote(question, [leave, parking])) {
      expect([leave, parking][index]?.text).toContain(text);
    }
  }
});

test("finds the sentence that a statement is nearest to", () => {
  expect(nearest("ten days can be carried over", leave).text).toBe("Up to ten days may be carried over until March.");
});

import { expect, test } from "vitest";
import { advise, fill } from "./wording.ts";

const values = {
  context: "<passages/>",
  question: "What is {context}?",
  chat_history: "",
  role_bot: "Desk",
  system_role_prompt: "You help.",
};

test("placeholders are replaced, every time they stand there", () => {
  expect(fill("{role_bot}: {question} / {role_bot}", values)).toBe("Desk: What is {context}? / Desk");
});

test("a question that holds a placeholder is not filled again, and dollar signs are text", () => {
  expect(fill("{question} {context}", { ...values, question: "{context} $& $1" })).toBe("{context} $& $1 <passages/>");
});

test("other braces are left alone", () => {
  const json = 'Answer as {"answer": "…"} or {} or {{question}} or { question }.';
  expect(fill(json, values)).toBe('Answer as {"answer": "…"} or {} or {What is {context}?} or { question }.');
});

test("advice names what is missing, and words in braces that mean nothing", () => {
  expect(advise("Answer {question} from {contxt} in {contxt} as {1} or {}.")).toEqual({
    missing: ["context"],
    unknown: ["contxt"],
  });
});

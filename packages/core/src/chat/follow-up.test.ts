import { expect, test } from "vitest";
import { leansOnHistory } from "./follow-up.ts";

test.each([
  "What about the second year?",
  "And how many may be carried over?",
  "When does it close?",
  "Are there any others?",
  "Why?",
  "What are the side effects?",
  "它的保修期呢？",
  "那第二年呢",
  "多少钱？",
  "这个产品的保修期是多久？",
  "还有别的办法吗？",
])("%s leans on what was said before", (question) => {
  expect(leansOnHistory(question)).toBe(true);
});

test.each([
  "How many days of annual leave do employees get in the first year?",
  "Who is Willy Brandt?",
  "FICO?",
  "Did Anna Schmidt publish her second report?",
  "What does “settlement date” mean?",
  "差旅费报销单在哪里下载？",
  "《员工手册》最近什么时候更新的？",
])("%s stands alone", (question) => {
  expect(leansOnHistory(question)).toBe(false);
});

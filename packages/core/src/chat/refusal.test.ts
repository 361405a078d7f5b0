import { expect, test } from "vitest";
import { sayings } from "../settings/sayings.ts";
import { candidates, refusal } from "./refusal.ts";

test("says what was looked for, in the language of the question", () => {
  expect(refusal(sayings, "What is the wifi password?", 3)).toBe(
    "The documents do not answer “What is the wifi password?”. The 3 nearest passages are shown for reference.",
  );
  expect(refusal(sayings, "食堂几点开门？", 2)).toBe(
    "资料里没有找到“食堂几点开门？”的答案。下面是最接近的 2 段原文，供参考。",
  );
});

test("gives a question no meaning in Markdown, and not more than a line", () => {
  const said = refusal(sayings, `![x](https://evil.example)\n${"long ".repeat(100)}`, 0);

  expect(said).not.toContain("![x](");
  expect(said).not.toContain("\n");
  expect(said.length).toBeLessThan(300);
});

test("a company says it in its own words", () => {
  const texts = { ...sayings, refusal: { zh: "请拨打服务台。", en: "Call the desk about “{question}”." } };

  expect(refusal(texts, "Where is the lift?", 2)).toBe("Call the desk about “Where is the lift?”.");
  expect(refusal(texts, "电梯在哪？", 0)).toBe("请拨打服务台。");
});

test("says that it is not sure when passages only come near", () => {
  expect(candidates("Where is the lift?", 1)).toBe("I am not sure. This passage may be about it.");
  expect(candidates("电梯在哪？", 3)).toContain("3 段");
});

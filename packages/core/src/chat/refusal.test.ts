import { expect, test } from "vitest";
import { refusal } from "./refusal.ts";

test("says what was looked for, in the language of the question", () => {
  expect(refusal("What is the wifi password?", 3)).toBe(
    "The documents do not answer “What is the wifi password?”. The 3 nearest passages are shown for reference.",
  );
  expect(refusal("食堂几点开门？", 2)).toBe("资料里没有找到“食堂几点开门？”的答案。下面是最接近的 2 段原文，供参考。");
});

test("gives a question no meaning in Markdown, and not more than a line", () => {
  const said = refusal(`![x](https://evil.example)\n${"long ".repeat(100)}`, 0);

  expect(said).not.toContain("![x](");
  expect(said).not.toContain("\n");
  expect(said.length).toBeLessThan(300);
});

import { expect, test } from "vitest";
import { scriptOf } from "./script.ts";

test.each([
  ["怎么申请年假？", "han"],
  ["如何在 Amazon EC2 上安装 Docker Compose？", "han"],
  ["How do I apply for leave?", "other"],
  ["The word 道 means way, and much has been written about it in English.", "other"],
  ["", "other"],
  ["2024-05", "other"],
])("%s is %s", (text, script) => {
  expect(scriptOf(text)).toBe(script);
});

import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test("a quote loses its markup and keeps its words", () => {
  expect(plainText("- Use `add` to **add** [files](https://a.example).\n- Then ask.")).toBe(
    "Use add to add files. Then ask.",
  );
});

test("a table reads row by row", () => {
  expect(plainText("| 变量 | 默认 |\n| --- | --- |\n| `PORT` | 3000 |")).toBe("变量 · 默认; PORT · 3000");
});

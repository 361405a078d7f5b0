import { expect, test } from "vitest";
import { advance, emptySplit, tailOf, type Split } from "./split.ts";

const text = `# 年假

员工每年有 **15 天**年假。

1. 先申请

2. 再批准

| 工龄 | 天数 |
| --- | --- |
| 1 年 | 15 |

\`\`\`sql
select 1;

select 2;
\`\`\`

[1]: http://evil.example

结束。`;

test("text cut into blocks is the same text", () => {
  const split = advance(emptySplit, text);

  expect(split.blocks.map((block) => block.markdown).join("") + tailOf(split).markdown).toBe(text);
});

test("growing letter by letter gives the same blocks as all at once", () => {
  let split: Split = emptySplit;
  for (let length = 1; length <= text.length; length++) split = advance(split, text.slice(0, length));

  expect(split.blocks).toEqual(advance(emptySplit, text).blocks);
});

test("a list with blank lines and a listing with blank lines stay whole", () => {
  const { blocks } = advance(emptySplit, text);

  expect(blocks.map((block) => block.markdown.slice(0, 6))).toContain("1. 先申请");
  expect(blocks.some((block) => block.markdown.includes("select 1;\n\nselect 2;"))).toBe(true);
});

test("text that turns out different is read anew", () => {
  const split = advance(emptySplit, "One.\n\nTwo.\n\nThree.");

  const corrected = advance(split, "Uno.\n\nDue.");

  expect(corrected).toEqual({ text: "Uno.\n\nDue.", cut: 6, blocks: [{ at: 0, markdown: "Uno.\n\n" }] });
});

import { expect, test } from "vitest";
import * as Markdown from "./markdown.ts";

test("blocks keep their source: links, images, tables, code", () => {
  const list = "- a [link](b.md)\n  - nested ![image](c.png)\n\n      code in a list";
  const table = "| a | b |\n|---|:-:|\n| `x\\|y` | **z** |";
  const code = "```ts\nconst a = 1; // # no heading\n\n```";
  const { blocks } = Markdown.read([list, table, code, "> quoted\n> more"].join("\n\n"));

  expect(blocks).toEqual([
    { type: "list", markdown: list },
    { type: "table", markdown: table },
    { type: "code", markdown: code },
    { type: "quote", markdown: "> quoted\n> more" },
  ]);
});

test("headings give their words without markup and anchors", () => {
  const { blocks, title } = Markdown.read('# ST\\_*Point*<a name="st-point"></a>\n\n`code` title\n---\n');

  expect(title).toBe("ST_Point");
  expect(blocks).toEqual([
    { type: "heading", level: 1, text: "ST_Point", markdown: "# ST\\_*Point*" },
    { type: "heading", level: 2, text: "code title", markdown: "`code` title\n---" },
  ]);
});

test("front matter gives title and summary and is not text", () => {
  const { title, blocks } = Markdown.read('---\ntitle: "请假制度"\nsummary: 如何请假。\n---\n\n# 请假\n\n正文');

  expect(title).toBe("请假制度");
  expect(blocks.map((block) => block.markdown)).toEqual(["# 请假", "如何请假。", "正文"]);
});

test("a rule at the top is no front matter", () => {
  expect(Markdown.read("---\n\nHello there\n\n---\n\nBye").blocks.map((block) => block.markdown)).toEqual([
    "Hello there",
    "Bye",
  ]);
});

test("link definitions are kept and comments are not text", () => {
  const { blocks } = Markdown.read("See [it][1].\n\n<!-- hidden -->\n\n[1]: https://example.org\n");

  expect(blocks.map((block) => block.markdown)).toEqual(["See [it][1].", "[1]: https://example.org"]);
});

test("pictures embedded as data leave their description only", () => {
  const { blocks } = Markdown.read(`![Floor plan](data:image/png;base64,${"iVBORw0KGgo".repeat(5000)}) of the office`);

  expect(blocks).toEqual([{ type: "paragraph", markdown: "![Floor plan]() of the office" }]);
});

test("an anchor at the end of a heading is not part of it", () => {
  expect(Markdown.read("## 安装 {#install}").blocks[0]?.text).toBe("安装");
});

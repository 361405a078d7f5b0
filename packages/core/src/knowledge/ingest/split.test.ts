import { expect, test } from "vitest";
import { cost } from "../text/cost.ts";
import * as Markdown from "../extract/markdown.ts";
import * as PlainText from "../extract/plain-text.ts";
import { sizes, split } from "./split.ts";

const paragraph = (word: string, times = 60) => `${`${word} `.repeat(times).trim()}.`;
const splitMarkdown = (source: string) => split(Markdown.read(source));

test("a short document stays in one piece under its own heading", () => {
  const pieces = splitMarkdown("# Leave\n\nTen days a year.\n");

  expect(pieces).toEqual([{ kind: "passage", headings: ["Leave"], text: "# Leave\n\nTen days a year." }]);
});

test("large sections are parted at their headings and carry the path of headings", () => {
  const source = `# Handbook\n\n## Leave\n\n${paragraph("leave", 150)}\n\n## Travel\n\n### Trains\n\n${paragraph("train", 150)}`;

  expect(splitMarkdown(source).map((piece) => piece.headings)).toEqual([
    ["Handbook", "Leave"],
    ["Handbook", "Travel", "Trains"],
  ]);
});

test("small neighbouring sections share a piece that stands under their common heading", () => {
  const source = `# Handbook\n\n## A\n\n${paragraph("a", 50)}\n\n## B\n\n${paragraph("b", 50)}\n\n## C\n\n${paragraph("c", 50)}`;

  const pieces = splitMarkdown(source);

  expect(pieces).toHaveLength(1);
  expect(pieces[0]?.headings).toEqual(["Handbook"]);
});

test("pieces in order make up the whole text", () => {
  const source = [
    "# One",
    paragraph("alpha", 300),
    "## Two",
    paragraph("beta", 20),
    "- x\n- y",
    "## Three",
    paragraph("gamma", 500),
  ];

  const joined = splitMarkdown(source.join("\n\n")).map((piece) => piece.text);

  expect(joined.join("\n").replace(/\s+/g, " ")).toBe(source.join("\n").replace(/\s+/g, " "));
});

test("a large table is parted between rows and every part has the header", () => {
  const rows = Array.from({ length: 200 }, (_, row) => `| item ${row} | ${row * 7} |`);
  const pieces = splitMarkdown(`# Prices\n\n| Item | Price |\n| --- | --- |\n${rows.join("\n")}\n`);

  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces) expect(piece.text).toContain("| Item | Price |\n| --- | --- |\n| item");
  for (const row of rows) expect(pieces.filter((piece) => piece.text.includes(row))).toHaveLength(1);
});

test("a fence is parted only when it is too large by itself, and then at lines, each part fenced", () => {
  const whole = `\`\`\`ts\n${"const a = 1;\n".repeat(120)}\`\`\``;
  const tooLarge = `\`\`\`ts\n${"const b = 2;\n".repeat(600)}\`\`\``;
  const pieces = splitMarkdown(`Intro.\n\n${whole}\n\n${tooLarge}`);

  expect(pieces.some((piece) => piece.text.includes(whole))).toBe(true);
  for (const piece of pieces) expect((piece.text.match(/```/g) ?? []).length % 2).toBe(0);
  expect(pieces.map((piece) => piece.text.match(/const b = 2;\n/g)?.length ?? 0).reduce((a, b) => a + b)).toBe(600);
});

test("a fence inside a list is not cut open", () => {
  const items = Array.from(
    { length: 12 },
    (_, n) => `- step ${n} ${paragraph("word", 30)}\n\n    \`\`\`sh\n    run ${n}\n\n    stop ${n}\n    \`\`\``,
  );
  const pieces = splitMarkdown(items.join("\n"));

  expect(pieces.length).toBeGreaterThan(2);
  for (const piece of pieces) expect((piece.text.match(/```/g) ?? []).length % 2).toBe(0);
});

test("a paragraph that announces a list stays with it", () => {
  const source = `# A\n\n${paragraph("word", 190)}\n\nProceed as follows:\n\n- ${paragraph("one", 60)}\n- ${paragraph("two", 60)}`;

  const pieces = splitMarkdown(source);

  expect(pieces.at(-1)?.text).toMatch(/^Proceed as follows:\n\n- one/);
});

test("Chinese without a blank anywhere is cut after a sentence, and in smaller pieces than English", () => {
  const pieces = split(PlainText.read("员工每年享有十天带薪年假，须提前申请。".repeat(400)));

  for (const piece of pieces) {
    expect(piece.text.endsWith("。")).toBe(true);
    expect(piece.text.length).toBeLessThanOrEqual(sizes.target / 2);
  }
});

test("a text without any place to cut is cut between characters, never inside one", () => {
  const pieces = split(PlainText.read("😀".repeat(5000)));

  expect(pieces.map((piece) => piece.text).join("")).toBe("😀".repeat(5000));
  for (const piece of pieces) expect(piece.text.isWellFormed()).toBe(true);
});

test("what the database refuses is taken out: NUL, control characters, halves of characters", () => {
  const [piece] = split(PlainText.read("a\0b\u0007c \ud83dd 🎉"));

  expect(piece?.text).toBe("abc \ufffdd 🎉");
});

test("no piece passes the limit by more than its heading", () => {
  const wild = [
    paragraph("x".repeat(3000), 3),
    `# ${"h".repeat(5000)}`,
    `| ${"c".repeat(4000)} |\n| --- |\n| 1 |`,
    `\`\`\`${"i".repeat(3000)}\nx\n\`\`\``,
  ];

  for (const piece of splitMarkdown(wild.join("\n\n"))) expect(cost(piece.text)).toBeLessThan(sizes.limit + 100);
});

test("a page of 800,000 characters is split to its end", () => {
  const source = Array.from({ length: 2000 }, (_, n) => `## Part ${n}\n\n${paragraph("word", 80)}`).join("\n\n");

  const pieces = splitMarkdown(source);

  expect(pieces.length).toBeGreaterThan(800);
  expect(pieces.at(-1)?.text).toContain("Part 1999");
});

test("a question keeps its answer whole", () => {
  const answer = paragraph("answer", 400);

  expect(split({ blocks: [], rows: [{ question: "Why?", answer }] })).toEqual([
    { kind: "question", headings: [], question: "Why?", text: answer },
  ]);
});

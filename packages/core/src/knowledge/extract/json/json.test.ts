import { expect, test } from "vitest";
import * as Json from "./json.ts";

const read = (value: unknown) => Json.read(JSON.stringify(value));
const markdown = (value: unknown) =>
  read(value)
    .blocks.map((block) => block.markdown)
    .join("\n\n");

test("paragraphs with headings come under the path of these, outermost first, however the file orders them", () => {
  const heading = [
    { font_size: 14, heading: "2.1 请假", fontsize_idx: 1 },
    { font_size: 20, heading: "员工手册", fontsize_idx: 0 },
  ];

  const { title, blocks } = read([
    { heading, content: "请假须提前三天在系统里提交申请。" },
    { heading, content: "病假除外。" },
    { heading: [heading[1]], content: "本手册适用于全体员工。" },
    { heading: [], content: "附：" },
  ]);

  expect(title).toBe("员工手册");
  expect(blocks.map((block) => block.markdown)).toEqual([
    "# 员工手册",
    "## 2.1 请假",
    "请假须提前三天在系统里提交申请。",
    "病假除外。",
    "本手册适用于全体员工。",
    "附：",
  ]);
});

test("blocks of a split document keep its title, and a table its name, rows and footer", () => {
  const doc_title = "Maple Equity Fund\n";
  const { title, blocks } = read([
    { content: "As of 30 June the fund held 41 stocks.", font_size: 9, doc_title },
    {
      content: {
        table: "Sector weights (%)",
        footer: "Weights may not add to 100.",
        data: [
          { row_key: "Energy", Fund: "12", Index: "9" },
          { row_key: "Utilities", Fund: "4", Index: "6" },
        ],
      },
      font_size: 9,
      doc_title,
    },
  ]);

  expect(title).toBe("Maple Equity Fund");
  expect(blocks.map((block) => block.markdown)).toEqual([
    "# Maple Equity Fund",
    "As of 30 June the fund held 41 stocks.",
    "Sector weights (%)",
    "|  | Fund | Index |\n| --- | --- | --- |\n| Energy | 12 | 9 |\n| Utilities | 4 | 6 |",
    "Weights may not add to 100.",
  ]);
});

test("a dump of pages puts each page under its address, and leaves empty pages out", () => {
  expect(
    markdown([
      { "https://wiki.example.org/vpn": ["# VPN\n\nStart the client.\n\n```\nvpn up\n\nvpn down\n```"] },
      { "https://wiki.example.org/empty": [] },
    ]),
  ).toBe("# https://wiki.example.org/vpn\n\n## VPN\n\nStart the client.\n\n```\nvpn up\n\nvpn down\n```");
});

test("a dump of articles keeps titles, summary, sections and pictures", () => {
  const images = ["https://blog.example.org/cache.png", "javascript:alert(1)"];

  expect(
    markdown([
      {
        doc_title: "Green builds",
        content_summary: "Why we cache.",
        content: [{ title: "Step 1", content: "Enable the cache.", images }],
      },
    ]),
  ).toBe(
    "# Green builds\n\nWhy we cache.\n\n## Step 1\n\nEnable the cache.\n\n![](https://blog.example.org/cache.png)",
  );
});

test("any other JSON is an outline: names as headings, like records as a table, long texts as paragraphs", () => {
  const long = "The gauge is read at seven every morning. ".repeat(10).trim();

  expect(
    markdown({
      title: "Pumps",
      site: "North",
      active: true,
      none: null,
      contacts: [
        { name: "Li", phone: "0123", roles: ["night", "day"] },
        { name: "Mo", mail: "mo@example.org" },
      ],
      notes: long,
      valves: { main: { size: "2 in" } },
      tags: ["water", "steam"],
    }),
  ).toBe(
    [
      "# Pumps",
      "- site: North\n- active: true",
      "## contacts",
      "| name | phone | roles | mail |\n| --- | --- | --- | --- |\n| Li | 0123 | night, day |  |\n| Mo |  |  | mo@example.org |",
      "## notes",
      long,
      "## valves",
      "### main",
      "- size: 2 in",
      "## tags",
      "- water\n- steam",
    ].join("\n\n"),
  );
});

test("records of questions and answers become such rows, and one JSON value a line is read as an array", () => {
  const lines = '{"question":"几点开门？","answer":"七点。","地区":"北"}\n{"question":"Where?","answer":"Here."}\n';

  expect(Json.read(lines).rows).toEqual([
    { question: "几点开门？", answer: "七点。", metadata: { 地区: "北" } },
    { question: "Where?", answer: "Here." },
  ]);
});

test("long numbers keep every digit", () => {
  expect(Json.read('{"account":12345678901234567890.10}').blocks[0]?.markdown).toBe(
    "- account: 12345678901234567890.10",
  );
});

test.each([
  ["half a file", '[{"a":1},{"b"', "file.unreadable"],
  ["text", "hello", "file.unreadable"],
  ["a hundred thousand nested lists", "[".repeat(100_000) + "]".repeat(100_000), "file.too_large_to_read"],
])("%s is refused", (_, text, code) => {
  expect(() => Json.read(text)).toThrow(expect.objectContaining({ code }));
});

test("a name like __proto__ is a name like any other", () => {
  expect(Json.read('{"__proto__":{"polluted":"yes"},"constructor":"x"}').blocks.map((b) => b.markdown)).toEqual([
    "- constructor: x",
    "# __proto__",
    "- polluted: yes",
  ]);
});

import { expect, test } from "vitest";
import type { Passage } from "../knowledge/passages.ts";
import { vocabularyOf } from "../knowledge/vocabulary/vocabulary.ts";
import { clarify } from "./clarify.ts";

let made = 0;
const row = (question: string | null, text: string, metadata: Record<string, string> | null = null): Passage => ({
  chunkId: `ver_1_${made++}`,
  documentId: "doc_1",
  versionId: "ver_1",
  title: "FAQ",
  headings: [],
  page: null,
  position: 0,
  question,
  metadata,
  category: null,
  text,
});

const question = "Which courier should I use?";
const china = row(question, "The blue one.", { Region: "China", Author: "li.na" });
const global = row("Which couriers should I use", "The red one.", { Region: "Global", Author: "ann" });
const other = row("Where is the post room?", "Third floor.", { Region: "Global" });
const passage = row(null, "Couriers come at noon.");
const rows = [china, global, other, passage];

test("rows that answer the same question differently make it ask which is meant, in the asker's language", () => {
  expect(clarify("Which courier do I use?", rows)).toEqual({
    ask: {
      column: "Region",
      values: ["China", "Global"],
      text: "The answer depends on Region. Do you mean China or Global?",
    },
  });
  expect(clarify("用哪个快递？", rows)).toMatchObject({
    ask: { text: "不同的“Region”答案不同。您指的是China，还是Global？" },
  });
});

test("more values are listed, each once however it is written", () => {
  const regions = ["China, Japan", "japan", "Europe", "CHINA"].map((Region, at) =>
    row(question, `Use ${at}.`, { Region }),
  );

  expect(clarify(question, regions)).toMatchObject({
    ask: { values: ["China", "Japan", "Europe"], text: expect.stringContaining("China, Japan or Europe?") as string },
  });
});

test("a question that names a value is answered from the rows with it, and other passages stay", () => {
  expect(clarify("Which courier should I use in China?", rows)).toEqual({ passages: [china, other, passage] });
  expect(clarify("中国用哪个快递？", rows, vocabularyOf([["中国", "China", "PRC"]], []))).toEqual({
    passages: [china, other, passage],
  });
  expect(clarify("Which courier for China and global parcels?", rows)).toEqual({ passages: rows });
});

test("of two values that are named the longer one counts where one holds the other", () => {
  const hongKong = row(question, "The green one.", { Region: "China (Hong Kong)" });

  expect(clarify("Which courier in China, Hong Kong?", [china, hongKong, global])).toEqual({ passages: [hongKong] });
});

test("rows for everybody stay, and ask nothing", () => {
  const all = row(question, "Ask the post room.", { Region: "All" });
  const blank = row(question, "Ask the post room first.");

  expect(clarify(question, [china, all, blank])).toEqual({ passages: [china, all, blank] });
  expect(clarify("Which courier in China?", [global, china, all])).toEqual({ passages: [china, all] });
});

test.each([
  [
    "the same answer for every value",
    [row("A?", "Yes.", { Region: "China" }), row("A?", "Yes.", { Region: "Global" })],
  ],
  ["authors only", [row("A?", "Yes.", { Author: "li.na" }), row("A?", "No.", { 作者: "ann", Author: "ann" })]],
  [
    "different questions",
    [row("How many sick days?", "5", { R: "a" }), row("How many vacation days?", "9", { R: "b" })],
  ],
  ["年假和病假", [row("年假有几天？", "5", { R: "a" }), row("病假有几天？", "9", { R: "b" })]],
  ["links", [row("A?", "Yes.", { See: "https://a.example" }), row("A?", "No.", { See: "https://b.example" })]],
  ["days", [row("A?", "Yes.", { Since: "2026-01-02" }), row("A?", "No.", { Since: "2026-03-04" })]],
  ["whole texts", [row("A?", "Yes.", { More: "x".repeat(80) }), row("A?", "No.", { More: "y".repeat(80) })]],
  ["no columns", [row("A?", "Yes."), row("A?", "No.")]],
  ["nothing found", []],
])("nothing is asked back for %s", (_, passages) => {
  expect(clarify("A?", passages)).toEqual({ passages });
});

test("nothing is asked back when a document answers best", () => {
  expect(clarify(question, [passage, china, global])).toEqual({ passages: [passage, china, global] });
});

test("questions that hold their own value count as the same question", () => {
  const both = [
    row("How do I order a laptop in China?", "Online.", { Region: "China" }),
    row("How do I order a laptop in Japan?", "By post.", { Region: "Japan" }),
  ];

  expect(clarify("How do I order a laptop?", both)).toMatchObject({ ask: { values: ["China", "Japan"] } });
});

test("with one column named, the next that makes a difference is asked for", () => {
  const four = ["China", "Global"].flatMap((Region) =>
    ["Staff", "Intern"].map((Grade) => row("How many days?", `${Region} ${Grade}`, { Region, Grade })),
  );

  expect(clarify("How many days?", four)).toMatchObject({ ask: { column: "Region" } });
  expect(clarify("How many days in China?", four)).toMatchObject({
    ask: { column: "Grade", values: ["Staff", "Intern"] },
  });
  expect(clarify("How many days for interns in China?", four)).toEqual({ passages: [four[1]] });
});

test("columns and values are shown as they are, whatever they mean in Markdown", () => {
  const hostile = ["[1](x)", "*b*"].map((value) => row("A?", value, { "<b>": value }));

  expect(clarify("A?", hostile)).toMatchObject({
    ask: { text: String.raw`The answer depends on \<b\>. Do you mean \[1\]\(x\) or \*b\*?` },
  });
});

import { expect, test } from "vitest";
import * as QuestionAnswer from "../knowledge/extract/question-answer.ts";
import * as Xlsx from "../knowledge/extract/xlsx.ts";
import { fromRecords, toFaq, toRecords, toWorkbook, type Pair } from "./interchange.ts";

const place = { document: "handbook.md", headings: ["Handbook", "Leave"] };
const content = "Leave\n=====\n\nThirty days.";
const pairs: Pair[] = [
  { kind: "question", trigger: "How long is leave?", content, ...place },
  { kind: "question", trigger: "=HYPERLINK(1)", content: "=1+1", ...place },
  { kind: "summary", trigger: "It settles leave.", content, ...place },
];

test("questions written as a .faq file are read as the same questions with the same answers", () => {
  expect(QuestionAnswer.fromFaq(toFaq(pairs))).toEqual([
    { question: "How long is leave?", answer: content.replace("=====", "====") },
    { question: "=HYPERLINK(1)", answer: "=1+1" },
  ]);
});

test("a workbook has each trigger with its content, formulas as the text that they are", async () => {
  const { rows } = Xlsx.read(await toWorkbook(pairs));

  expect(rows.map(({ question, answer }) => ({ question, answer }))).toEqual(
    pairs.map(({ trigger, content }) => ({ question: trigger, answer: content })),
  );
  expect(rows[0]?.metadata).toEqual({ Kind: "question", Document: "handbook.md", Chapter: "Handbook > Leave" });
});

test("records that were written are read again", () => {
  const source = {
    chunkId: "ver_1_0000",
    name: "handbook.md",
    headings: ["Handbook", "Leave"],
    question: null,
    text: "Thirty days. ![Plan](plan.png)",
    questions: ["How long is leave?"],
    summary: "It settles how long leave is.",
  };
  const table = { ...source, chunkId: "ver_1_0001", text: "| A | B |\n| --- | --- |\n| 1 | 2 |", summary: null };
  const row = { ...source, chunkId: "ver_1_0002", question: "How long?", questions: [], summary: null };
  const written = toRecords([source, table, row]);

  expect(JSON.parse(written)).toMatchObject([
    {
      page_content: source.text,
      metadata: {
        content_type: "paragraph",
        heading_hierarchy: { "1": "Handbook", "2": "Leave" },
        figure_list: ["plan.png"],
        chunk_id: "ver_1_0000",
        file_path: "handbook.md",
        keywords: [],
        summary: "It settles how long leave is.",
        synthesis_qa: [["How long is leave?", source.text]],
      },
    },
    { metadata: { content_type: "table" } },
    { page_content: `How long?=>${source.text}`, metadata: { content_type: "QA", synthesis_qa: [] } },
  ]);
  expect(fromRecords(written)).toEqual([
    { chunkId: "ver_1_0000", text: source.text, questions: source.questions, summary: source.summary },
    { chunkId: "ver_1_0001", text: table.text, questions: table.questions },
  ]);
});

test("records of other tools may come one a line, and what is no question in them is left out", () => {
  const line = {
    page_content: "Text",
    metadata: { synthesis_qa: [["Why so?", "So."], "And how?", 7, []], summary: null },
  };
  const content = `\uFEFF${JSON.stringify(line)}\n\n${JSON.stringify({ page_content: "Other", metadata: 3 })}\n`;

  expect(fromRecords(content)).toEqual([{ chunkId: "", text: "Text", questions: ["Why so?", "And how?"] }]);
});

test("what holds no records is refused", () => {
  for (const content of ["", "hello", "{}", '[{"text": 1}]', "[1]"]) {
    expect(() => fromRecords(content)).toThrow(expect.objectContaining({ code: "exchange.unreadable" }) as Error);
  }
});

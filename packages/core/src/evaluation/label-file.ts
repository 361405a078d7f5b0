import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { clean } from "../knowledge/ingest/split.ts";
import type { Expected } from "./evaluation.sql.ts";
import { columnOf, readSheet } from "./sheet.ts";

export interface Row {
  question: string;
  expected: Expected;
}

export const problems = [
  "no_columns",
  "not_readable",
  "question_missing",
  "question_too_long",
  "expected_missing",
  "expected_unknown",
  "contradicts",
] as const;

/** Why a line cannot be taken. */
export interface Problem {
  line: number;
  problem: (typeof problems)[number];
  /** What stands there. */
  found?: string;
}

export interface Read {
  rows: Row[];
  problems: Problem[];
}

interface Line {
  line: number;
  question?: string | undefined;
  expected?: string | undefined;
}

const questionNames = ["question", "text", "query", "问题", "問題", "提问"];
const expectedNames = ["expected", "label", "answerable", "预期", "預期", "期望", "应答", "標籤", "标签"];
const meanings: Record<string, Expected> = {
  ...Object.fromEntries(
    ["answer", "yes", "true", "1", "回答", "应回答", "應回答", "是"].map((word) => [word, "answer"]),
  ),
  ...Object.fromEntries(
    ["refuse", "no", "false", "0", "拒答", "应拒答", "應拒答", "否"].map((word) => [word, "refuse"]),
  ),
};

/** Reads labelled questions: rows with a header that names `question` and `expected`, or a JSON object a line. */
export function read(content: string): Read {
  const text = content.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const found = text.trimStart().startsWith("{") ? jsonLines(text) : sheet(text);
  const rows = new Map<string, Row & { line: number }>();
  const bad = [...found.problems];
  for (const line of found.lines) {
    const row = rowOf(line);
    const same = "question" in row ? rows.get(row.question) : undefined;
    if ("problem" in row) bad.push(row);
    else if (same && same.expected !== row.expected)
      bad.push({ line: line.line, problem: "contradicts", found: String(same.line) });
    else rows.set(row.question, { ...row, line: line.line });
  }
  return { rows: Array.from(rows.values(), ({ question, expected }) => ({ question, expected })), problems: bad };
}

function rowOf({ line, ...given }: Line): Row | Problem {
  const question = clean(given.question ?? "").trim();
  const said = given.expected?.trim().toLowerCase() ?? "";
  if (!question) return { line, problem: "question_missing" };
  if (question.length > questionLengthMax) return { line, problem: "question_too_long" };
  if (!said) return { line, problem: "expected_missing" };
  const expected = meanings[said];
  return expected ? { question, expected } : { line, problem: "expected_unknown", found: said.slice(0, 60) };
}

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const JsonLine = z.record(z.string(), z.unknown());

function jsonLines(text: string): { lines: Line[]; problems: Problem[] } {
  const lines: Line[] = [];
  const problems: Problem[] = [];
  for (const [index, one] of text.split("\n").entries()) {
    if (!one.trim()) continue;
    const object = parsed(one);
    const field = (names: readonly string[]) =>
      Scalar.safeParse(names.map((name) => object?.[name]).find((value) => value !== undefined)).data;
    if (!object) problems.push({ line: index + 1, problem: "not_readable" });
    else lines.push({ line: index + 1, question: field(questionNames), expected: field(expectedNames) });
  }
  return { lines, problems };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JsonLine.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function sheet(text: string): { lines: Line[]; problems: Problem[] } {
  const read = readSheet(text);
  if (read.brokenAt !== undefined) return { lines: [], problems: [{ line: read.brokenAt, problem: "not_readable" }] };
  const [header, ...rest] = read.records;
  const question = columnOf(read, questionNames);
  const expected = columnOf(read, expectedNames);
  if (question < 0 || expected < 0)
    return { lines: [], problems: [{ line: header?.line ?? 1, problem: "no_columns" }] };
  const filled = rest.filter(({ cells }) => cells.some((cell) => cell.trim()));
  return {
    lines: filled.map(({ line, cells }) => ({ line, question: cells[question], expected: cells[expected] })),
    problems: [],
  };
}

import { z } from "zod";
import { questionLengthMax } from "../chat/run.ts";
import { byteOrderMark, csvLine } from "../csv-line.ts";
import { columnOf, readSheet } from "./sheet.ts";
import type { Target } from "./test-set.sql.ts";

export const problems = [
  "no_columns",
  "not_readable",
  "question_missing",
  "question_too_long",
  "document_unknown",
  "too_much",
  "refuses_and_finds",
] as const;

export interface Problem {
  line: number;
  problem: (typeof problems)[number];
  /** What stands there. */
  found?: string;
}

export interface Case {
  question: string;
  mustFind: Target[];
  mustSay: string[];
  mustRefuse: boolean;
}

/** Between several of a kind in a cell, and between a document and the words quoted from it. */
const between = " | ";
const quoting = " :: ";
const yes = ["yes", "true", "1", "x", "是", "拒答", "refuse"];

const Line = z.object({
  question: z.string().default(""),
  mustFind: z.array(z.object({ document: z.string(), quote: z.string().optional() })).default([]),
  mustSay: z.array(z.string()).default([]),
  mustRefuse: z.boolean().default(false),
});
type Line = z.infer<typeof Line>;

/** Reads cases: CSV with `question`, `must_find`, `must_say`, `must_refuse`, or a JSON object a line. Tells every bad line. */
export function readCases(content: string, documents: ReadonlyMap<string, string>) {
  const text = content.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const found = text.trimStart().startsWith("{") ? jsonLines(text) : sheet(text);
  const bad: Problem[] = [...found.problems];
  const cases: Case[] = [];
  for (const { line, given } of found.lines) {
    const one = caseOf(line, given, documents);
    if ("problem" in one) bad.push(one);
    else cases.push(one);
  }
  return { cases, problems: bad };
}

/** The same as CSV. */
export function writeCases(cases: readonly Case[], names: ReadonlyMap<string, string>): string {
  const rows = cases.map(({ question, mustFind, mustSay, mustRefuse }) => {
    const found = mustFind.flatMap(({ documentId, quote }) => {
      const name = names.get(documentId);
      return name === undefined ? [] : quote ? `${name}${quoting}${quote}` : name;
    });
    return csvLine([question, found.join(between), mustSay.join(between), mustRefuse ? "yes" : ""]);
  });
  return [byteOrderMark, csvLine(["question", "must_find", "must_say", "must_refuse"]), ...rows].join("");
}

function caseOf(line: number, given: Line, documents: ReadonlyMap<string, string>): Case | Problem {
  const question = given.question.trim();
  const mustSay = given.mustSay.map((one) => one.trim()).filter(Boolean);
  if (!question) return { line, problem: "question_missing" };
  if (question.length > questionLengthMax) return { line, problem: "question_too_long" };
  if (given.mustFind.length > 10 || mustSay.length > 20 || mustSay.some(({ length }) => length > 500))
    return { line, problem: "too_much" };
  if (given.mustRefuse && (mustSay.length > 0 || given.mustFind.length > 0))
    return { line, problem: "refuses_and_finds" };
  const mustFind: Target[] = [];
  for (const { document, quote } of given.mustFind) {
    const documentId = documents.get(document.trim());
    if (documentId === undefined) return { line, problem: "document_unknown", found: document.slice(0, 100) };
    mustFind.push({ documentId, ...(quote?.trim() && { quote: quote.trim().slice(0, 500) }) });
  }
  return { question, mustFind, mustSay, mustRefuse: given.mustRefuse };
}

interface Read {
  lines: { line: number; given: Line }[];
  problems: Problem[];
}

function jsonLines(text: string): Read {
  const read: Read = { lines: [], problems: [] };
  for (const [index, one] of text.split("\n").entries()) {
    if (!one.trim()) continue;
    const given = parsed(one);
    if (given) read.lines.push({ line: index + 1, given });
    else read.problems.push({ line: index + 1, problem: "not_readable" });
  }
  return read;
}

function parsed(line: string): Line | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function sheet(text: string): Read {
  const read = readSheet(text);
  if (read.brokenAt !== undefined) return { lines: [], problems: [{ line: read.brokenAt, problem: "not_readable" }] };
  const [header, ...rest] = read.records;
  const question = columnOf(read, ["question", "问题", "問題"]);
  if (question < 0) return { lines: [], problems: [{ line: header?.line ?? 1, problem: "no_columns" }] };
  const [find, say, refuse] = [
    columnOf(read, ["must_find", "必须找到"]),
    columnOf(read, ["must_say", "必须说"]),
    columnOf(read, ["must_refuse", "必须拒答"]),
  ];
  const several = (cell = "") => cell.split(between).filter((one) => one.trim());
  const lines = rest.map(({ line, cells }) => ({
    line,
    given: {
      question: cells[question] ?? "",
      mustFind: several(cells[find]).map((one) => {
        const [document = "", quote] = one.split(quoting);
        return { document, ...(quote && { quote }) };
      }),
      mustSay: several(cells[say]),
      mustRefuse: yes.includes(cells[refuse]?.trim().toLowerCase() ?? ""),
    },
  }));
  return { lines, problems: [] };
}

import { z } from "zod";
import { PublicError } from "../error.ts";
import { lengths, tidy, type Written } from "./written.ts";

/** A question or summary that counts, and what it leads to. */
export interface Pair {
  kind: "question" | "summary";
  trigger: string;
  content: string;
  document: string;
  headings: readonly string[];
}

/** A chunk with what was written for it and accepted. */
export interface Source {
  chunkId: string;
  name: string;
  headings: readonly string[];
  question: string | null;
  text: string;
  questions: readonly string[];
  summary: string | null;
}

/** Questions with what they lead to, as a .faq file; summaries are no questions, and are left out. */
export function toFaq(pairs: readonly Pair[]): string {
  return pairs
    .filter(({ kind }) => kind === "question")
    .map(
      ({ trigger, content }) => `Question: ${trigger}\nAnswer: ${content.replace(/^([ \t]*={4})=+[ \t]*$/gm, "$1")}\n`,
    )
    .join("=====\n");
}

const cellLengthMax = 32_767;

/** A workbook in which several triggers lead to one content, to be looked through or added elsewhere. */
export async function toWorkbook(pairs: readonly Pair[]): Promise<Uint8Array> {
  const Xlsx = await import("@e965/xlsx");
  const header = ["Trigger", "Content", "doc_type", "Kind", "Document", "Chapter"];
  const rows = pairs.map(({ kind, trigger, content, document, headings }) =>
    [trigger, content, "NoQA", kind, document, headings.join(" > ")].map((cell) => cell.slice(0, cellLengthMax)),
  );
  const sheet = Xlsx.utils.aoa_to_sheet([header, ...rows]);
  sheet["!cols"] = [60, 80, 10, 10, 30, 40].map((wch) => ({ wch }));
  const book = Xlsx.utils.book_new();
  Xlsx.utils.book_append_sheet(book, sheet, "Triggers");
  return new Uint8Array(Xlsx.write(book, { type: "array", bookType: "xlsx", compression: true }) as ArrayBuffer);
}

/** The records that tools for such texts pass to one another. */
export function toRecords(sources: readonly Source[]): string {
  return JSON.stringify(sources.map(toRecord), null, 1);
}

function toRecord({ chunkId, name, headings, question, text, questions, summary }: Source) {
  const figures = Array.from(text.matchAll(/!\[[^\]]*\]\(([^)\s]+)/g), ([, address = ""]) => address);
  return {
    page_content: question === null ? text : `${question}=>${text}`,
    metadata: {
      content_type: question !== null ? "QA" : isTable(text) ? "table" : "paragraph",
      heading_hierarchy: Object.fromEntries(headings.map((heading, depth) => [String(depth + 1), heading])),
      figure_list: figures,
      chunk_id: chunkId,
      file_path: name,
      keywords: [],
      summary: summary ?? "",
      synthesis_qa: questions.map((asked) => [asked, text]),
    },
  };
}

function isTable(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  return lines.length > 1 && lines.every((line) => /^\s*\|.*\|\s*$/.test(line));
}

/** A record that brings something to propose, and the chunk that it is about. */
export interface Brought extends Written {
  chunkId: string;
  /** The text by which the chunk is found where it has another id. */
  text: string;
}

const Interchanged = z.object({
  page_content: z.string(),
  metadata: z
    .object({
      chunk_id: z.unknown(),
      summary: z.unknown(),
      synthesis_qa: z.array(z.unknown()).catch([]),
    })
    .partial()
    .catch({}),
});

const questionsMax = 50;

/** Reads such records, as one array or one a line. Throws `exchange.unreadable`. */
export function fromRecords(content: string): Brought[] {
  const records = z.array(Interchanged).min(1).safeParse(parsed(content));
  if (!records.success) throw unreadable(records.error);
  return records.data.flatMap(({ page_content, metadata: { chunk_id, summary, synthesis_qa = [] } }) => {
    const questions = synthesis_qa.flatMap(questionOf).slice(0, questionsMax);
    const summed = fits(summary, lengths.summary);
    if (questions.length === 0 && summed === undefined) return [];
    const chunkId = typeof chunk_id === "string" ? chunk_id : "";
    return [{ chunkId, text: page_content.trim(), questions, ...(summed !== undefined && { summary: summed }) }];
  });
}

/** `[question, answer]`, or the question alone. */
function questionOf(value: unknown): string[] {
  const question = fits(Array.isArray(value) ? (value[0] as unknown) : value, lengths.question);
  return question === undefined ? [] : [question];
}

function fits(value: unknown, { min, max }: { min: number; max: number }): string | undefined {
  const text = tidy(value);
  return text.length >= min && text.length <= max ? text : undefined;
}

function parsed(content: string): unknown {
  const text = content.replace(/^\uFEFF/, "").trim();
  try {
    return JSON.parse(text) as unknown;
  } catch (whole) {
    try {
      return text.split("\n").flatMap((line) => (line.trim() ? [JSON.parse(line) as unknown] : []));
    } catch {
      throw unreadable(whole);
    }
  }
}

function unreadable(cause: unknown): PublicError {
  const message =
    "This file does not hold the records that are expected: objects with page_content and metadata, as a JSON array or one a line.";
  return new PublicError("invalid", "exchange.unreadable", message, { cause });
}

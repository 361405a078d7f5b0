/** A part of a document that reads as one: what stands between two blank lines, a whole list, a whole table. */
export interface Block {
  type: "heading" | "paragraph" | "list" | "code" | "table" | "quote";
  /** Markdown source, as in the file wherever the file is Markdown. */
  markdown: string;
  /** First page the block stands on, counted from 1, where the format has pages. */
  page?: number;
  /** Headings only: 1 is the outermost. */
  level?: number;
  /** Headings only: the words without markup. */
  text?: string;
}

/** A question with its answer, from a file that is made of such rows. */
export interface QuestionRow {
  question: string;
  answer: string;
  /** What its further columns say, by their names; empty cells are left out. */
  metadata?: Record<string, string>;
}

/** What every format is read into. A workbook may hold both: one sheet of questions, another with a table. */
export interface Content {
  title?: string;
  blocks: Block[];
  rows: QuestionRow[];
  /** A file of example sentences: not for reading, but for the intents of the company. */
  examples?: string;
}

export function heading(level: number, text: string, page?: number): Block {
  const words = text.replace(/\s+/g, " ").trim();
  return {
    type: "heading",
    level,
    text: words,
    markdown: `${"#".repeat(level)} ${words}`,
    ...(page !== undefined && { page }),
  };
}

/** A Markdown table; the first row is its header. */
export function table(rows: readonly (readonly string[])[], page?: number): Block {
  const width = Math.max(...rows.map((row) => row.length));
  const line = (row: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, column) => cell(row[column] ?? "")).join(" | ")} |`;
  const [header = [], ...body] = rows;
  const markdown = [line(header), `|${" --- |".repeat(width)}`, ...body.map(line)].join("\n");
  return { type: "table", markdown, ...(page !== undefined && { page }) };
}

/** Text that is no Markdown, so that what would be taken for HTML in it is shown. */
export function escapeHtml(text: string): string {
  return text.replace(/<(?=[a-z/!?])/gi, "\\<");
}

function cell(text: string): string {
  return text
    .trim()
    .replace(/\|/g, "\\|")
    .replace(/\s*\r?\n\s*/g, "<br>");
}

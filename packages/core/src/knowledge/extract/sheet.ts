import { escapeHtml, heading, table, type Block, type Content } from "./block.ts";
import { fileError } from "./file-error.ts";
import { limits } from "./limits.ts";
import * as QuestionAnswer from "./question-answer.ts";

export interface Sheet {
  /** Absent where there is only one, as in a .csv. */
  name?: string;
  rows: readonly (readonly string[])[];
}

/** Reads sheets as questions with answers where their header says so, else as tables under the sheet's name. */
export function read(sheets: readonly Sheet[]): Content {
  const content: Content = { blocks: [], rows: [] };
  for (const sheet of sheets) {
    const rows = sheet.rows.filter((row) => row.some((cell) => cell.trim()));
    if (rows.length === 0) continue;
    // numbers in messages are those of the sheet, so empty rows still count here
    const questions = QuestionAnswer.fromSheet(sheet.rows);
    if (questions) content.rows.push(...questions);
    else content.blocks.push(...asTable(sheet.name, rows));
  }
  return content;
}

function asTable(name: string | undefined, rows: readonly (readonly string[])[]): Block[] {
  const columns = [...new Set(rows.flatMap((row) => row.flatMap((cell, column) => (cell.trim() ? [column] : []))))];
  if (columns.length > limits.tableColumns) {
    throw fileError(
      "too_large_to_read",
      `A sheet has ${columns.length} columns; at most ${limits.tableColumns} are read. Take out the columns nobody asks about, or split the sheet.`,
    );
  }
  columns.sort((a, b) => a - b);
  const cells = rows.map((row) => columns.map((column) => escapeHtml(row[column] ?? "")));
  // lines above the header, such as a name across the sheet, fill one cell only
  const header = cells.findIndex((row) => row.filter((cell) => cell.trim()).length > 1);
  const above = cells.slice(0, Math.max(0, header));
  const body = cells.slice(above.length);
  const titles = above.map((row): Block => ({ type: "paragraph", markdown: escapeHtml(row.join("").trim()) }));
  return [...(name ? [heading(2, name)] : []), ...titles, table(body)];
}

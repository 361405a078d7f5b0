import { heading, table, type Block, type Content } from "./block.ts";
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
  const width = Math.max(...rows.map((row) => row.length));
  if (width > limits.tableColumns) {
    throw fileError(
      "too_large_to_read",
      `A sheet has ${width} columns; at most ${limits.tableColumns} are read. Take out the columns nobody asks about, or split the sheet.`,
    );
  }
  // lines above the header, such as a name across the sheet, fill one cell only
  const filled = (row: readonly string[]) => row.filter((cell) => cell.trim()).length;
  const top =
    width > 1
      ? Math.max(
          0,
          rows.findIndex((row) => filled(row) > 1),
        )
      : 0;
  const above = rows.slice(0, top).map((row): Block => ({ type: "paragraph", markdown: row.join(" ").trim() }));
  return [...(name ? [heading(2, name)] : []), ...above, table(rows.slice(top))];
}

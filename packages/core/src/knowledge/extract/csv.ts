import { CsvError, parse } from "csv-parse/sync";
import type { Content } from "./block.ts";
import { fileError } from "./file-error.ts";
import { limits } from "./limits.ts";
import * as Sheet from "./sheet.ts";

/** Reads comma-, semicolon- or tab-separated rows. */
export function read(text: string): Content {
  return Sheet.read([{ rows: rowsOf(text) }]);
}

function rowsOf(text: string): string[][] {
  try {
    const rows = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true });
    const cells = rows.reduce((sum, row) => sum + row.length, 0);
    if (cells > limits.tableCells) {
      throw fileError(
        "too_large_to_read",
        `The file has ${cells.toLocaleString("en")} cells; at most ${limits.tableCells.toLocaleString("en")} are read. Split it and add the parts.`,
      );
    }
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? ` near line ${error["lines"]}` : "";
    throw fileError(
      "unreadable",
      `The rows of the file cannot be told apart${line}, probably because a quotation mark is never closed. Mend that line and add the file again.`,
      error,
    );
  }
}

/** The separator that the first line has most of, outside quotation marks. */
function delimiterOf(text: string): string {
  const line =
    text
      .slice(0, 10_000)
      .replace(/"[^"]*"/g, "")
      .split("\n", 1)[0] ?? "";
  const count = (separator: string) => line.split(separator).length;
  return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

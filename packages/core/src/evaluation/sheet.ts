import { CsvError, parse } from "csv-parse/sync";

export interface Sheet {
  /** Rows with the line that each ends in, the header first. */
  records: { line: number; cells: string[] }[];
  /** The line that could not be read: then there are no rows. */
  brokenAt?: number;
}

/** Reads a table of questions: cells between commas, tabs or semicolons, a row shorter or longer than others included. */
export function readSheet(text: string): Sheet {
  const records: Sheet["records"] = [];
  try {
    parse(text, {
      delimiter: [",", "\t", ";"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        records.push({ line: lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records: [], brokenAt: typeof error["lines"] === "number" ? error["lines"] : 1 };
  }
  return { records };
}

/** The place of the column that has one of these names in the header, or -1. */
export function columnOf({ records }: Sheet, names: readonly string[]): number {
  return records[0]?.cells.findIndex((cell) => names.includes(cell.trim().toLowerCase())) ?? -1;
}

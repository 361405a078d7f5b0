import { CsvError, parse } from "csv-parse/sync";

/** A group as a file has it, with the number of its line. */
export interface Line {
  line: number;
  words: string[];
}

const separators = [",", "\t", ";", "，", "；"];

/** One group a line, its words parted by commas, semicolons or tabs. Throws a `BrokenLine` where a quotation mark stays open. */
export function read(text: string): Line[] {
  try {
    const lines: Line[] = [];
    parse(text.replace(/\r\n?/g, "\n"), {
      bom: true,
      delimiter: separators,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines: line }) => {
        const words = record.filter(Boolean);
        if (words.length > 0) lines.push({ line, words });
        return record;
      },
    });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new BrokenLine(typeof error["lines"] === "number" ? error["lines"] : 1, error);
  }
}

export class BrokenLine extends Error {
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super(`line ${line} cannot be read`, { cause });
    this.line = line;
  }
}

export function write(groups: readonly (readonly string[])[]): string {
  return groups.map((words) => `${words.map(cell).join(",")}\r\n`).join("");
}

function cell(word: string): string {
  return /[",;，；\t]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word;
}

import * as Xlsx from "@e965/xlsx";
import type { Content } from "./block.ts";
import { fileError } from "./file-error.ts";
import { limits } from "./limits.ts";
import * as Sheet from "./sheet.ts";

/** Reads the visible sheets of a workbook as they are displayed: formatted numbers, results of formulas. */
export function read(bytes: Uint8Array): Content {
  const book = Xlsx.read(bytes, { type: "buffer", dense: true, cellHTML: false, cellText: true });
  const hidden = new Set(book.Workbook?.Sheets?.filter((sheet) => sheet.Hidden).map((sheet) => sheet.name));
  const names = book.SheetNames.filter((name) => !hidden.has(name));
  let cells = 0;
  const sheets = names.map((name) => {
    const rows = Array.from(book.Sheets[name]?.["!data"] ?? [], textOf);
    cells += rows.reduce((sum, row) => sum + row.filter(Boolean).length, 0);
    if (cells > limits.tableCells) throw tooLarge();
    return { name, rows };
  });
  return Sheet.read(sheets);
}

const emptyRow: string[] = [];

// Rows and cells that hold nothing are holes in the arrays.
function textOf(row: Xlsx.CellObject[] | undefined): string[] {
  if (!row) return emptyRow;
  return Array.from(row, (cell) => (cell ? (cell.w ?? (cell.v === undefined ? "" : String(cell.v))) : ""));
}

function tooLarge() {
  return fileError(
    "too_large_to_read",
    `This workbook has more than ${limits.tableCells.toLocaleString("en")} cells. Take out what nobody asks about, or split it, and add that.`,
  );
}

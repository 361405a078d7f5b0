import * as SheetJs from "@e965/xlsx";
import { expect, test } from "vitest";
import { xlsxOf } from "../fixtures/office.ts";
import * as Xlsx from "@docent/core/knowledge/extract/xlsx";

function workbook(sheets: Record<string, unknown[][]>, hidden: string[] = []): Uint8Array {
  const book = SheetJs.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    SheetJs.utils.book_append_sheet(book, SheetJs.utils.aoa_to_sheet(rows), name);
  }
  book.Workbook = { Sheets: book.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) };
  return new Uint8Array(SheetJs.write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
}

test("a sheet of questions gives rows, other sheets give tables under their names", () => {
  const bytes = workbook(
    {
      FAQ: [
        ["Question", "Answer", "Region"],
        ["推荐哪种快递？", "用第一种", "China"],
        [],
        ["Where?", "Third floor.\nNext to the lift.", "Global"],
      ],
      Rates: [["Rates of 2026"], ["City", "Rate"], ["Berlin", 120.5], ["Oslo", true]],
      Secret: [["a", "b"]],
    },
    ["Secret"],
  );

  expect(Xlsx.read(bytes)).toEqual({
    rows: [
      { question: "推荐哪种快递？", answer: "用第一种", metadata: { Region: "China" } },
      { question: "Where?", answer: "Third floor.\nNext to the lift.", metadata: { Region: "Global" } },
    ],
    blocks: [
      { type: "heading", level: 2, text: "Rates", markdown: "## Rates" },
      { type: "paragraph", markdown: "Rates of 2026" },
      { type: "table", markdown: "| City | Rate |\n| --- | --- |\n| Berlin | 120.5 |\n| Oslo | TRUE |" },
    ],
  });
});

test("numbers are read as they are shown", () => {
  const sheet = SheetJs.utils.aoa_to_sheet([
    ["Share", "Day"],
    [0.256, 46350],
    [0.5, 1],
  ]);
  Object.assign(sheet["A2"] as object, { z: "0.0%" });
  Object.assign(sheet["B2"] as object, { z: "yyyy-mm-dd" });
  const book = SheetJs.utils.book_new(sheet, "S");
  const bytes = new Uint8Array(SheetJs.write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);

  expect(Xlsx.read(bytes).blocks[1]?.markdown).toContain("| 25.6% | 2026-11-24 |");
});

test("a sheet with one far-off cell is read without the emptiness between", () => {
  const bytes = xlsxOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>');

  expect(Xlsx.read(bytes).blocks[1]?.markdown).toBe("| 1 |  |\n| --- | --- |\n|  | 2 |");
});

test("a row without its answer is named by its number in the sheet", () => {
  const bytes = workbook({ FAQ: [["问题", "回答"], ["几点开门？", "七点"], [], ["几点关门？"]] });

  expect(() => Xlsx.read(bytes)).toThrow(/row 4\./);
});

test("what looks like HTML in a cell is text", () => {
  const bytes = workbook({
    S: [
      ["Command", "What it does"],
      ["search <text>", "a < b"],
    ],
  });

  expect(Xlsx.read(bytes).blocks[1]?.markdown).toContain("| search \\<text> | a < b |");
});

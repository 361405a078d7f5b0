import { expect, test } from "vitest";
import { BrokenLine, read, write } from "./synonym-csv.ts";

test("a file has one group a line, whatever its separators, and blank lines count for the line numbers", () => {
  expect(read("\ufeffPTO,paid leave, 年假\r\n\r\nVPN；虚拟专网\ra\tb;c\n,,\n")).toEqual([
    { line: 1, words: ["PTO", "paid leave", "年假"] },
    { line: 3, words: ["VPN", "虚拟专网"] },
    { line: 4, words: ["a", "b", "c"] },
  ]);
});

test("what was written is read again, separators and quotation marks included", () => {
  const groups = [
    ["Terms, conditions", 'the "small print"', "条款；条件"],
    ["PTO", "年假"],
  ];

  expect(read(write(groups)).map(({ words }) => words)).toEqual(groups);
});

test("a quotation mark that stays open is named by its line", () => {
  expect(() => read('a,b\n"c,d\ne,f')).toThrow(BrokenLine);
});

import { expect, test } from "vitest";
import { cellsIn, wordsIn } from "./word-lines.ts";

test("words are taken from lines, and from a single line by its commas", () => {
  expect(wordsIn(" PTO \n\npaid leave\n年假")).toEqual(["PTO", "paid leave", "年假"]);
  expect(wordsIn("PTO, paid leave、年假；带薪休假")).toEqual(["PTO", "paid leave", "年假", "带薪休假"]);
  expect(wordsIn("terms, conditions\nsmall print")).toEqual(["terms, conditions", "small print"]);
  expect(wordsIn(" \n ")).toEqual([]);
});

test("cells of a file are taken apart and freed of quotation marks", () => {
  expect(cellsIn('\ufeffAcme,"please"\r\n我司；您好')).toEqual(["Acme", "please", "我司", "您好"]);
});

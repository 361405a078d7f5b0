import { expect, test } from "vitest";
import * as Csv from "./csv.ts";
import { fromFaq } from "./question-answer.ts";

test("a .faq file gives each question its answer, images and line breaks included", () => {
  const source =
    "Question: 员工餐厅几点开门？\nAnswer: 工作日 7:30 开门。\n周末不开放，见 ![菜单](https://example.org/menu.png)\n=====\nQuestion: Where is the Delta meeting room?\nAnswer: Third floor, next to the lift.\n=====\n";

  expect(fromFaq(source)).toEqual([
    {
      question: "员工餐厅几点开门？",
      answer: "工作日 7:30 开门。\n周末不开放，见 ![菜单](https://example.org/menu.png)",
    },
    { question: "Where is the Delta meeting room?", answer: "Third floor, next to the lift." },
  ]);
});

test("a .faq block without an answer is named by its number", () => {
  const source = "Question: A?\nAnswer: a\n=====\nQuestion: B?\n=====\nC?\nc\n=====\nQuestion: D?";

  expect(() => fromFaq(source)).toThrow(/blocks 2, 4\. Fill/);
});

test("a .csv with a question and an answer column is read as such, wherever the columns stand", () => {
  const source = 'Author,Answer,QUESTION\nli.na,"满一年\n""10"" 天, 按年计",Question: 年假有几天？\n,,\n';

  expect(Csv.read(source)).toEqual({
    blocks: [],
    rows: [{ question: "年假有几天？", answer: '满一年\n"10" 天, 按年计', metadata: { Author: "li.na" } }],
  });
});

test("Chinese headers and semicolons work as well", () => {
  expect(Csv.read("问题;答案\n几点开门？;七点半\n").rows).toEqual([{ question: "几点开门？", answer: "七点半" }]);
});

test("further columns are kept under their names, empty cells and columns without a name left out", () => {
  const source = 'Question,Region,,Answer,"Valid\nfrom",__proto__\nWho?,China,x,Li,2026,p\nWho?,,y,Ann, \n';

  expect(Csv.read(source).rows).toEqual([
    {
      question: "Who?",
      answer: "Li",
      metadata: Object.fromEntries([
        ["Region", "China"],
        ["Valid from", "2026"],
        ["__proto__", "p"],
      ]),
    },
    { question: "Who?", answer: "Ann" },
  ]);
});

test("no more than 50 further columns of 500 characters are kept", () => {
  const header = ["Question", "Answer", ...Array.from({ length: 60 }, (_, n) => `C${n}`)].join(",");
  const [row] = Csv.read(`${header}\nA?,a${",x".repeat(60).replace("x", "y".repeat(900))}\n`).rows;

  expect(Object.keys(row?.metadata ?? {})).toHaveLength(50);
  expect(row?.metadata?.["C0"]).toHaveLength(500);
});

test("a row that lacks its answer is named by its number in the sheet", () => {
  expect(() => Csv.read("Question,Answer\nA?,a\n\nB?,\n")).toThrow(/row 4\./);
});

test("any other .csv becomes a table", () => {
  const { blocks, rows } = Csv.read("City\tRate\nBerlin\t120 | net\nParis\n");

  expect(rows).toEqual([]);
  expect(blocks).toEqual([
    { type: "table", markdown: "| City | Rate |\n| --- | --- |\n| Berlin | 120 \\| net |\n| Paris |  |" },
  ]);
});

test("a quotation mark that is never closed is refused in words", () => {
  expect(() => Csv.read('a,b\n1,"open\n2,3\n')).toThrow(/quotation mark/);
});

test("several triggers lead to one content, and questions with answers may stand in the same sheet", () => {
  const source =
    "Trigger,Content,doc_type,Question,Answer,Region\n" +
    '报销流程是什么,"# 报销\n1. 填表",NoQA,,,华东\n报销章节摘要：三步完成,"# 报销\n1. 填表",NoQA,,,\n,,QA,几点开门？,七点,\n';

  expect(Csv.read(source).rows).toEqual([
    { question: "报销流程是什么", answer: "# 报销\n1. 填表", metadata: { Region: "华东" } },
    { question: "报销章节摘要：三步完成", answer: "# 报销\n1. 填表" },
    { question: "几点开门？", answer: "七点" },
  ]);
});

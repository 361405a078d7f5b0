import { expect, test } from "vitest";
import { read } from "./label-file.ts";

test("a table with a header that names question and expected is read, in English and Chinese", () => {
  expect(read('\uFEFFquestion,expected\r\n"How long, exactly?",answer\r\nWho won?,no\r\n')).toEqual({
    rows: [
      { question: "How long, exactly?", expected: "answer" },
      { question: "Who won?", expected: "refuse" },
    ],
    problems: [],
  });
  expect(read("编号;问题;预期\n1;年假有几天？;回答\n2;谁赢了？;拒答").rows).toEqual([
    { question: "年假有几天？", expected: "answer" },
    { question: "谁赢了？", expected: "refuse" },
  ]);
});

test("a JSON object a line is read", () => {
  const content = '{"question": "How long?", "expected": "answer"}\n\n{"text": "Who won?", "answerable": false}\n';

  expect(read(content)).toEqual({
    rows: [
      { question: "How long?", expected: "answer" },
      { question: "Who won?", expected: "refuse" },
    ],
    problems: [],
  });
});

test("every line that cannot be taken is named with its number and reason", () => {
  const content = 'question,expected\n,answer\nWhen?,\nWhere?,perhaps\nWhy?,answer\n"Why?",refuse\n';

  expect(read(content).problems).toEqual([
    { line: 2, problem: "question_missing" },
    { line: 3, problem: "expected_missing" },
    { line: 4, problem: "expected_unknown", found: "perhaps" },
    { line: 6, problem: "contradicts", found: "5" },
  ]);
  expect(read('{"question": "Why?", "expected": "answer"}\n{"question": ').problems).toEqual([
    { line: 2, problem: "not_readable" },
  ]);
});

test("a question over several lines keeps them, and the count of lines too", () => {
  const { rows, problems } = read('question,expected\n"One\ntwo",answer\nThree?,maybe\n');

  expect(rows).toEqual([{ question: "One\ntwo", expected: "answer" }]);
  expect(problems).toMatchObject([{ line: 4 }]);
});

test("a file without the two columns says so, and an open quotation mark its line", () => {
  expect(read("a,b\n1,2").problems).toEqual([{ line: 1, problem: "no_columns" }]);
  expect(read("").problems).toEqual([{ line: 1, problem: "no_columns" }]);
  expect(read('question,expected\n"never closed,answer\n').problems).toMatchObject([{ problem: "not_readable" }]);
});

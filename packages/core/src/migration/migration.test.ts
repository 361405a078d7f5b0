import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { kindOf, readDump } from "./dump.ts";
import { momentOf } from "./moment.ts";
import { translate } from "./placeholders.ts";
import { roundsOf } from "./rounds.ts";

const dump = (text: string) => readDump(new TextEncoder().encode(text));

test("rows are read from a scan, an export, plain objects and an index, with or without types, packed or not", () => {
  const plain = { username: "sam", groupname: "normal", tags: ["a", 1], nothing: null, on: true };
  const typed = {
    username: { S: "sam" },
    groupname: { S: "normal" },
    tags: { L: [{ S: "a" }, { N: "1" }] },
    nothing: { NULL: true },
    on: { BOOL: true },
  };
  const read = (text: string) => dump(text)?.rows.map(({ item }) => item);

  expect(read(JSON.stringify({ Items: [typed], Count: 1 }))).toEqual([plain]);
  expect(read(`${JSON.stringify({ Item: typed })}\n${JSON.stringify({ Item: typed })}\n`)).toEqual([plain, plain]);
  expect(read(JSON.stringify([plain], null, 2))).toEqual([plain]);
  expect(read(JSON.stringify(plain))).toEqual([plain]);
  expect(read(JSON.stringify({ _index: "x", _source: plain }))).toEqual([plain]);
  expect(readDump(gzipSync(JSON.stringify({ Item: typed })))?.rows).toEqual([{ line: 1, item: plain }]);
});

test("each row is told by the line it begins on, and lines that are no rows are told apart", () => {
  expect(dump('{\n "Items": [\n  {"a": {"S": "{"}},\n  {"b": {"M": {"c": {"S": "x"}}}}\n ]\n}')?.rows).toEqual([
    { line: 3, item: { a: "{" } },
    { line: 4, item: { b: { c: "x" } } },
  ]);
  expect(dump('[\n {"a": 1},\n\n {"a": 2}]')?.rows.map(({ line }) => line)).toEqual([2, 4]);
  expect(dump('{"a": 1}\n\n{"b"\n{"c": 1}')).toMatchObject({
    rows: [{ line: 1 }, { line: 4 }],
    unreadable: [{ line: 3 }],
  });
});

test("what holds no rows is no table", () => {
  expect([dump("# A page"), dump("[1, 2]"), dump(""), dump("{broken")]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(kindOf({ item: { heading: [], content: "Text" } })).toBeUndefined();
});

test("times are China's unless they say otherwise, whatever they are written as", () => {
  const moment = "2024-05-01T04:30:00.000Z";
  for (const written of [
    "2024-05-01 12:30:00",
    "2024-05-01T04:30:00Z",
    "2024-05-01T06:30+02:00",
    1714537800,
    "1714537800000",
  ])
    expect([written, momentOf(written)?.toISOString()]).toEqual([written, moment]);
  for (const none of ["", "yesterday", null, 12, "2024-13-01 00:00:00"]) expect(momentOf(none)).toBeUndefined();
});

test("rounds have four elements or six, and in the order in which they were said", () => {
  const last = new Date("2024-05-01T04:30:00Z");
  expect(roundsOf('[["a","b","QA","m1"],["c","d","QA"]]', last)).toMatchObject([
    { question: "a", answer: "b", key: "m1", at: new Date("2024-05-01T04:29:59Z") },
    { question: "c", key: "#1", at: last },
  ]);
  expect(roundsOf([["a", "b", "QA", "m1", "2024-05-01 12:00:00", 9]], last)).toMatchObject([
    { at: new Date("2024-05-01T04:00:00Z") },
  ]);
  expect([roundsOf("{}", last), roundsOf('["a"]', last), roundsOf("[", last)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("placeholders become ours, braces stay text, and what is unknown or missing is told", () => {
  const { text, notes } = translate('{{"a": 1}} { Question } {CONTEXT} {ask_user_prompt}{tone} {} {a b}');

  expect(text).toBe('{"a": 1} {question} {context} {tone} {} {a b}');
  expect(notes.map(({ code }) => code)).toEqual([
    "braces_single",
    "placeholder_renamed",
    "placeholder_renamed",
    "placeholder_dropped",
    "placeholder_unknown",
  ]);
  expect(translate("Only text").notes.map(({ code }) => code)).toEqual(["placeholder_missing", "placeholder_missing"]);
});

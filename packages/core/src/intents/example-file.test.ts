import { expect, test } from "vitest";
import { read } from "./example-file.ts";

test("a file with a schema names a tool and what it is called with for each sentence", () => {
  const file = `{"api_schema":{"name":"book_room","description":"reserve a room",
    "parameters":{"type":"object","properties":{"room":{"type":"string"}},"required":["room"]}},
   "examples":[
     {"query":"帮我订一下三号会议室","detection":{"func":"book_room","param":{"room":"三号会议室"}}},
     {"query":"book something","detection":{"func":"book_room"}}]}`;

  const { rows, tools, problems } = read(file);

  expect(tools).toMatchObject([{ name: "book_room", parameters: { required: ["room"] } }]);
  expect(rows).toMatchObject([
    { line: 4, intent: "book_room", text: "帮我订一下三号会议室", parameters: { room: "三号会议室" } },
    { line: 5, intent: "book_room", text: "book something", parameters: null },
  ]);
  expect(problems).toEqual([]);
});

test("an array of sentences, intents and replies is read, with a byte order mark and Windows line ends", () => {
  const file = `\uFEFF[\r\n {"query":"你好呀","intention":"闲聊","reply":""},\r\n {"query":"谈谈选举","intention":"敏感话题","reply":"这个话题我无法讨论。"}\r\n]`;

  expect(read(file).rows).toMatchObject([
    { line: 2, intent: "闲聊", text: "你好呀", reply: "" },
    { line: 3, intent: "敏感话题", reply: "这个话题我无法讨论。" },
  ]);
});

test("blocks of keys and values are read", () => {
  const file = "query: hello: you\nintention: greeting\nreply:\n\n\nquery：再见\nintention：告别\nreply：下次见\n";

  expect(read(file).rows).toEqual([
    { line: 1, intent: "greeting", text: "hello: you", reply: "", parameters: null },
    { line: 6, intent: "告别", text: "再见", reply: "下次见", parameters: null },
  ]);
});

test("what cannot be taken is named with its line, and the rest is taken", () => {
  const json = read(
    `[\n{"query":"a","intention":"b"},\n{"query":" ","intention":"b"},\n{"query":"c","intention":""},\n7]`,
  );
  expect(json.rows).toHaveLength(1);
  expect(json.problems).toEqual([
    { line: 3, problem: "no_text" },
    { line: 4, problem: "no_intent", found: "c" },
    { line: 5, problem: "not_an_example", found: "7" },
  ]);

  const blocks = read("query:a\nintention:b\nsomething else\n\nquery:only");
  expect(blocks.rows).toHaveLength(1);
  expect(blocks.problems).toMatchObject([
    { line: 3, problem: "line_unreadable" },
    { line: 5, problem: "no_intent" },
  ]);
});

test("a file that is no JSON says on which line it breaks off", () => {
  const { rows, problems } = read(`[\n{"query":"a",\n"intention":"b"\n{"query":"c"}]`);

  expect(rows).toEqual([]);
  expect(problems).toEqual([{ line: 4, problem: "not_json", found: "comma expected" }]);
});

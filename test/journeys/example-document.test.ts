import { afterEach, expect, test } from "vitest";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import * as Example from "@docent/core/intents/example";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
afterEach(() => scope.close());

async function add(name: string, content: string) {
  scope = await testScope();
  const { id } = await Library.create(scope, { name: "Old desk" });
  const [added] = await Version.add(scope, id, [{ name, content: Buffer.from(content) }]);
  await scope.settle();
  return Document.get(scope, added?.documentId ?? "");
}

const taught = async () => {
  const { items } = await Example.list(scope, Example.List.parse({}));
  return items.map(({ text, intent }) => [intent, text]).toSorted((a, b) => String(a).localeCompare(String(b)));
};

test.each([
  [
    "with a schema",
    '{"api_schema":{"name":"book_room"},"examples":[{"query":"订会议室","detection":{"func":"book_room","param":{"room":"三号"}}}]}',
    [["book_room", "订会议室"]],
  ],
  ["of intentions", '\ufeff[{"query":"你好呀","intention":"闲聊","reply":""}]', [["闲聊", "你好呀"]]],
  [
    "of plain lines",
    "query:Hello\r\nintention:chat\r\nreply:\r\n\r\nquery:Bye\r\nintention:chat\r\n",
    [
      ["chat", "Bye"],
      ["chat", "Hello"],
    ],
  ],
])("an example file %s put into a library teaches the intents", async (_, content, sentences) => {
  const document = await add("rooms(1).example", content);

  expect(document).toMatchObject({ state: "searchable", chunks: 0 });
  expect(await taught()).toEqual(sentences);
});

test("lines of an example file that cannot be taken are named, and the others are taught", async () => {
  const document = await add("old.example", "query:Hello\nintention:chat\n\nquery:Bye\nintention:\n");

  expect(document).toMatchObject({ state: "failed", errorCode: "file.examples_refused" });
  expect(document.error).toMatch(/^1 sentences.*from line 4\./);
  expect(await taught()).toEqual([["chat", "Hello"]]);
});

test("a member who owns a library may not teach the intents of the company through it", async () => {
  scope = await testScope();
  const member = await scope.as("member");
  const { id } = await Library.create(member, { name: "Mine", visibility: "private" });
  const content = Buffer.from("query:Hello\nintention:chat\n");

  await expect(Version.add(member, id, [{ name: "old.example", content }])).rejects.toMatchObject({
    code: "actor.role_required",
  });
  expect(await taught()).toEqual([]);
});

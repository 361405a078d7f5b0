import { afterAll, beforeEach, expect, test } from "vitest";
import { companyTable, stopWordTable, synonymTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as StopWord from "@docent/core/knowledge/vocabulary/stop-word";
import * as Synonym from "@docent/core/knowledge/vocabulary/synonym";
import * as Vocabulary from "@docent/core/knowledge/vocabulary/vocabulary";
import type { Scope } from "@docent/core/scope";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
beforeEach(async () => {
  await scope?.close();
  scope = await testScope();
});
afterAll(() => scope.close());

const groupsOf = async (by: Scope) => (await Synonym.list(by, Synonym.List.parse({}))).items.map(({ words }) => words);
const searchesFor = async (text: string, by: Scope = scope) =>
  (await Vocabulary.tryOut(by, { text })).searches.map((search) => search.text);

/** Somebody of another company on the same machine. */
async function stranger(): Promise<Scope> {
  const companyId = newId("company");
  const userId = newId("user");
  await scope.db.insert(companyTable).values({ id: companyId, name: "Other" });
  await scope.db
    .insert(userTable)
    .values({ id: userId, companyId, role: "admin", name: "Other", email: `${userId}@example.org` });
  return { ...scope, actor: { type: "user", userId, companyId, role: "admin" } };
}

test("a group counts for the very next question, a changed one too, and a removed one no longer", async () => {
  const editor = await scope.as("editor");
  expect(await searchesFor("PTO rules")).toEqual(["PTO rules"]);

  const [group] = await Synonym.add(editor, { groups: [[" PTO ", "paid  leave", "pto", ""]] });
  expect(group?.words).toEqual(["PTO", "paid leave"]);
  expect(await searchesFor("PTO rules")).toEqual(["PTO rules", "paid leave rules"]);

  await Synonym.change(editor, { id: group?.id ?? "", words: ["PTO", "annual leave"] });
  expect(await searchesFor("PTO rules")).toEqual(["PTO rules", "annual leave rules"]);

  const removed = await Synonym.remove(editor, { ids: [group?.id ?? ""] });
  expect(await searchesFor("PTO rules")).toEqual(["PTO rules"]);

  await Synonym.add(editor, { groups: removed.map(({ words }) => words) });
  expect(await searchesFor("PTO rules")).toEqual(["PTO rules", "annual leave rules"]);
});

test("what another process changes is seen within two seconds", async () => {
  expect(await searchesFor("VPN access")).toEqual(["VPN access"]);
  const companyId = scope.actor.type === "user" ? scope.actor.companyId : "";
  await scope.db.insert(synonymTable).values({ id: newId("synonym"), companyId, words: ["VPN", "虚拟专网"] });
  await scope.db.insert(stopWordTable).values({ companyId, word: "access" });

  const later = { ...scope, now: () => new Date(Date.now() + 2_000) };

  expect(await searchesFor("VPN access", later)).toEqual(["VPN", "虚拟专网"]);
});

test("a word stands in one group only, however it is written, and the refusal names word and group", async () => {
  await Synonym.add(scope, { groups: [["年假", "Paid leaves"]] });
  const [other] = await Synonym.add(scope, { groups: [["VPN", "tunnel"]] });

  const refused = {
    kind: "conflict",
    code: "synonym.taken",
    message: expect.stringContaining("“PAID LEAVE” stands in the group “年假, Paid leaves” already") as string,
  };
  await expect(
    Synonym.add(scope, {
      groups: [
        ["new", "fresh"],
        ["PAID LEAVE", "rest"],
      ],
    }),
  ).rejects.toMatchObject(refused);
  const change = { id: other?.id ?? "", words: ["VPN", "PAID LEAVE"] };
  await expect(Synonym.change(scope, change)).rejects.toMatchObject(refused);
  expect(await Synonym.check(scope, change)).toMatchObject({ type: "taken", group: ["年假", "Paid leaves"] });
  expect(await Synonym.check(scope, { ...change, words: ["vpn", "tunnels"] })).toBeNull();
  expect(await groupsOf(scope)).toEqual([
    ["VPN", "tunnel"],
    ["年假", "Paid leaves"],
  ]);
});

test("two editors who add the same word at once cannot both succeed", async () => {
  const attempts = await Promise.allSettled([
    Synonym.add(scope, { groups: [["PTO", "leave"]] }),
    Synonym.add(scope, { groups: [["pto", "holiday"]] }),
  ]);

  expect(attempts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test.each([
  [["alone"], "few", /two words that differ/],
  [["Leave", "leaves", "LEAVE"], "few", /two words that differ/],
  [Array.from({ length: 21 }, (_, n) => `word${n}`), "many", /20 words/],
  [["a".repeat(81), "b"], "long", /80 characters/],
  [["???", "question"], "unreadable", /“\?\?\?” has neither letters nor digits/],
])("the group %j is refused with what to do", async (words, type, message) => {
  await expect(Synonym.add(scope, { groups: [words] })).rejects.toMatchObject({
    kind: "invalid",
    code: `synonym.${type}`,
    message: expect.stringMatching(message) as string,
  });
});

test("groups are filtered by any of their words, in either script of Chinese", async () => {
  const groups = [
    ["PTO", "paid leave"],
    ["网络", "network"],
  ];
  await Synonym.add(scope, { groups });
  const filtered = async (text: string) =>
    (await Synonym.list(scope, Synonym.List.parse({ text }))).items.map(({ words }) => words[0]);

  expect(await filtered("lea")).toEqual(["PTO"]);
  expect(await filtered("網絡")).toEqual(["网络"]);
  expect(await filtered("printer")).toEqual([]);
  expect(await Synonym.list(scope, Synonym.List.parse({ from: 1, limit: 1 }))).toMatchObject({
    items: [{ words: groups[0] }],
    total: 2,
    all: 2,
  });
});

test("a file with a bad line adds nothing and names each such line; without, it adds what is new", async () => {
  await Synonym.add(scope, { groups: [["PTO", "paid leave"]] });
  const bad = "VPN,tunnel\nalone\nPTO,rest\nvpn,虚拟专网\n";

  const refused = await Synonym.importCsv(scope, { text: bad });
  expect(refused.added).toEqual([]);
  expect(refused.problems).toEqual([
    { line: 2, problem: { type: "few" } },
    { line: 3, problem: { type: "taken", word: "PTO", group: ["PTO", "paid leave"] } },
    { line: 4, problem: { type: "taken", word: "vpn", group: ["VPN", "tunnel"] } },
  ]);
  expect(await groupsOf(scope)).toHaveLength(1);
  expect(await Synonym.importCsv(scope, { text: 'a,b\n"c,d' })).toMatchObject({
    added: [],
    problems: [{ problem: { type: "broken" } }],
  });

  const { added, unchanged } = await Synonym.importCsv(scope, { text: 'paid leave,pto\n\nVPN,虚拟专网\n盘,"a,b"\n' });
  expect(unchanged).toBe(1);
  expect(added.map(({ words }) => words)).toEqual([
    ["VPN", "虚拟专网"],
    ["盘", "a,b"],
  ]);
  const file = await Synonym.exportCsv(scope);
  expect(file).toBe('PTO,paid leave\r\nVPN,虚拟专网\r\n盘,"a,b"\r\n');
  expect(await Synonym.importCsv(scope, { text: file })).toEqual({ added: [], unchanged: 3, problems: [] });
});

test("stop words are dropped from the next question, once each, and come back when they are removed", async () => {
  expect(await StopWord.add(scope, { words: ["Acme", " acme ", "我司"] })).toEqual(["Acme", "我司"]);
  expect(await StopWord.add(scope, { words: ["ACME", "please"] })).toEqual(["please"]);
  expect((await StopWord.list(scope)).map(({ word }) => word).sort()).toEqual(["Acme", "please", "我司"]);
  expect(await searchesFor("Acme leave")).toEqual(["leave"]);

  await StopWord.change(scope, { word: "please", to: "kindly" });
  expect(await searchesFor("kindly rules")).toEqual(["rules"]);
  await StopWord.change(scope, { word: "kindly", to: "ACME" });
  expect((await StopWord.list(scope)).map(({ word }) => word).sort()).toEqual(["Acme", "我司"]);

  expect(await StopWord.remove(scope, { words: ["Acme"] })).toEqual(["Acme"]);
  expect(await searchesFor("Acme leave")).toEqual(["Acme leave"]);
  await expect(StopWord.add(scope, { words: ["good", "!!"] })).rejects.toMatchObject({ code: "stop_word.unreadable" });
  await expect(StopWord.add(scope, { words: ["x".repeat(90)] })).rejects.toMatchObject({ code: "stop_word.long" });
});

test("a member neither sees nor changes the words", async () => {
  const member = await scope.as("member");
  const attempts = [
    () => Synonym.list(member, Synonym.List.parse({})),
    () => Synonym.add(member, { groups: [["a", "b"]] }),
    () => Synonym.check(member, { words: ["a", "b"] }),
    () => Synonym.change(member, { id: "syn_1", words: ["a", "b"] }),
    () => Synonym.remove(member, { ids: ["syn_1"] }),
    () => Synonym.importCsv(member, { text: "a,b" }),
    () => Synonym.exportCsv(member),
    () => StopWord.list(member),
    () => StopWord.add(member, { words: ["a"] }),
    () => StopWord.change(member, { word: "a", to: "b" }),
    () => StopWord.remove(member, { words: ["a"] }),
    () => Vocabulary.tryOut(member, { text: "a" }),
  ];

  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: "forbidden" });
});

test("another company sees and changes nothing, and its questions are its own", async () => {
  const [group] = await Synonym.add(scope, { groups: [["PTO", "paid leave"]] });
  await StopWord.add(scope, { words: ["please"] });
  const other = await stranger();
  const id = group?.id ?? "";

  expect(await groupsOf(other)).toEqual([]);
  expect(await StopWord.list(other)).toEqual([]);
  expect(await searchesFor("PTO please", other)).toEqual(["PTO please"]);
  const change = Synonym.change(other, { id, words: ["PTO", "hacked"] });
  await expect(change).rejects.toMatchObject({ kind: "not_found", code: "synonym.not_found" });
  await expect(Synonym.remove(other, { ids: [id] })).rejects.toMatchObject({ code: "synonym.not_found" });
  expect(await StopWord.remove(other, { words: ["please"] })).toEqual([]);
  expect(await Synonym.add(other, { groups: [["PTO", "rest"]] })).toHaveLength(1);
  expect(await searchesFor("PTO please")).toEqual(["PTO", "paid leave"]);
});

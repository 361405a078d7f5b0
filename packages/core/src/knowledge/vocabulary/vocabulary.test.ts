import { expect, test } from "vitest";
import { queryTerms } from "../text/analyze.ts";
import { expand, synonymsOf, variants, vocabularyOf } from "./vocabulary.ts";

const vocabulary = vocabularyOf(
  [
    ["PTO", "paid leave", "年假", "带薪休假"],
    ["VPN", "虚拟专网"],
    ["leave portal", "考勤系统"],
    ["OneDrive", "网盘", "cloud drive", "cloud disk", "cloud folder", "云盘"],
  ],
  ["Acme", "我司", "please"],
);
const texts = (question: string) => expand(question, vocabulary).searches.map(({ text }) => text);

test("a question without words of the vocabulary keeps its own terms alone", () => {
  const question = "How do I call s3:GetObject？食堂几点开门";

  expect(variants(question, vocabulary)).toEqual([queryTerms(question)]);
  expect(variants(question, vocabularyOf([], []))).toEqual([queryTerms(question)]);
});

test("the question's own terms come first, then those with the phrase replaced by each synonym", () => {
  expect(texts("How much PTO do I get?")).toEqual([
    "How much PTO do I get?",
    "How much paid leave do I get?",
    "How much 年假 do I get?",
    "How much 带薪休假 do I get?",
  ]);
  expect(variants("How much PTO?", vocabulary)[1]).toEqual(queryTerms("How much paid leave?"));
});

test("capitals, endings, wide letters and traditional characters make no difference", () => {
  for (const question of ["pto", "ＰＴＯ", "Paid leaves", "帶薪休假"]) {
    expect(expand(question, vocabulary).searches.length, question).toBe(4);
  }
  expect(expand("onedrive", vocabulary).synonyms[0]?.others).toContain("网盘");
});

test("a Chinese phrase is found inside a run of characters, and leaves no pairs with its neighbours", () => {
  const [own, english] = variants("我的年假有几天", vocabulary);

  expect(own).toContain("假有");
  expect(english).toEqual(queryTerms("我的 PTO 有几天"));
  expect(variants("我的年假有几天", vocabulary).at(-1)).not.toContain("假有");
  expect(expand("今年。假期", vocabulary).synonyms).toEqual([]);
});

test("words must stand in the phrase's order, next to each other", () => {
  expect(expand("leave that is paid", vocabulary).synonyms).toEqual([]);
  expect(expand("leave, paid", vocabulary).synonyms).toEqual([]);
});

test("the longest phrase counts", () => {
  const both = vocabularyOf(
    [
      ["leave", "假"],
      ["sick leave", "病假"],
    ],
    [],
  );
  expect(expand("sick leave and leave", both).synonyms.map(({ phrase }) => phrase)).toEqual(["sick leave", "leave"]);
});

test("several phrases are replaced together first, then one by one, in four variants at most", () => {
  expect(texts("PTO over VPN")).toEqual([
    "PTO over VPN",
    "paid leave over 虚拟专网",
    "paid leave over VPN",
    "PTO over 虚拟专网",
    "年假 over VPN",
  ]);
  expect(texts("OneDrive")).toHaveLength(5);
});

test("a phrase said twice is replaced in both places, and by nothing the question says already", () => {
  expect(texts("VPN 和 vpn")).toEqual(["VPN 和 vpn", "虚拟专网 和 虚拟专网"]);
  expect(texts("VPN（虚拟专网）")).toEqual(["VPN(虚拟专网)"]);
});

test("stop words are dropped, unless nothing else is asked", () => {
  expect(variants("Acme's parental leave, please", vocabulary)).toEqual([queryTerms("parental leave")]);
  expect(variants("我司食堂", vocabulary)).toEqual([queryTerms("食堂")]);
  expect(expand("我司食堂", vocabulary).dropped).toEqual(["我司"]);
  expect(variants("What is Acme?", vocabulary)).toEqual([queryTerms("Acme")]);
  expect(variants("？！", vocabulary)).toEqual([[]]);
});

test("a word of both lists keeps its synonyms", () => {
  const both = vocabularyOf([["portal", "门户"]], ["portal"]);

  expect(expand("portal hours", both)).toMatchObject({ dropped: [], synonyms: [{ phrase: "portal" }] });
});

test("the other words of a phrase can be asked for", () => {
  expect(synonymsOf("vpn", vocabulary)).toEqual(["虚拟专网"]);
  expect(synonymsOf("acme", vocabulary)).toEqual([]);
  expect(synonymsOf("printer", vocabulary)).toEqual([]);
});

test("a question of 8,000 characters is looked over to its end, with thousands of groups", () => {
  const groups = Array.from({ length: 5_000 }, (_, n) => [`年假制度${n}`, `word${n} of a group`]);
  const large = vocabularyOf(groups, []);

  expect(variants("年假制度77年".repeat(1_000), large)).toHaveLength(2);
});

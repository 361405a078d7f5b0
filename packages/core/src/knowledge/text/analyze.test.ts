import { expect, test } from "vitest";
import { documentTerms, queryTerms, queryTermsMax } from "./analyze.ts";

test("words lose their case, their endings and their accents", () => {
  expect(documentTerms("Snapshots of the Café’s databases")).toEqual(["snapshot", "of", "the", "cafe", "databas"]);
  expect(documentTerms("ＦＵＬＬ ｗｉｄｔｈ")).toEqual(["full", "width"]);
});

test("an identifier is kept whole and split", () => {
  expect(documentTerms("s3:GetObject")).toEqual(["s3:getobject", "s3", "getobject", "get", "object"]);
  expect(documentTerms("max_retry.count")).toEqual(["max_retry.count", "max", "retri", "count"]);
  expect(documentTerms("DBInstance MySQL IPv4 IDs")).toEqual(["dbinstanc", "db", "instanc", "mysql", "my", "sql", "ipv4", "id"]); // prettier-ignore
});

test("the end of a sentence belongs to no identifier", () => {
  expect(documentTerms("Open the door. (Now: wait...)")).toEqual(["open", "the", "door", "now", "wait"]);
});

test("Chinese becomes single characters and pairs, in simplified form", () => {
  expect(documentTerms("數據庫")).toEqual(["数", "数据", "据", "据库", "库"]);
  expect(documentTerms("MySQL数据")).toEqual(["mysql", "my", "sql", "数", "数据", "据"]);
});

test("characters beyond the basic plane count as one", () => {
  expect(documentTerms("𠮷野 😀")).toEqual(["𠮷", "𠮷野", "野"]);
});

test("a query drops repetitions and function words of both languages", () => {
  expect(queryTerms("What is the notice period, and how is the period counted?")).toEqual(["notic", "period", "count"]);
  expect(queryTerms("什么是年假？")).toEqual(["是年", "年", "年假", "假"]);
});

test("a query of nothing but function words keeps them", () => {
  expect(queryTerms("To be or not to be")).toEqual(["to", "be", "or", "not"]);
  expect(queryTerms("什么")).toEqual(["什", "什么", "么"]);
  expect(queryTerms("?!")).toEqual([]);
});

test("a long query keeps the terms it repeats and pairs before single characters", () => {
  const filler = Array.from({ length: 200 }, (_, i) => `filler${i}`).join(" ");

  const terms = queryTerms(`${filler} warranty ${filler.slice(0, 400)} warranty warranty`);

  expect(terms).toHaveLength(queryTermsMax);
  expect(terms).toContain("warranti");
});

test.each([
  ["brackets", "[".repeat(1_000_000)],
  ["one long word", "a".repeat(1_000_000)],
  ["one long identifier", "aB.".repeat(330_000)],
  ["apostrophes", "'s".repeat(500_000)],
  ["accents", "\u0301".repeat(1_000_000)],
  ["half a character", "\ud842".repeat(1_000_000)],
])("a megabyte of %s is analysed to its end, where more than linear time would take hours", (_, text) => {
  const longest = documentTerms(text).reduce((length, term) => Math.max(length, term.length), 0);
  expect(longest).toBeLessThanOrEqual(64);
});

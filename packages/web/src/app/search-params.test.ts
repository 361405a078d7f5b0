import { expect, test } from "vitest";
import { parseDocumentPlace, parseLibraryView, parseSearchTest, parseSignIn } from "./search-params.ts";

test("after the sign-in nobody is led to another site", () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "",
  ];

  expect(elsewhere.map((next) => parseSignIn({ next }))).toEqual(elsewhere.map(() => ({})));
  expect(parseSignIn({ next: "/c/con_1?x=//y" })).toEqual({ next: "/c/con_1?x=//y" });
});

test("what the address bar says wrongly is dropped", () => {
  expect(parseLibraryView({ text: 2026, state: "gone", sort: "name", direction: "up", page: "3" })).toEqual({
    text: "2026",
    sort: "name",
    page: 3,
  });
  expect(parseLibraryView({ page: -1, text: { a: 1 } })).toEqual({});
  expect(parseDocumentPlace({ at: "12", chunk: "ver_1_0001" })).toEqual({ at: 12, chunk: "ver_1_0001" });
  expect(parseDocumentPlace({ at: "x", show: "all", only: 1 })).toEqual({});
  expect(parseDocumentPlace({ show: "chunks", only: "off" })).toEqual({ show: "chunks", only: "off" });
});

test("a filter in the address is taken as far as it makes sense", () => {
  const metadata = { Region: ["China", 2026, { a: 1 }], Team: [], Year: "2026" };

  expect(parseSearchTest({ filter: { category: ["cat_1"], metadata, more: 1 } })).toEqual({
    filter: { category: ["cat_1"], metadata: { Region: ["China", "2026"], Year: ["2026"] } },
  });
  expect(parseSearchTest({ filter: { category: [] } })).toEqual({});
  expect(parseSearchTest({ filter: "Region" })).toEqual({});
  expect(parseLibraryView({ category: "none" })).toEqual({ category: "none" });
});

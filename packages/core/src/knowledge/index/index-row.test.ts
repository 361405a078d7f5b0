import { expect, test } from "vitest";
import { countRows, embeddedTexts, indexRows } from "./index-row.ts";
import { tagTerm } from "./tag.ts";

const document = { id: "doc_a", access: "lib_a", labels: [tagTerm("category", "cat_a")], title: "Leave" };
const chunk = { id: "ver_a_0000", versionId: "ver_a", headings: ["Leave", "Parents"], text: "Twelve weeks" };
const draft = { chunk, document, triggers: [] };

test("a row holds the words of title, headings and text, those of title and headings weighing more", async () => {
  const [row] = await indexRows([draft]);

  expect(row).toMatchObject({ chunkId: "ver_a_0000", versionId: "ver_a", documentId: "doc_a", access: "lib_a" });
  expect(row?.terms).toBe("leav leav leav parent parent parent twelv week");
  expect(row).not.toHaveProperty("questionTerms");
});

test("a question and its answer are one row, and the question is searched by itself too", async () => {
  const [row] = await indexRows([{ ...draft, chunk: { ...chunk, headings: [], question: "How long?" } }]);

  expect(row?.terms).toBe("leav leav leav how long how long twelv week");
  expect(row?.questionTerms).toBe("how long");
});

test("a row can be filtered by what its document is labelled with and by its own further columns", async () => {
  const [row] = await indexRows([{ ...draft, chunk: { ...chunk, metadata: { Region: "China", Year: "2026" } } }]);

  expect(row?.labels).toEqual(document.labels);
  expect(row?.tags).toEqual([tagTerm("Region", "China"), tagTerm("Year", "2026")]);
});

test("what was written for a chunk has rows of its own: a question among the questions, a summary among the passages", async () => {
  const triggers = [
    { id: "trg_a", kind: "question" as const, text: "How long may parents stay away?" },
    { id: "trg_b", kind: "summary" as const, text: "Time off for parents" },
  ];
  const written = { ...draft, triggers };
  const [own, question, summary] = await indexRows([written]);

  expect(own).not.toHaveProperty("trigger");
  expect(question).toMatchObject({ chunkId: chunk.id, trigger: "trg_a", labels: document.labels });
  expect(question).not.toHaveProperty("terms");
  expect(question?.questionTerms).toContain("parent");
  expect(summary).toMatchObject({ chunkId: chunk.id, trigger: "trg_b" });
  expect(summary?.terms).toContain("time");
  expect(summary).not.toHaveProperty("questionTerms");
  expect(countRows([written])).toBe(3);
  expect(embeddedTexts([written]).questions).toEqual(["How long may parents stay away?"]);
});

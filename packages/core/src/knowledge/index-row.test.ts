import { expect, test } from "vitest";
import { indexRow } from "./index-row.ts";

const document = { id: "doc_a", access: "lib_a", title: "Leave" };
const chunk = { id: "ver_a_0000", versionId: "ver_a", headings: ["Leave", "Parents"], text: "Twelve weeks" };

test("a row holds the words of title, headings and text, those of title and headings weighing more", () => {
  const row = indexRow(chunk, document);

  expect(row).toMatchObject({ chunkId: "ver_a_0000", versionId: "ver_a", documentId: "doc_a", access: "lib_a" });
  expect(row.terms).toBe("leav leav leav parent parent parent twelv week");
  expect(row).not.toHaveProperty("questionTerms");
});

test("a question and its answer are one row, and the question is searched by itself too", () => {
  const row = indexRow({ ...chunk, headings: [], question: "How long?" }, document);

  expect(row.terms).toBe("leav leav leav how long how long twelv week");
  expect(row.questionTerms).toBe("how long");
});

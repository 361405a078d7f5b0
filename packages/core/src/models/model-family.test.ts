import { expect, test } from "vitest";
import { familyOf } from "./model-family.ts";

test.each([
  ["intfloat/multilingual-e5-small", "query: ", "passage: ", "mean"],
  ["Xenova/multilingual-e5-small", "query: ", "passage: ", "mean"],
  ["multilingual-e5-small-q4", "query: ", "passage: ", "mean"],
  ["e5-base-v2", "query: ", "passage: ", "mean"],
  ["intfloat/multilingual-e5-large-instruct", "Instruct: ", "", "mean"],
  ["BAAI/bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", "", "cls"],
  ["bge-large-en-v1.5", "Represent this sentence for searching relevant passages: ", "", "cls"],
  ["BAAI/bge-m3", "", "", "cls"],
  ["bge-m3:latest", "", "", "cls"],
  ["Qwen/Qwen3-Embedding-0.6B", "Instruct: ", "", "last"],
  ["nomic-embed-text", "search_query: ", "search_document: ", "mean"],
  ["thenlper/gte-small-zh", "", "", "mean"],
  ["sentence-transformers/all-MiniLM-L6-v2", "", "", "mean"],
  ["text-embedding-3-small", "", "", "mean"],
  ["some-code5-model", "", "", "mean"],
] as const)("%s gets what it was trained with", (model, query, passage, pooling) => {
  const family = familyOf(model);

  expect(family.prefix.query.startsWith(query)).toBe(true);
  expect(family.prefix.query === "").toBe(query === "");
  expect(family).toMatchObject({ prefix: { passage }, pooling });
});

import type { EmbedKind } from "./embedder.ts";

export type Pooling = "mean" | "cls" | "last";

/** What a family of embedding models was trained with. */
export interface ModelFamily {
  /** Goes before every text of the kind. */
  prefix: Record<EmbedKind, string>;
  /** How the vectors of the words become the vector of the text, for models that run on this machine. */
  pooling: Pooling;
  /** How the vendor's own server is told the kind; it puts the prefix on itself. */
  fields?: Record<EmbedKind, Record<string, string>>;
}

const none = { query: "", passage: "" };
const retrieve = "Represent this sentence for searching relevant passages: ";
const retrieveChinese = "为这个句子生成表示以用于检索相关文章：";
const instruct = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ";
const onlyQuery = (query: string) => ({ query, passage: "" });

/** The first that fits the model's name. What is in none of them gets no prefix. */
const families: [RegExp, ModelFamily][] = [
  [/e5-mistral|e5.*-instruct/, { prefix: onlyQuery(instruct), pooling: "mean" }],
  [/\be5\b/, { prefix: { query: "query: ", passage: "passage: " }, pooling: "mean" }],
  [/bge-m3/, { prefix: none, pooling: "cls" }],
  [/bge.*-zh/, { prefix: onlyQuery(retrieveChinese), pooling: "cls" }],
  [/bge.*-en/, { prefix: onlyQuery(retrieve), pooling: "cls" }],
  [/\bbge\b/, { prefix: none, pooling: "cls" }],
  // written without the blank, as its authors do
  [/qwen3-embedding/, { prefix: onlyQuery(instruct.trimEnd()), pooling: "last" }],
  [/gte-qwen2/, { prefix: onlyQuery(instruct), pooling: "last" }],
  [/gte-(multilingual|modernbert|.*-v1\.5)/, { prefix: none, pooling: "cls" }],
  [/nomic-embed/, { prefix: { query: "search_query: ", passage: "search_document: " }, pooling: "mean" }],
  [/mxbai-embed/, { prefix: onlyQuery(retrieve), pooling: "cls" }],
  [/arctic-embed.*(v2|2\.0|2$)/, { prefix: onlyQuery("query: "), pooling: "cls" }],
  [/arctic-embed/, { prefix: onlyQuery(retrieve), pooling: "cls" }],
  [
    /embeddinggemma/,
    { prefix: { query: "task: search result | query: ", passage: "title: none | text: " }, pooling: "mean" },
  ],
  [
    /^voyage/,
    { prefix: none, pooling: "mean", fields: { query: { input_type: "query" }, passage: { input_type: "document" } } },
  ],
  [
    /^jina-embeddings-v[3-9]/,
    {
      prefix: none,
      pooling: "mean",
      fields: { query: { task: "retrieval.query" }, passage: { task: "retrieval.passage" } },
    },
  ],
];

const other: ModelFamily = { prefix: none, pooling: "mean" };

/** The family that a model's name tells of, e.g. of "intfloat/multilingual-e5-small", "bge-large-zh-v1.5:latest". */
export function familyOf(model: string): ModelFamily {
  const name = model.toLowerCase().replaceAll("_", "-");
  return families.find(([pattern]) => pattern.test(name))?.[1] ?? other;
}

/** Whether a text gets something put before it that depends on what it is. */
export function hasPrefix({ prefix }: ModelFamily): boolean {
  return prefix.query !== "" || prefix.passage !== "";
}

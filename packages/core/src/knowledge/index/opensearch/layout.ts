import { createHash } from "node:crypto";
import type { IndexSpace } from "../search-index.ts";
import { termsField, vectorField } from "./rows.ts";

/** How rows are laid out and looked for. An index that is laid out otherwise is made anew before it is written to again. */
export interface Tuning {
  /** Neighbours of a vector in its graph: more find more of the nearest, for more memory and time. Raise it before `efConstruction`. */
  m: number;
  /** Care with which the graph is built. */
  efConstruction: number;
  /** BM25: how soon further occurrences of a word count less. */
  k1: number;
  /** BM25: how much the length of a passage counts. */
  b: number;
  /** Vectors that a search of the graph keeps in view: more find more of the nearest, and take longer. */
  efSearch: number;
  /** Copies of each index on other nodes. */
  replicas: number;
}

export type PartialTuning = { [Name in keyof Tuning]?: Tuning[Name] | undefined };

/** The words are scored as the built-in engine scores them. */
const usual: Tuning = { m: 16, efConstruction: 100, k1: 1.2, b: 0.75, efSearch: 200, replicas: 0 };

/** The usual numbers, but for those given. */
export function tuned(given: PartialTuning = {}): Tuning {
  const some = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...usual, ...some };
}

/** Names of a space's index: the alias that everybody uses, and what the indexes behind it begin with. */
export function aliasOf(prefix: string, companyId: string, generation: string): string {
  const hash = createHash("sha256").update(generation).digest("hex").slice(0, 8);
  const readable = generation
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60);
  return `${prefix}-${companyId}-${readable}-${hash}`;
}

/** What all indexes share whose names begin so. */
export function templateOf(begins: string, tuning: Tuning): object {
  return {
    index_patterns: [`${begins}*`],
    // a template that was made for everything goes after it
    priority: 500,
    template: {
      settings: settingsOf(tuning),
      mappings: { dynamic: "strict", _meta: { layout: layoutOf(tuning) }, properties },
    },
  };
}

/** What an index of these vectors has besides. */
export function vectorMappings({ m, efConstruction }: Tuning, { dimensions }: IndexSpace): object {
  if (!dimensions) return {};
  const method = {
    name: "hnsw",
    engine: "lucene",
    space_type: "cosinesimil",
    parameters: { m, ef_construction: efConstruction },
  };
  const field = { type: "knn_vector", dimension: dimensions, method };
  return { properties: Object.fromEntries(Object.values(vectorField).map((name) => [name, field])) };
}

/** The same for the same layout. */
export function layoutOf(tuning: Tuning): string {
  // these say nothing about how rows are laid out
  const alike = { ...tuning, efSearch: 0, replicas: 0 };
  const all = JSON.stringify([settingsOf(alike), properties, alike]);
  return createHash("sha256").update(all).digest("hex").slice(0, 16);
}

function settingsOf({ k1, b, replicas }: Tuning) {
  return {
    index: {
      knn: true,
      // rows are read to be changed: with vectors put together out of the graph's files that fails from some hundred rows on
      "knn.derived_source.enabled": false,
      // a refresh shows all that was written to a shard in one step, so a company's rows must not lie on several
      number_of_shards: 1,
      number_of_replicas: replicas,
      // and nobody but the writer decides when
      refresh_interval: "-1",
      similarity: { default: { type: "BM25", k1, b } },
      // terms come ready-made from the analyzer: the engine only cuts at the blanks
      analysis: {
        analyzer: { terms: { type: "custom", tokenizer: "blanks" } },
        tokenizer: { blanks: { type: "whitespace", max_token_length: 256 } },
      },
      // read into memory when the index is opened: the graphs first, then the words
      store: { preload: ["vex", "vem", "tim", "tip", "doc", "nvd", "dvd"] },
      // what was taken out leaves the files when they are merged, and nothing of it is kept for other nodes
      merge: { policy: { expunge_deletes_allowed: 0 } },
      soft_deletes: { retention_lease: { period: "10s" } },
    },
  };
}

const id = { type: "keyword", ignore_above: 256 };
const filtered = { ...id, doc_values: false };
const text = { type: "text", analyzer: "terms", index_options: "freqs" };

const properties = {
  chunkId: id,
  // absent in the chunk's own row
  trigger: id,
  versionId: id,
  documentId: id,
  access: filtered,
  labels: filtered,
  tags: filtered,
  // false until the version is complete: then its words and vectors wait in `held`, where nothing looks for them
  live: { type: "boolean", doc_values: false },
  held: { type: "object", enabled: false },
  // of the one document that says who writes
  holder: { type: "keyword", index: false, doc_values: false },
  until: { type: "long", index: false, doc_values: false },
  [termsField["lexical-passage"]]: text,
  [termsField["lexical-question"]]: text,
};

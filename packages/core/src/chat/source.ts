import type { Passage } from "../knowledge/passages.ts";
import type { Source } from "./citation.ts";

/** The passage as number `n` under an answer. */
export function toSource(passage: Passage, n: number, quote: string, cited: boolean): Source {
  const { chunkId, documentId, title, headings, page } = passage;
  return { n, chunkId, documentId, title, headings, page, quote, cited };
}

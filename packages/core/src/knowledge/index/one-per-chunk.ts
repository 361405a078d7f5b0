import type { IndexHit } from "./search-index.ts";

/** A chunk has its own row, a summary's, and some for written questions. */
export const rowsPerChunk = 6;

/** Of each chunk the first hit. */
export function onePerChunk(hits: readonly IndexHit[]): IndexHit[] {
  const seen = new Set<string>();
  return hits.filter(({ chunkId }) => !seen.has(chunkId) && seen.add(chunkId));
}

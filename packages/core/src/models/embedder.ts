/** Turns text into vectors. Vendors differ in prefixes and input types; this does not. */
export interface Embedder {
  /** Names the vector space, e.g. "openai/bge-m3". Part of the index generation. */
  readonly id: string;
  readonly dimensions: number;
  /** One vector per text, in order, each of unit length. */
  embed(texts: readonly string[], kind: "query" | "passage", signal?: AbortSignal): Promise<Float32Array[]>;
}

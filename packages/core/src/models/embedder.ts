/** Turns text into vectors. Vendors differ in prefixes and input types; this does not. */
export interface Embedder {
  /** Names the vector space, e.g. "openai/bge-m3". Part of the index generation. */
  readonly id: string;
  readonly dimensions: number;
  /** One vector per text, in order, each of unit length. Throws a PublicError whose code begins with `embedder.`. */
  embed(texts: readonly string[], kind: "query" | "passage", signal?: AbortSignal): Promise<Float32Array[]>;
}

/** How to reach an embedder: an OpenAI-compatible server, or a model in a folder that runs in this process. */
export type EmbedderAddress =
  | { provider: "openai"; baseUrl: string; apiKey?: string; model: string; dimensions: number }
  | { provider: "onnx"; model: string; dimensions: number };

/** Makes embedders from stored addresses. Connecting costs nothing: a server is reached and a model loaded at first use. */
export interface Embedders {
  connect(address: EmbedderAddress): Embedder;
  /** Embeds one text to learn the length of the vectors. Throws a PublicError that says what is wrong. */
  probe(address: Omit<EmbedderAddress, "dimensions">, signal?: AbortSignal): Promise<{ dimensions: number }>;
}

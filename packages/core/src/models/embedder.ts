import type { BedrockEmbedderPlace } from "./aws/bedrock-address.ts";
import type { SageMakerPlace } from "./aws/sagemaker-address.ts";

/** What a text is to be found for: models are trained to tell the two apart. */
export type EmbedKind = "query" | "passage";

/** Turns text into vectors. Vendors differ in prefixes and input types; this does not. */
export interface Embedder {
  /** Names the vector space, e.g. "openai/bge-m3". Part of the index generation. */
  readonly id: string;
  readonly dimensions: number;
  /** One vector per text, in order, each of unit length. Throws a PublicError whose code begins with `embedder.`. */
  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]>;
  /** Whether it has the vector of this question at hand, so that no server is asked for it. */
  remembers?(question: string): boolean;
}

/** Where an embedder is: on an OpenAI-compatible server, in AWS, or in a folder of models on this machine. */
export type EmbedderPlace =
  | { provider: "openai"; baseUrl: string; apiKey?: string; model: string }
  | ({ provider: "bedrock" } & BedrockEmbedderPlace)
  | ({ provider: "sagemaker" } & SageMakerPlace)
  | { provider: "onnx"; model: string };

/** How to reach an embedder whose vectors' length is known. */
export type EmbedderAddress = EmbedderPlace & { dimensions: number };

/** Makes embedders from stored addresses. Connecting costs nothing: a server is reached and a model loaded at first use. */
export interface Embedders {
  connect(address: EmbedderAddress): Embedder;
  /** Embeds one text to learn the length of the vectors. Throws a PublicError that says what is wrong. */
  probe(place: EmbedderPlace, signal?: AbortSignal): Promise<{ dimensions: number }>;
}

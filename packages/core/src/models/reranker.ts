import type { BedrockPlace } from "./aws/bedrock-address.ts";
import type { SageMakerPlace } from "./aws/sagemaker-address.ts";

/** Reads a question and a passage together and says how well they fit. Slower and surer than an index. */
export interface Reranker {
  /** Names the model and so the scale of its scores, e.g. "jina/jina-reranker-v2". Cuts are stored under it. */
  readonly id: string;
  /** One score per text, in order, higher is better, on the model's own scale. Throws a PublicError whose code begins with `reranker.`. */
  rerank(question: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]>;
}

/** How to reach a reranker: a server with a `/rerank` endpoint as Jina and Cohere have, a model in AWS, or one in a folder. */
export type RerankerAddress =
  | { provider: "rerank-api"; baseUrl: string; apiKey?: string; model: string }
  | ({ provider: "bedrock" } & BedrockPlace)
  | ({ provider: "sagemaker" } & SageMakerPlace)
  | { provider: "onnx"; model: string };

/** Makes rerankers from stored addresses. Connecting costs nothing. */
export interface Rerankers {
  connect(address: RerankerAddress): Reranker;
}

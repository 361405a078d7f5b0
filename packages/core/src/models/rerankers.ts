import { createHash } from "node:crypto";
import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockReranker } from "./aws/bedrock-reranker.ts";
import { sageMakerReranker } from "./aws/sagemaker-reranker.ts";
import { sageMakerRuntime } from "./aws/sagemaker-runtime.ts";
import type { OnnxModels } from "./onnx/onnx-models.ts";
import { onnxReranker } from "./onnx/onnx-reranker.ts";
import { rerankApi, type RerankApiOptions } from "./openai/rerank-api.ts";
import type { Reranker, RerankerAddress, Rerankers } from "./reranker.ts";

export interface RerankersOptions {
  onnx: OnnxModels;
  /** Limits of those that are on servers. */
  api?: RerankApiOptions;
  aws?: AwsClients;
}

/** Rerankers of every provider. The same address gives the same reranker, with what it has learnt. */
export function rerankers({ onnx, api, aws = awsClients(api) }: RerankersOptions): Rerankers {
  const connected = new Map<string, Reranker>();

  const sageMaker = sageMakerRuntime();

  function rerankerAt(address: RerankerAddress): Reranker {
    switch (address.provider) {
      case "onnx":
        return onnxReranker(onnx, address.model);
      case "rerank-api":
        return rerankApi(address, api);
      case "bedrock":
        return bedrockReranker(aws, address, api);
      case "sagemaker":
        return sageMakerReranker(address, sageMaker, api);
    }
  }

  return {
    connect(address) {
      // the key counts too, and is not kept for it
      const name = createHash("sha256").update(JSON.stringify(address)).digest("hex");
      const reranker = connected.get(name) ?? rerankerAt(address);
      connected.set(name, reranker);
      return reranker;
    },
  };
}

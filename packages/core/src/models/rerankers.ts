import { createHash } from "node:crypto";
import type { OnnxModels } from "./onnx/onnx-models.ts";
import { onnxReranker } from "./onnx/onnx-reranker.ts";
import { rerankApi, type RerankApiOptions } from "./openai/rerank-api.ts";
import type { Reranker, Rerankers } from "./reranker.ts";

export interface RerankersOptions {
  onnx: OnnxModels;
  api?: RerankApiOptions;
}

/** Rerankers on servers with a `/rerank`, and on this machine. The same address gives the same reranker, with what it has learnt. */
export function rerankers({ onnx, api }: RerankersOptions): Rerankers {
  const connected = new Map<string, Reranker>();

  return {
    connect(address) {
      // the key counts too, and is not kept for it
      const name = createHash("sha256").update(JSON.stringify(address)).digest("hex");
      const reranker =
        connected.get(name) ??
        (address.provider === "onnx" ? onnxReranker(onnx, address.model) : rerankApi(address, api));
      connected.set(name, reranker);
      return reranker;
    },
  };
}

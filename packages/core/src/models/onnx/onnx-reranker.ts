import { PublicError } from "../../error.ts";
import type { OnnxModels } from "./onnx-models.ts";
import type { Reranker } from "../reranker.ts";

/** A cross-encoder that runs on this machine. Its scores are logits. */
export function onnxReranker(models: OnnxModels, model: string): Reranker {
  return {
    id: `onnx/${model}`,
    async rerank(question, texts, signal) {
      if (texts.length === 0) return [];
      const { numbers } = await models
        .run(model, { type: "score", question, texts }, { first: true, signal })
        .catch(asReranker);
      if (numbers.length === texts.length && numbers.every(Number.isFinite)) return [...numbers];
      const message = "The model on this machine gave no scores. Fetch it anew or choose another one.";
      throw new PublicError("unavailable", "reranker.garbled", message);
    },
  };
}

function asReranker(error: unknown): never {
  if (!(error instanceof PublicError)) throw error;
  throw new PublicError(error.kind, error.code.replace(/^onnx\./, "reranker."), error.message, { cause: error.cause });
}

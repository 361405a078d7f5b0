import { PublicError } from "../../error.ts";
import { familyOf } from "../model-family.ts";
import type { OnnxModels } from "./onnx-models.ts";
import type { EmbedTexts } from "../openai/openai-embedder.ts";
import { unit } from "../vector.ts";

/** A question waits for at most so many texts that others have embedded. */
const textsMax = 16;

/** Vectors from a model that runs on this machine. */
export function onnxEmbedder(models: OnnxModels, model: string): EmbedTexts {
  const { prefix, pooling } = familyOf(model);
  return async (texts, kind, signal) => {
    const order = texts.map((_, i) => i).sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
    const vectors: Float32Array[] = [];
    for (let from = 0; from < order.length; from += textsMax) {
      const places = order.slice(from, from + textsMax);
      const task = {
        type: "embed",
        texts: places.map((place) => prefix[kind] + (texts[place] ?? "")),
        pooling,
      } as const;
      const first = kind === "query" && texts.length === 1;
      const { numbers, width } = await models.run(model, task, { first, signal }).catch(asEmbedder);
      for (const [i, place] of places.entries()) {
        const vector = unit(numbers.subarray(i * width, (i + 1) * width));
        if (!vector) throw invalid();
        vectors[place] = vector;
      }
    }
    return vectors;
  };
}

function asEmbedder(error: unknown): never {
  if (!(error instanceof PublicError)) throw error;
  throw new PublicError(error.kind, error.code.replace(/^onnx\./, "embedder."), error.message, { cause: error.cause });
}

function invalid() {
  const message = "The model on this machine gave a vector without numbers. Fetch it anew or choose another one.";
  return new PublicError("unavailable", "embedder.vector_invalid", message);
}

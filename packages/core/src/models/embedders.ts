import { createHash } from "node:crypto";
import { PublicError } from "../error.ts";
import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockEmbedder } from "./aws/bedrock-embedder.ts";
import { sageMakerEmbedder } from "./aws/sagemaker-embedder.ts";
import { sageMakerRuntime } from "./aws/sagemaker-runtime.ts";
import type { Embedder, EmbedderPlace, Embedders } from "./embedder.ts";
import { onnxEmbedder } from "./onnx/onnx-embedder.ts";
import type { OnnxModels } from "./onnx/onnx-models.ts";
import { openAiEmbedder, type EmbedTexts, type OpenAiEmbedderOptions } from "./openai/openai-embedder.ts";
import { rememberQuestions } from "./question-memory.ts";

export interface EmbeddersOptions {
  onnx: OnnxModels;
  /** Limits of those that are on servers. */
  openai?: OpenAiEmbedderOptions;
  aws?: AwsClients;
}

/** Embedders of every provider. The same address gives the same embedder, with what it has learnt. */
export function embedders({ onnx, openai, aws = awsClients(openai) }: EmbeddersOptions): Embedders {
  const connected = new Map<string, Embedder>();

  const sageMaker = sageMakerRuntime();

  function embedTexts(place: EmbedderPlace): EmbedTexts {
    switch (place.provider) {
      case "onnx":
        return onnxEmbedder(onnx, place.model);
      case "openai":
        return openAiEmbedder(place, openai);
      case "bedrock":
        return bedrockEmbedder(aws, place, openai);
      case "sagemaker":
        return sageMakerEmbedder(place, sageMaker, openai);
    }
  }

  return {
    connect(address) {
      // the key counts too, and is not kept for it
      const name = createHash("sha256").update(JSON.stringify(address)).digest("hex");
      const known = connected.get(name);
      if (known) return known;
      const { dimensions } = address;
      const embed = embedTexts(address);
      const embedder = rememberQuestions({
        id: `${address.provider}/${address.model}`,
        dimensions,
        async embed(texts, kind, signal) {
          const vectors = await embed(texts, kind, signal);
          const wrong = vectors.find((vector) => vector.length !== dimensions);
          if (wrong) throw lengthWrong(wrong.length, dimensions);
          return vectors;
        },
      });
      connected.set(name, embedder);
      return embedder;
    },
    async probe(place, signal) {
      const [vector] = await embedTexts(place)(["Docent"], "passage", signal);
      return { dimensions: vector?.length ?? 0 };
    },
  };
}

function lengthWrong(found: number, expected: number) {
  const message = `The embedder's vectors have ${found} numbers now, and ${expected} when it was connected: it is another model. Connect it anew in the settings.`;
  return new PublicError("unavailable", "embedder.length_wrong", message);
}

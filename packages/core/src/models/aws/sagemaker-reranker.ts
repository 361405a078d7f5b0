import { PublicError } from "../../error.ts";
import { inOrderOfTexts } from "../answered.ts";
import { sendable } from "../model-server.ts";
import type { Reranker } from "../reranker.ts";
import { textBatches } from "../text-batches.ts";
import type { RerankContract, rerankPlaces } from "./contract.ts";
import { rerankContract } from "./named-contracts.ts";
import type { SageMakerPlace } from "./sagemaker-address.ts";
import { ask, listAt } from "./sagemaker-call.ts";
import type { SageMakerRuntime } from "./sagemaker-runtime.ts";
import { fill } from "./template.ts";

export interface SageMakerRerankerOptions {
  timeoutMs?: number;
  retries?: number;
}

/** A reranker behind an endpoint of SageMaker. Its scores are on the model's own scale, often below zero. */
export function sageMakerReranker(
  place: SageMakerPlace,
  runtime: SageMakerRuntime,
  options: SageMakerRerankerOptions = {},
): Reranker {
  let rerank: Reranker["rerank"] | undefined;
  return {
    id: `sagemaker/${place.model}`,
    async rerank(question, texts, signal) {
      rerank ??= rerankerOf(place, runtime, options);
      return rerank(question, texts, signal);
    },
  };
}

function rerankerOf(
  place: SageMakerPlace,
  runtime: SageMakerRuntime,
  options: SageMakerRerankerOptions,
): Reranker["rerank"] {
  const contract = rerankContract(place.contract);
  const batches = textBatches({ textsMax: contract.textsMax, isRefusal });

  return async (asked, texts, signal) => {
    const { timeoutMs = 20_000, retries = 1 } = options;
    const question = sendable(asked);
    return batches(texts, async (batch) => {
      const values: Record<(typeof rerankPlaces)[number], unknown> = {
        question,
        questions: batch.map(() => question),
        texts: batch.map(sendable),
        count: batch.length,
        model: place.model,
      };
      const { attributes, body } = contract;
      const answer = await ask(
        runtime,
        place,
        { body: fill(body, values), attributes, timeoutMs, retries, signal },
        "reranker",
      );
      return scoresIn(answer, contract, batch.length);
    });
  };
}

function scoresIn(answer: unknown, { scores, order }: RerankContract, count: number): number[] {
  const found = listAt(answer, scores);
  if (found?.every((score) => typeof score === "number"))
    return inOrderOfTexts(found, order === undefined ? undefined : listAt(answer, [order]), count, "reranker");
  const message =
    "The reranker's endpoint sent something that holds no scores. Check in the settings that it names the right contract, and that the model is one for reranking.";
  throw new PublicError("unavailable", "reranker.garbled", message);
}

function isRefusal(error: unknown): boolean {
  return error instanceof PublicError && error.code === "reranker.refused";
}

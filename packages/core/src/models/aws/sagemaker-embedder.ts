import { PublicError } from "../../error.ts";
import { inOrderOfTexts, vectorOf } from "../answered.ts";
import type { EmbedKind } from "../embedder.ts";
import { familyOf } from "../model-family.ts";
import { sendable } from "../model-server.ts";
import { textBatches } from "../text-batches.ts";
import type { EmbedContract, embedPlaces } from "./contract.ts";
import { embedContract } from "./named-contracts.ts";
import type { SageMakerPlace } from "./sagemaker-address.ts";
import { ask, listAt } from "./sagemaker-call.ts";
import type { SageMakerRuntime } from "./sagemaker-runtime.ts";
import { fill, placesIn } from "./template.ts";

export interface SageMakerEmbedderOptions {
  /** How long an endpoint may take for one request. A question has somebody waiting. */
  queryMs?: number;
  passageMs?: number;
  retries?: number;
}

type EmbedTexts = (texts: readonly string[], kind: EmbedKind, signal?: AbortSignal) => Promise<Float32Array[]>;

/** Vectors from an endpoint of SageMaker: of unit length, in order, with what the model's family wants before them. */
export function sageMakerEmbedder(
  place: SageMakerPlace,
  runtime: SageMakerRuntime,
  options: SageMakerEmbedderOptions = {},
): EmbedTexts {
  let connected: EmbedTexts | undefined;
  return async (texts, kind, signal) => {
    connected ??= embedderOf(place, runtime, options);
    return connected(texts, kind, signal);
  };
}

function embedderOf(place: SageMakerPlace, runtime: SageMakerRuntime, options: SageMakerEmbedderOptions): EmbedTexts {
  const contract = embedContract(place.contract);
  const batches = textBatches({ textsMax: contract.textsMax, isRefusal });
  const { prefix } = familyOf(place.model);
  // a container that is given the instruction puts it before each text itself
  const itself = placesIn(contract.body).includes("instruction");

  return async (texts, kind, signal) => {
    const forPerson = kind === "query" && texts.length === 1;
    const limits = {
      attributes: contract.attributes,
      timeoutMs: forPerson ? (options.queryMs ?? 10_000) : (options.passageMs ?? 60_000),
      retries: options.retries ?? (forPerson ? 1 : 3),
      signal,
    };
    const prefixed = texts.map((text) => (itself ? text : prefix[kind] + text));
    return batches(prefixed, async (batch) => {
      const values: Record<(typeof embedPlaces)[number], unknown> = {
        texts: batch.map(sendable),
        model: place.model,
        kind: contract.kinds[kind],
        isQuery: kind === "query",
        instruction: prefix[kind] || null,
      };
      const answer = await ask(runtime, place, { ...limits, body: fill(contract.body, values) }, "embedder");
      return vectorsIn(answer, contract, batch.length);
    });
  };
}

function vectorsIn(answer: unknown, { vectors, order }: EmbedContract, count: number): Float32Array[] {
  const found = listAt(answer, vectors);
  if (found)
    return inOrderOfTexts(found, order === undefined ? undefined : listAt(answer, [order]), count, "embedder").map(
      vectorOf,
    );
  const message =
    "The embedder's endpoint sent something that holds no vectors. Check in the settings that it names the right contract, and that the model is one for embeddings.";
  throw new PublicError("unavailable", "embedder.garbled", message);
}

function isRefusal(error: unknown): boolean {
  return error instanceof PublicError && error.code === "embedder.refused";
}

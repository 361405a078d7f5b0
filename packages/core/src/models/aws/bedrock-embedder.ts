import { z } from "zod";
import { PublicError } from "../../error.ts";
import { inOrderOfTexts, vectorOf } from "../answered.ts";
import type { EmbedKind } from "../embedder.ts";
import { sendable } from "../model-server.ts";
import { textBatches } from "../text-batches.ts";
import type { AwsClients } from "./aws-client.ts";
import type { BedrockEmbedderPlace } from "./bedrock-address.ts";
import { bareId } from "./bedrock-families.ts";
import { invoke } from "./bedrock-invocation.ts";

export interface BedrockEmbedderOptions {
  /** How long one request may take. A question has somebody waiting. */
  queryMs?: number;
  passageMs?: number;
}

type EmbedTexts = (texts: readonly string[], kind: EmbedKind, signal?: AbortSignal) => Promise<Float32Array[]>;

/** Vectors from a model in Bedrock: of unit length, in order, told apart by whether a question or a passage is embedded. */
export function bedrockEmbedder(
  aws: AwsClients,
  place: BedrockEmbedderPlace,
  options: BedrockEmbedderOptions = {},
): EmbedTexts {
  const vendor = vendors.find(([pattern]) => pattern.test(bareId(place.model)))?.[1];
  const call = { ...place, subject: "embedder" as const };
  const { textsMax = 1, charactersMax = 50_000 } = vendor ?? {};
  const batches = textBatches({
    textsMax,
    charactersMax: textsMax * charactersMax,
    // one text a call: the way is longer than the work
    lanes: textsMax > 1 ? 2 : 6,
    isRefusal,
  });

  return async (texts, kind, signal) => {
    if (!vendor) throw unsupported(place.model);
    const forPerson = kind === "query" && texts.length === 1;
    const timeoutMs = forPerson ? (options.queryMs ?? 10_000) : (options.passageMs ?? 60_000);
    const short = texts.map((text) => text.slice(0, charactersMax));
    return batches(short, async (batch) => {
      const body = vendor.body(batch.map(sendable), kind, place.dimensions);
      const answer = vendor.answer.safeParse(await invoke(aws, call, body, { timeoutMs, signal }));
      if (!answer.success) throw garbled(place.model);
      return inOrderOfTexts(answer.data, undefined, batch.length, "embedder").map(vectorOf);
    });
  };
}

interface Vendor {
  textsMax: number;
  /** Of one text. The rest is cut off here, since a longer one is refused and not shortened. */
  charactersMax: number;
  body: (texts: readonly string[], kind: EmbedKind, dimensions: number | undefined) => object;
  answer: z.ZodType<unknown[]>;
}

const vector = z.array(z.unknown());
const titanAnswer = z.object({ embedding: vector }).transform(({ embedding }) => [embedding]);
const cohereAnswer = z
  .object({ embeddings: z.union([z.array(vector), z.object({ float: z.array(vector) })]) })
  .transform(({ embeddings }) => ("float" in embeddings ? embeddings.float : embeddings));
const novaAnswer = z
  .object({ embeddings: z.array(z.object({ embedding: vector })) })
  .transform(({ embeddings }) => embeddings.map(({ embedding }) => embedding));

const cohereKinds = { query: "search_query", passage: "search_document" };

/** The first that fits the id. */
const vendors: [RegExp, Vendor][] = [
  [
    /^amazon\.titan-embed-text-v2/,
    {
      textsMax: 1,
      charactersMax: 50_000,
      body: ([inputText], _, dimensions) => ({ inputText, normalize: true, ...(dimensions && { dimensions }) }),
      answer: titanAnswer,
    },
  ],
  [
    /^amazon\.titan-embed-(text-v1|g1-text)/,
    { textsMax: 1, charactersMax: 50_000, body: ([inputText]) => ({ inputText }), answer: titanAnswer },
  ],
  [
    /^amazon\.nova.*embed/,
    {
      textsMax: 1,
      charactersMax: 8192,
      body: ([value], kind, embeddingDimension) => ({
        taskType: "SINGLE_EMBEDDING",
        singleEmbeddingParams: {
          embeddingPurpose: kind === "query" ? "TEXT_RETRIEVAL" : "GENERIC_INDEX",
          ...(embeddingDimension && { embeddingDimension }),
          text: { truncationMode: "END", value },
        },
      }),
      answer: novaAnswer,
    },
  ],
  [
    /^cohere\.embed-v[4-9]/,
    {
      textsMax: 96,
      charactersMax: 20_000,
      body: (texts, kind, dimensions) => ({
        texts,
        input_type: cohereKinds[kind],
        embedding_types: ["float"],
        truncate: "RIGHT",
        ...(dimensions && { output_dimension: dimensions }),
      }),
      answer: cohereAnswer,
    },
  ],
  [
    /^cohere\.embed/,
    {
      textsMax: 96,
      charactersMax: 2048,
      // what is longer than the model's 512 tokens loses its end, and not its beginning
      body: (texts, kind) => ({ texts, input_type: cohereKinds[kind], truncate: "END" }),
      answer: cohereAnswer,
    },
  ],
];

function isRefusal(error: unknown): boolean {
  return error instanceof PublicError && /^embedder\.(refused|too_long)$/.test(error.code);
}

function unsupported(model: string) {
  const message = `Docent does not know how "${model}" is asked for vectors. An administrator can choose one of Titan Text Embeddings, Cohere Embed or Nova Embeddings in the settings.`;
  return new PublicError("unavailable", "embedder.model_unsupported", message);
}

function garbled(model: string) {
  const message = `"${model}" sent something that holds no vectors. Check in the settings that it is a model for embeddings.`;
  return new PublicError("unavailable", "embedder.garbled", message);
}

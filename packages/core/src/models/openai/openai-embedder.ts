import { z } from "zod";
import { PublicError } from "../../error.ts";
import { inOrderOfTexts, vectorOf } from "../answered.ts";
import type { EmbedKind } from "../embedder.ts";
import { familyOf, hasPrefix } from "../model-family.ts";
import { modelServer, sendable, type Call, type ServerAddress } from "../model-server.ts";
import { textBatches } from "../text-batches.ts";
import { cosine } from "../vector.ts";

export interface OpenAiEmbedderOptions {
  /** How long a server may take for one request. A question has somebody waiting. */
  queryMs?: number;
  passageMs?: number;
  retries?: number;
}

export type EmbedTexts = (texts: readonly string[], kind: EmbedKind, signal?: AbortSignal) => Promise<Float32Array[]>;

/** From servers that take less at once it is learnt. */
const textsMax = 32;

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative().optional(), embedding: z.unknown() })),
});

/** Vectors from any server with OpenAI's `/embeddings`: of unit length, in order, with what the model's family wants before them. */
export function openAiEmbedder(address: ServerAddress, options: OpenAiEmbedderOptions = {}): EmbedTexts {
  const family = familyOf(address.model);
  const post = modelServer(address, "embedder");
  const batches = textBatches({ textsMax, isRefusal });
  let byServer: Promise<boolean> | undefined;

  /** Some servers put the family's prefix on themselves when they are told the kind, and on everything else they put one too. */
  function prefixesItself(call: Call): Promise<boolean> {
    if (!hasPrefix(family)) return Promise.resolve(false);
    byServer ??= heedsKind(call).catch((error: unknown) => {
      byServer = undefined;
      throw error;
    });
    return byServer;
  }

  async function heedsKind(call: Call): Promise<boolean> {
    const ask = async (kind: EmbedKind) =>
      read(await post("/embeddings", { ...bodyOf(["hello"]), input_type: kind }, call), 1);
    try {
      const [[query], [passage]] = await Promise.all([ask("query"), ask("passage")]);
      return query !== undefined && passage !== undefined && cosine(query, passage) < 0.9999;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  const bodyOf = (texts: readonly string[]) => ({
    model: address.model,
    input: texts.map(sendable),
    encoding_format: "float",
  });

  return async (texts, kind, signal) => {
    const forPerson = kind === "query" && texts.length === 1;
    const call: Call = {
      timeoutMs: forPerson ? (options.queryMs ?? 10_000) : (options.passageMs ?? 60_000),
      retries: options.retries ?? (forPerson ? 1 : 3),
      signal,
    };
    const itself = await prefixesItself(call);
    const fields = itself ? { input_type: kind } : (family.fields?.[kind] ?? {});
    const prefix = itself ? "" : family.prefix[kind];
    const prefixed = texts.map((text) => prefix + text);
    return batches(prefixed, async (batch) =>
      read(await post("/embeddings", { ...bodyOf(batch), ...fields }, call), batch.length),
    );
  };
}

/** The vectors in the order of the texts, which is not always the order in which a server sends them. */
function read(answer: unknown, count: number): Float32Array[] {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) {
    const message =
      "The embedder's server sent something that holds no vectors. Check its address in the settings, and that the model is one for embeddings.";
    throw new PublicError("unavailable", "embedder.garbled", message);
  }
  const { data } = parsed.data;
  const order = data.map(({ index }, place) => index ?? place);
  return inOrderOfTexts(data, order, count, "embedder").map(({ embedding }) => vectorOf(embedding));
}

function isRefusal(error: unknown): boolean {
  return error instanceof PublicError && error.code === "embedder.refused";
}

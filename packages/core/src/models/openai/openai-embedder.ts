import { z } from "zod";
import { PublicError } from "../../error.ts";
import type { EmbedKind } from "../embedder.ts";
import { inLanes } from "../in-lanes.ts";
import { familyOf, hasPrefix } from "../model-family.ts";
import { modelServer, sendable, type Call, type ServerAddress } from "../model-server.ts";
import { cosine, unit } from "../vector.ts";

export interface OpenAiEmbedderOptions {
  /** How long a server may take for one request. A question has somebody waiting. */
  queryMs?: number;
  passageMs?: number;
  retries?: number;
}

export type EmbedTexts = (texts: readonly string[], kind: EmbedKind, signal?: AbortSignal) => Promise<Float32Array[]>;

/** Most servers take this much at once; from those that take less it is learnt. */
const textsMax = 32;
const charactersMax = 60_000;
/** A text that is refused at this length is refused for another reason. */
const shortEnough = 400;
const lanes = 2;

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative().optional(), embedding: z.unknown() })),
});

/** Vectors from any server with OpenAI's `/embeddings`: of unit length, in order, with what the model's family wants before them. */
export function openAiEmbedder(address: ServerAddress, options: OpenAiEmbedderOptions = {}): EmbedTexts {
  const family = familyOf(address.model);
  const post = modelServer(address, "embedder");
  let most = textsMax;
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

  /** A server that takes fewer texts or shorter ones gets them so: a passage without its end is found better than none. */
  async function send(texts: readonly string[], fields: Record<string, string>, call: Call): Promise<Float32Array[]> {
    try {
      return read(await post("/embeddings", { ...bodyOf(texts), ...fields }, call), texts.length);
    } catch (error) {
      const [text = ""] = texts;
      if (!isRefusal(error) || (texts.length === 1 && text.length <= shortEnough)) throw error;
      if (texts.length === 1) return send([text.slice(0, text.length / 2)], fields, call);
      most = Math.min(most, Math.ceil(texts.length / 2));
      const halves = [texts.slice(0, most), texts.slice(most)];
      const vectors: Float32Array[] = [];
      for (const half of halves) vectors.push(...(await send(half, fields, call)));
      return vectors;
    }
  }

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
    const batches = inBatches(texts.map((text) => prefix + text));
    return (await inLanes(batches, lanes, (batch) => send(batch, fields, call))).flat();
  };

  function inBatches(texts: readonly string[]): string[][] {
    const batches: string[][] = [];
    let characters = Infinity;
    for (const text of texts) {
      characters += text.length;
      const last = batches.at(-1);
      if (last && last.length < most && characters <= charactersMax) last.push(text);
      else {
        batches.push([text]);
        characters = text.length;
      }
    }
    return batches;
  }
}

/** The vectors in the order of the texts, which is not always the order in which a server sends them. */
function read(answer: unknown, count: number): Float32Array[] {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) {
    const message =
      "The embedder's server sent something that holds no vectors. Check its address in the settings, and that the model is one for embeddings.";
    throw new PublicError("unavailable", "embedder.garbled", message);
  }
  const byIndex = new Map(parsed.data.data.map(({ index, embedding }, place) => [index ?? place, embedding]));
  return Array.from({ length: count }, (_, index) => {
    if (byIndex.size === count && byIndex.has(index)) return vectorOf(byIndex.get(index));
    const message = `The embedder's server was sent ${count} texts and answered with ${byIndex.size} vectors that fit them. Try again; if it stays, connect another server.`;
    throw new PublicError("unavailable", "embedder.count_wrong", message);
  });
}

function vectorOf(embedding: unknown): Float32Array {
  const vector = unit(Array.isArray(embedding) ? embedding : typeof embedding === "string" ? floatsIn(embedding) : []);
  if (vector) return vector;
  const message =
    "The embedder's server sent a vector that holds zeros only, or something else than numbers. Check that the model is one for embeddings and works in other programs.";
  throw new PublicError("unavailable", "embedder.vector_invalid", message);
}

/** Base64 of 32-bit floats, little-endian: some servers send it without being asked. */
function floatsIn(base64: string): number[] {
  const bytes = Buffer.from(base64, "base64");
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}

function isRefusal(error: unknown): boolean {
  return error instanceof PublicError && error.code === "embedder.refused";
}

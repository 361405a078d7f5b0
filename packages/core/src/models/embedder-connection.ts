import { z } from "zod";
import { modelConnectionTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import { addressFor, addressOf, find, ofKinds, store, forget, type Row } from "./connection-row.ts";
import type { Embedder, EmbedderPlace } from "./embedder.ts";
import { cached } from "./embedding-cache.ts";
import { tested, type Tested } from "./tested.ts";
import { cosine } from "./vector.ts";

/** A stored embedder, as administrators see it: never with its key. */
export interface EmbedderInfo {
  provider: "openai" | "onnx";
  baseUrl: string;
  model: string;
  hasApiKey: boolean;
  dimensions: number;
}

const model = z.string().trim().min(1).max(200);

export const EmbedderInput = z.discriminatedUnion("provider", [
  z.strictObject({
    provider: z.literal("openai"),
    /** Ends where `/embeddings` begins, for most servers in `/v1`. */
    baseUrl: z.string().trim().max(500),
    model,
    /** Absent keeps the stored key, as long as the server is the same; null takes it away. */
    apiKey: z.string().trim().min(1).max(1000).nullable().optional(),
  }),
  /** A model in the desk's folder of models. */
  z.strictObject({ provider: z.literal("onnx"), model }),
]);
export type EmbedderInput = z.infer<typeof EmbedderInput>;

/** Loading a model from a slow disk takes longer than any server may take to answer. */
const testMs = 120_000;

export async function getEmbedder(scope: Scope): Promise<EmbedderInfo | null> {
  requireRole(scope, "admin");
  const row = await find(scope, "embed");
  return row ? fromRow(row) : null;
}

/** The embedder that the company searches with, or undefined: search is by words alone then. */
export async function embedder(scope: Scope): Promise<Embedder | undefined> {
  return connect(scope, await find(scope, "embed"));
}

/** The embedder that the next index is built with: the staged one, else the present one. Undefined: by words alone. */
export async function nextEmbedder(scope: Scope): Promise<Embedder | undefined> {
  return connect(scope, (await find(scope, "embed-next")) ?? (await find(scope, "embed")));
}

/**
 * Makes ready for an index with another embedder, or with none: learns the length of its vectors and keeps it beside the
 * present one, with which the company searches until `promoteEmbedder`. Throws what `Embedders.probe` throws.
 */
export async function stageEmbedder(scope: Scope, input: EmbedderInput | null): Promise<EmbedderInfo | null> {
  requireRole(scope, "admin");
  if (!input) {
    // going without is a choice too, and is told from none having been made
    await store(scope, "embed-next", "openai", { model: "" });
    return null;
  }
  const place = await placeFor(scope, input);
  const { dimensions } = await scope.embedders.probe(place);
  return fromRow(await store(scope, "embed-next", place.provider, place, dimensions));
}

/** The staged embedder takes the present one's place. Without a staged one nothing changes. For a caller's transaction. */
export async function promoteEmbedder(scope: Scope): Promise<void> {
  const next = await find(scope, "embed-next");
  if (!next) return;
  await forget(scope, next.model ? ["embed"] : ["embed", "embed-next"]);
  await scope.db
    .update(modelConnectionTable)
    .set({ kind: "embed" })
    .where(ofKinds(scope, ["embed-next"]));
}

/** Forgets the staged embedder: the next index will not be built. */
export async function unstageEmbedder(scope: Scope): Promise<void> {
  requireRole(scope, "admin");
  await forget(scope, ["embed-next"]);
}

/** Embeds a question, its answer and something else, and says whether the answer is the nearer one. */
export async function testEmbedder(scope: Scope, input: EmbedderInput): Promise<Tested & { dimensions?: number }> {
  requireRole(scope, "admin");
  let dimensions: number | undefined;
  const outcome = await tested(
    input.model,
    async (signal) => {
      const place = await placeFor(scope, input);
      ({ dimensions } = await scope.embedders.probe(place, signal));
      const embedder = scope.embedders.connect({ ...place, dimensions });
      const [question] = await embedder.embed(["How long is parental leave?"], "query", signal);
      const texts = ["Parents may stay at home for twelve weeks after a birth.", "The printer is on the second floor."];
      const [answer, other] = await embedder.embed(texts, "passage", signal);
      if (!question || !answer || !other) throw new Error("the embedder gave too few vectors");
      return `${cosine(question, answer).toFixed(2)} : ${cosine(question, other).toFixed(2)}`;
    },
    testMs,
  );
  return { ...outcome, ...(dimensions && { dimensions }) };
}

type StoredPlace = Extract<EmbedderPlace, { provider: "openai" | "onnx" }>;

async function placeFor(scope: Scope, input: EmbedderInput): Promise<StoredPlace> {
  if (input.provider === "onnx") return input;
  return { provider: "openai", ...(await addressFor(scope, ["embed-next", "embed"], input)) };
}

function connect(scope: Scope, row: Row | undefined): Embedder | undefined {
  if (!row?.dimensions) return undefined;
  const { dimensions, model } = row;
  const place: EmbedderPlace =
    row.provider === "onnx" ? { provider: "onnx", model } : { provider: "openai", ...addressOf(scope, row) };
  return cached(scope, scope.embedders.connect({ ...place, dimensions }));
}

function fromRow({ provider, baseUrl, model, apiKey, dimensions }: Row): EmbedderInfo {
  const known = provider === "onnx" ? provider : "openai";
  return { provider: known, baseUrl, model, hasApiKey: apiKey !== null, dimensions: dimensions ?? 0 };
}

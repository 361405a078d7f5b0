import { z } from "zod";
import { PublicError } from "../../error.ts";
import { inOrderOfTexts } from "../answered.ts";
import { inLanes } from "../in-lanes.ts";
import { modelServer, sendable, type Call, type ServerAddress } from "../model-server.ts";
import type { Reranker } from "../reranker.ts";

export interface RerankApiOptions {
  timeoutMs?: number;
  retries?: number;
}

const textsMax = 32;
const lanes = 2;

const Scored = z.object({ index: z.int().nonnegative(), relevance_score: z.number() });
const Answer = z.union([
  z.object({ results: z.array(Scored) }),
  // text-embeddings-inference answers with a bare list
  z
    .array(z.object({ index: z.int().nonnegative(), score: z.number() }))
    .transform((list) => ({ results: list.map(({ index, score }) => ({ index, relevance_score: score })) })),
]);

/** Any server with a `/rerank` as Jina and Cohere have it: vLLM, text-embeddings-inference, Xinference and more. */
export function rerankApi(address: ServerAddress, options: RerankApiOptions = {}): Reranker {
  const post = modelServer(address, "reranker");
  let field: "documents" | "texts" = "documents";

  async function send(query: string, texts: readonly string[], call: Call): Promise<unknown> {
    const named = field;
    const rest = named === "texts" ? { raw_scores: true } : { top_n: texts.length };
    try {
      return await post(
        "/rerank",
        { model: address.model, query: sendable(query), [named]: texts.map(sendable), ...rest },
        call,
      );
    } catch (error) {
      if (named === "texts" || !asksForTexts(error)) throw error;
      field = "texts";
      return send(query, texts, call);
    }
  }

  return {
    id: `rerank-api/${address.model}`,
    async rerank(question, texts, signal) {
      const call = { timeoutMs: options.timeoutMs ?? 20_000, retries: options.retries ?? 1, signal };
      const batches = Array.from({ length: Math.ceil(texts.length / textsMax) }, (_, i) =>
        texts.slice(i * textsMax, (i + 1) * textsMax),
      );
      const scores = await inLanes(batches, lanes, async (batch) =>
        read(await send(question, batch, call), batch.length),
      );
      return scores.flat();
    },
  };
}

/** What text-embeddings-inference says about a request in the others' form. */
function asksForTexts(error: unknown): boolean {
  if (!(error instanceof PublicError) || error.code !== "reranker.refused") return false;
  return /missing field `?texts/.test(`${error.message} ${String(error.cause)}`);
}

function read(answer: unknown, count: number): number[] {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) {
    const message =
      "The reranker's server sent something that holds no scores. Check its address in the settings, and that the model is one for reranking.";
    throw new PublicError("unavailable", "reranker.garbled", message);
  }
  const { results } = parsed.data;
  const order = results.map(({ index }) => index);
  const scores = results.map((result) => result.relevance_score);
  return inOrderOfTexts(scores, order, count, "reranker");
}

import { z } from "zod";
import { PublicError } from "../../error.ts";
import { inOrderOfTexts } from "../answered.ts";
import { sendable } from "../model-server.ts";
import type { Reranker } from "../reranker.ts";
import { textBatches } from "../text-batches.ts";
import { type AwsClients, modelArn } from "./aws-client.ts";
import type { BedrockPlace } from "./bedrock-address.ts";
import { bareId } from "./bedrock-families.ts";
import { invoke, type Limits, within } from "./bedrock-invocation.ts";

export interface BedrockRerankerOptions {
  timeoutMs?: number;
}

/** Rerank refuses longer texts. */
const charactersMax = 32_000;
const textsMax = 100;

const Ranked = z.array(z.object({ index: z.int().nonnegative(), relevanceScore: z.number() }));
const Invoked = z.object({ results: z.array(z.object({ index: z.int().nonnegative(), relevance_score: z.number() })) });

interface Scored {
  index: number;
  score: number;
}

/**
 * A reranker in Bedrock, by `Rerank`. Bearer keys are for models only and roles may lack `bedrock:Rerank`: then the model
 * is invoked itself, which gives the same scores.
 */
export function bedrockReranker(aws: AwsClients, place: BedrockPlace, options: BedrockRerankerOptions = {}): Reranker {
  const call = { ...place, subject: "reranker" as const };
  const batches = textBatches({ textsMax, charactersMax: textsMax * charactersMax, isRefusal: () => false });
  let invoked = place.key?.type === "bearer";

  async function byRerank(query: string, texts: readonly string[], limits: Limits): Promise<Scored[]> {
    const results = await within(call, limits, async (abortSignal) => {
      const [{ RerankCommand }, client] = await Promise.all([
        import("@aws-sdk/client-bedrock-agent-runtime"),
        aws.bedrockAgent(place),
      ]);
      const request = rerankRequest(place, query, texts);
      const found: unknown[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(new RerankCommand({ ...request, ...(nextToken && { nextToken }) }), {
          abortSignal,
        });
        found.push(...(page.results ?? []));
        nextToken = page.nextToken;
      } while (nextToken && found.length < texts.length);
      return found;
    });
    const read = Ranked.safeParse(results);
    if (!read.success) throw garbled(place.model);
    return read.data.map(({ index, relevanceScore }) => ({ index, score: relevanceScore }));
  }

  async function byInvoke(query: string, documents: readonly string[], limits: Limits): Promise<Scored[]> {
    const version = bareId(place.model).startsWith("cohere.") ? { api_version: 2 } : {};
    const body = { query, documents, top_n: documents.length, ...version };
    const read = Invoked.safeParse(await invoke(aws, call, body, limits));
    if (!read.success) throw garbled(place.model);
    return read.data.results.map(({ index, relevance_score }) => ({ index, score: relevance_score }));
  }

  async function scored(query: string, texts: readonly string[], limits: Limits): Promise<Scored[]> {
    if (!invoked) {
      try {
        return await byRerank(query, texts, limits);
      } catch (error) {
        if (!(error instanceof PublicError) || error.code !== "reranker.unauthorized") throw error;
      }
    }
    const results = await byInvoke(query, texts, limits);
    invoked = true;
    return results;
  }

  return {
    id: `bedrock/${place.model}`,
    async rerank(question, texts, signal) {
      const limits = { timeoutMs: options.timeoutMs ?? 20_000, signal };
      const query = fitting(question);
      return batches(texts.map(fitting), async (batch) => {
        const results = await scored(query, batch, limits);
        const scores = results.map(({ score }) => score);
        const order = results.map(({ index }) => index);
        return inOrderOfTexts(scores, order, batch.length, "reranker");
      });
    },
  };
}

function rerankRequest(place: BedrockPlace, query: string, texts: readonly string[]) {
  return {
    queries: [{ type: "TEXT" as const, textQuery: { text: query } }],
    sources: texts.map((text) => ({
      type: "INLINE" as const,
      inlineDocumentSource: { type: "TEXT" as const, textDocument: { text } },
    })),
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL" as const,
      bedrockRerankingConfiguration: {
        modelConfiguration: { modelArn: modelArn(place.region, place.model) },
        numberOfResults: texts.length,
      },
    },
  };
}

function fitting(text: string): string {
  return sendable(text.slice(0, charactersMax));
}

function garbled(model: string) {
  const message = `"${model}" sent something that holds no scores. Check in the settings that it is a model for reranking.`;
  return new PublicError("unavailable", "reranker.garbled", message);
}

import { z } from "zod";
import { requireRole, type Scope } from "../scope.ts";
import { addressFor, addressOf, find, store, forget, type Row } from "./connection-row.ts";
import type { Reranker, RerankerAddress } from "./reranker.ts";
import { tested, type Tested } from "./tested.ts";

/** A stored reranker, as administrators see it: never with its key. */
export interface RerankerInfo {
  provider: "rerank-api" | "onnx";
  baseUrl: string;
  model: string;
  hasApiKey: boolean;
}

const model = z.string().trim().min(1).max(200);

export const RerankerInput = z.discriminatedUnion("provider", [
  z.strictObject({
    provider: z.literal("rerank-api"),
    /** Ends where `/rerank` begins. */
    baseUrl: z.string().trim().max(500),
    model,
    /** Absent keeps the stored key, as long as the server is the same; null takes it away. */
    apiKey: z.string().trim().min(1).max(1000).nullable().optional(),
  }),
  /** A model in the desk's folder of models. */
  z.strictObject({ provider: z.literal("onnx"), model }),
]);
export type RerankerInput = z.infer<typeof RerankerInput>;

const testMs = 120_000;

export async function getReranker(scope: Scope): Promise<RerankerInfo | null> {
  requireRole(scope, "admin");
  const row = await find(scope, "rerank");
  return row ? fromRow(row) : null;
}

/** In effect with the next question. */
export async function setReranker(scope: Scope, input: RerankerInput): Promise<RerankerInfo> {
  requireRole(scope, "admin");
  const address = await addressFrom(scope, input);
  return fromRow(await store(scope, "rerank", address.provider, address));
}

export async function removeReranker(scope: Scope): Promise<void> {
  requireRole(scope, "admin");
  await forget(scope, ["rerank"]);
}

/** The reranker the company has connected, or undefined: the fused order stands then. */
export async function reranker(scope: Scope): Promise<Reranker | undefined> {
  const row = await find(scope, "rerank");
  if (!row) return undefined;
  return scope.rerankers.connect(
    row.provider === "onnx"
      ? { provider: "onnx", model: row.model }
      : { provider: "rerank-api", ...addressOf(scope, row) },
  );
}

/** Has a question's answer and something else scored, and shows both scores. */
export async function testReranker(scope: Scope, input: RerankerInput): Promise<Tested> {
  requireRole(scope, "admin");
  return tested(
    input.model,
    async (signal) => {
      const reranker = scope.rerankers.connect(await addressFrom(scope, input));
      const texts = ["Parents may stay at home for twelve weeks after a birth.", "The printer is on the second floor."];
      const scores = await reranker.rerank("How long is parental leave?", texts, signal);
      return scores.map((score) => score.toFixed(2)).join(" : ");
    },
    testMs,
  );
}

type StoredAddress = Extract<RerankerAddress, { provider: "rerank-api" | "onnx" }>;

async function addressFrom(scope: Scope, input: RerankerInput): Promise<StoredAddress> {
  if (input.provider === "onnx") return input;
  return { provider: "rerank-api", ...(await addressFor(scope, ["rerank"], input)) };
}

function fromRow({ provider, baseUrl, model, apiKey }: Row): RerankerInfo {
  return { provider: provider === "onnx" ? provider : "rerank-api", baseUrl, model, hasApiKey: apiKey !== null };
}

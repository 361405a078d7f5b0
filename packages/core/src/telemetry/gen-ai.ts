import type { Attributes } from "@opentelemetry/api";
import type { Stage } from "../usage/stage.ts";
import type { TimedCall } from "./telemetry.ts";

/** Who runs a model, as OpenTelemetry's conventions for generative AI call them. */
const providers: Record<string, string> = { bedrock: "aws.bedrock", sagemaker: "aws.sagemaker", openai: "openai" };

/** What a call is by these conventions; they have no name for ordering passages. */
export function operationOf(stage: Stage): string {
  if (stage === "question" || stage === "index") return "embeddings";
  if (stage === "rerank") return "rerank";
  return stage === "picture" ? "generate_content" : "chat";
}

/** A call in the words of these conventions, with what Docent calls it. */
export function genAiOf({ stage, model, provider, tokens, cost, estimated, state }: TimedCall): Attributes {
  return {
    ...genAiKeyOf({ stage, model, provider }),
    "gen_ai.usage.input_tokens": tokens.input,
    "gen_ai.usage.output_tokens": tokens.output,
    ...(tokens.cached !== undefined && { "gen_ai.usage.cache_read.input_tokens": tokens.cached }),
    "docent.stage": stage,
    "docent.call.state": state,
    ...(estimated && { "docent.tokens.estimated": true }),
    ...(cost && { "docent.cost": cost.amount / 1_000_000, "docent.currency": cost.currency }),
    ...(state === "failed" && { "error.type": "_OTHER" }),
  };
}

/** Only what figures are kept apart by. */
export function genAiKeyOf({ stage, model, provider }: Pick<TimedCall, "stage" | "model" | "provider">): Attributes {
  return {
    "gen_ai.operation.name": operationOf(stage),
    "gen_ai.provider.name": providers[provider ?? ""] ?? provider ?? "docent",
    "gen_ai.request.model": model,
  };
}

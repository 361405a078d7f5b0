import type { Parameters } from "../chat-model.ts";

/** What a family of models in Bedrock takes beside text. Absent: as most do. */
export interface BedrockFamily {
  /** What is told beside Bedrock's own parameters, under the vendor's names. */
  extras?: (parameters: Parameters) => Record<string, unknown>;
  /** Parameters of Bedrock's own that the family refuses. */
  without?: readonly ("temperature" | "topP" | "stop")[];
  /** Temperature or topP, not both: the temperature is told. */
  either?: boolean;
  /**
   * What comes before a cache point is kept for minutes, and costs a tenth when it comes again; from 1,000 to 4,096 tokens
   * on, and shorter ones are not kept. Bedrock's guide lists the models under "Prompt caching for faster model inference".
   */
  caches?: boolean;
  /** Takes no system prompt: it goes before the first question. */
  systemless?: boolean;
}

const topK = ({ topK }: Parameters) => ({ ...(topK !== undefined && { top_k: topK }) });
const penalties = ({ presencePenalty, frequencyPenalty }: Parameters) => ({
  ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
  ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
});
const novaTopK = ({ topK }: Parameters) => ({ ...(topK !== undefined && { inferenceConfig: { topK } }) });
const cohere = ({ topK, ...others }: Parameters) => ({ ...(topK !== undefined && { k: topK }), ...penalties(others) });

/** The first that fits the id. What is in none of them is told what Bedrock itself knows, and nothing else. */
const families: [RegExp, BedrockFamily][] = [
  [/^anthropic\.claude-(v2|instant|3-(opus|sonnet|haiku)|3-5-sonnet)/, { extras: topK }],
  [/^anthropic\.claude-(3-|(opus|sonnet)-4-2025)/, { extras: topK, caches: true }],
  [/^anthropic\.claude-(opus-4-[156]|(sonnet|haiku)-4)(?!\d)/, { extras: topK, caches: true, either: true }],
  // from Opus 4.7 on how to draw words is the model's own affair
  [/^anthropic\./, { caches: true, without: ["temperature", "topP"] }],
  [/^amazon\.nova/, { extras: novaTopK, caches: true }],
  [/^amazon\.titan/, { systemless: true }],
  [/^mistral\.(mistral-7b|mixtral)/, { extras: topK, systemless: true }],
  [/^cohere\.command-r/, { extras: cohere }],
  [/^ai21\.jamba/, { extras: penalties }],
  [/^(openai|qwen)\./, { without: ["stop"] }],
];

/** The family of a model, of an inference profile (`us.anthropic.…`) or of an ARN of either; `{}` of one with a name of its own. */
export function bedrockFamily(model: string): BedrockFamily {
  const id = bareId(model);
  return families.find(([pattern]) => pattern.test(id))?.[1] ?? {};
}

/** Without the ARN around it and the regions before it. */
export function bareId(model: string): string {
  const id = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  return id.replace(/^(us-gov|us|eu|apac|jp|au|ca|sa|me|global)\./, "");
}

import type { AwsPlace } from "./aws-place.ts";

/** A model in Bedrock. */
export interface BedrockPlace extends AwsPlace {
  /** Id of a model or of an inference profile, or the ARN of either. */
  model: string;
}

/** A chat model in Bedrock. */
export interface BedrockAddress extends BedrockPlace {
  provider: "bedrock";
  /** What is asked and answered goes through it. */
  guardrail?: { id: string; version: string };
}

export interface BedrockEmbedderPlace extends BedrockPlace {
  /** For models that give vectors of several lengths; else, and when absent, the model's own. */
  dimensions?: number;
}

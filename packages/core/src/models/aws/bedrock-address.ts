import type { AwsPlace } from "./aws-place.ts";

/** A chat model in Bedrock. */
export interface BedrockAddress extends AwsPlace {
  provider: "bedrock";
  /** Id of a model or of an inference profile, or the ARN of either. */
  model: string;
  /** What is asked and answered goes through it. */
  guardrail?: { id: string; version: string };
}

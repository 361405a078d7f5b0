import type { AwsKey, AwsPlace } from "./aws-place.ts";
import type { ContractGiven } from "./contract.ts";

/** An endpoint of SageMaker, and the model behind it that is meant. */
export interface SageMakerPlace extends Omit<AwsPlace, "key"> {
  /** A bearer token is for Bedrock alone. */
  key?: Extract<AwsKey, { type: "iam" }>;
  /** Name of the endpoint. */
  endpoint: string;
  /** Of several inference components behind one endpoint, the one that is meant. */
  component?: string;
  /** Of several model archives behind one endpoint, the one that is meant. Such endpoints do not stream. */
  archive?: string;
  /** What its container takes and gives: a name or a mapping, see `contract.ts`. */
  contract: ContractGiven;
  /** For containers that serve several models under one endpoint; else a name to show. */
  model: string;
}

/** A chat model behind an endpoint of SageMaker. */
export interface SageMakerAddress extends SageMakerPlace {
  provider: "sagemaker";
}

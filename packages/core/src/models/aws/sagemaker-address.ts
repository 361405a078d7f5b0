import type { AwsPlace } from "./aws-place.ts";

/** A chat model behind an endpoint of SageMaker. */
export interface SageMakerAddress extends AwsPlace {
  provider: "sagemaker";
  /** Name of the endpoint. */
  endpoint: string;
  /** Of several models behind one endpoint, the one that is meant. */
  component?: string;
  /** Name of the contract that its container keeps, see `contract.ts`. */
  contract: string;
  /** For containers that serve several models under one endpoint; else a name to show. */
  model: string;
}

import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockImage } from "./aws/bedrock-image.ts";
import type { ImageModels } from "./image-model.ts";
import { openAiImages } from "./openai/openai-images.ts";

export interface ImageModelsOptions {
  timeoutMs?: number;
  aws?: AwsClients;
}

/** Image models of every provider. */
export function imageModels({ aws = awsClients(), ...options }: ImageModelsOptions = {}): ImageModels {
  return {
    connect: (address) =>
      address.provider === "openai" ? openAiImages(address, options) : bedrockImage(aws, address, options),
  };
}

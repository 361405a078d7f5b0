import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockChat } from "./aws/bedrock-chat.ts";
import { sageMakerChat } from "./aws/sagemaker-chat.ts";
import { sageMakerRuntime } from "./aws/sagemaker-runtime.ts";
import type { ChatModels } from "./chat-model.ts";
import { ollamaModel } from "./openai/ollama.ts";
import { openAiCompatible, type OpenAiCompatibleOptions } from "./openai/openai-compatible.ts";

export interface ChatModelsOptions extends OpenAiCompatibleOptions {
  /** Where a model on this machine is looked for. */
  ollamaUrl?: string | undefined;
  aws?: AwsClients;
}

/** Chat models of every provider. */
export function chatModels({ ollamaUrl = "http://127.0.0.1:11434", ...options }: ChatModelsOptions = {}): ChatModels {
  const bedrock = bedrockChat(options.aws ?? awsClients(options), options);
  const sageMaker = sageMakerRuntime();
  return {
    connect(address) {
      switch (address.provider) {
        case "openai":
          return openAiCompatible(address, options);
        case "bedrock":
          return bedrock(address);
        case "sagemaker":
          return sageMakerChat(address, sageMaker, options);
      }
    },
    detect: ollamaModel(ollamaUrl),
  };
}

import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockChat } from "./aws/bedrock-chat.ts";
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
  return {
    connect(address) {
      switch (address.provider) {
        case "openai":
          return openAiCompatible(address, options);
        case "bedrock":
          return bedrock(address);
        case "sagemaker":
          throw new Error(`no models of ${address.provider} yet`);
      }
    },
    detect: ollamaModel(ollamaUrl),
  };
}

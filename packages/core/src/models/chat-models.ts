import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockChat, type Learnt } from "./aws/bedrock-chat.ts";
import { unsentTo as unsentToBedrock } from "./aws/bedrock-request.ts";
import { unsentTo as unsentToContainer } from "./aws/chat-body.ts";
import { chatContract } from "./aws/named-contracts.ts";
import { sageMakerChat } from "./aws/sagemaker-chat.ts";
import { sageMakerRuntime } from "./aws/sagemaker-runtime.ts";
import type { ChatModels, OpenAiAddress } from "./chat-model.ts";
import { ollamaModel } from "./openai/ollama.ts";
import { openAiCompatible, type OpenAiCompatibleOptions } from "./openai/openai-compatible.ts";
import { type Refused, unsentTo as unsentToServer } from "./openai/openai-request.ts";

export interface ChatModelsOptions extends OpenAiCompatibleOptions {
  /** Where a model on this machine is looked for. */
  ollamaUrl?: string | undefined;
  aws?: AwsClients;
}

/** Chat models of every provider. */
export function chatModels({ ollamaUrl = "http://127.0.0.1:11434", ...options }: ChatModelsOptions = {}): ChatModels {
  const learnt: Learnt = new Map();
  const bedrock = bedrockChat(options.aws ?? awsClients(options), options, learnt);
  const sageMaker = sageMakerRuntime();
  const toolless = new Set<string>();
  const refused = new Map<string, Refused>();

  /** What the model of a server is known not to take: learnt once, not in every conversation. */
  function refusedBy({ baseUrl, model }: OpenAiAddress): Refused {
    const name = `${baseUrl} ${model}`;
    const known = refused.get(name) ?? new Set();
    refused.set(name, known);
    return known;
  }

  return {
    connect(address) {
      switch (address.provider) {
        case "openai":
          return openAiCompatible(address, options, refusedBy(address));
        case "bedrock":
          return bedrock(address);
        case "sagemaker":
          return sageMakerChat(address, sageMaker, options, toolless);
      }
    },
    unsent(address, parameters) {
      switch (address.provider) {
        case "openai":
          return unsentToServer(refusedBy(address), parameters);
        case "bedrock":
          return unsentToBedrock(address.model, parameters, learnt.get(address.model) ?? new Set());
        case "sagemaker":
          return unsentToContainer(chatContract(address.contract), parameters);
      }
    },
    detect: ollamaModel(ollamaUrl),
  };
}

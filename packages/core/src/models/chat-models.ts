import type { ChatModels } from "./chat-model.ts";
import { ollamaModel } from "./openai/ollama.ts";
import { openAiCompatible, type OpenAiCompatibleOptions } from "./openai/openai-compatible.ts";

export interface ChatModelsOptions extends OpenAiCompatibleOptions {
  /** Where a model on this machine is looked for. */
  ollamaUrl?: string | undefined;
}

/** Chat models of every provider. */
export function chatModels({ ollamaUrl = "http://127.0.0.1:11434", ...options }: ChatModelsOptions = {}): ChatModels {
  return {
    connect(address) {
      switch (address.provider) {
        case "openai":
          return openAiCompatible(address, options);
        case "bedrock":
        case "sagemaker":
          throw new Error(`no models of ${address.provider} yet`);
      }
    },
    detect: ollamaModel(ollamaUrl),
  };
}

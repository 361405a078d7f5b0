/** What a chat model does for us. Vendors differ; this does not. */
export interface ChatModel {
  /** For logs and for the answer's provenance, e.g. "openai/deepseek-chat". */
  readonly id: string;
  /**
   * Yields text as it arrives, then exactly one `finish`. Stops the vendor's work when `signal` aborts.
   * Throws a PublicError whose code begins with `model.` when the vendor refuses, breaks off, or ends without its end mark.
   */
  stream(prompt: Prompt, signal?: AbortSignal): AsyncIterable<ModelPart>;
}

export interface Prompt {
  system: string;
  messages: readonly { role: "user" | "assistant"; text: string }[];
  /** Upper limit of the answer; the vendor's default when absent. */
  outputTokensMax?: number;
  temperature?: number;
}

export type ModelPart =
  | { type: "text-delta"; text: string }
  /** Thinking that some models show before they answer; never part of the answer. */
  | { type: "reasoning-delta"; text: string }
  /** All text so far turned out to be thinking: some servers cut off the mark that opens it. */
  | { type: "retract" }
  | { type: "finish"; reason: "stop" | "length"; tokens: { input: number; output: number } };

/** How to reach a chat model: an OpenAI-compatible server. */
export interface ModelAddress {
  baseUrl: string;
  apiKey?: string;
  model: string;
}

/** Makes chat models from stored addresses, and finds one that is running on this machine. */
export interface ChatModels {
  connect(address: ModelAddress): ChatModel;
  /** The model of a server that answers on this machine without configuration (Ollama), or undefined. Cached for seconds. */
  detect(): Promise<ModelAddress | undefined>;
}

import type { BedrockAddress } from "./aws/bedrock-address.ts";
import type { SageMakerAddress } from "./aws/sagemaker-address.ts";
import type { ToolCall, ToolOffer, ToolResult } from "./tool-call.ts";
import type { Cost } from "../usage/call.ts";
import type { Stage } from "../usage/stage.ts";

/** What a chat model does for us. Vendors differ; this does not. */
export interface ChatModel {
  /** For logs and for the answer's provenance, e.g. "openai/deepseek-chat". */
  readonly id: string;
  /** What people call it. */
  readonly name?: string;
  /**
   * Yields text as it arrives, then what it calls, then exactly one `finish`. Stops the vendor's work when `signal` aborts.
   * Throws a PublicError whose code begins with `model.` when the vendor refuses, breaks off, or ends without its end mark.
   */
  stream(prompt: Prompt, signal?: AbortSignal): AsyncIterable<ModelPart>;
}

export interface Prompt {
  system: string;
  messages: readonly Message[];
  /** How the model is to write. What is absent is the vendor's own default, and is not sent. */
  parameters?: Parameters;
  /** The same where neither `parameters` nor the catalogue says otherwise. */
  defaults?: Parameters;
  /** What the model may call. Throws `model.without_tools` where it cannot call anything. */
  tools?: readonly ToolOffer[];
  /** Which of them it has to call, or that it must not; absent: as it thinks fit. Not every vendor can be told. */
  toolChoice?: { name: string } | "none";
  /** What it is for. Not sent: calls are counted by it. */
  stage?: Stage;
}

export interface Message {
  role: "user" | "assistant";
  text: string;
  /** What the model called after its text. */
  calls?: readonly ToolCall[];
  /** What came of the calls of the message before; stands before the text. */
  results?: readonly ToolResult[];
  /** Shown with the text, in this order. Only for models that see. */
  images?: readonly Image[];
}

export function hasImages({ messages }: Prompt): boolean {
  return messages.some(({ images }) => images !== undefined && images.length > 0);
}

export interface Image {
  type: "image/png" | "image/jpeg" | "image/webp";
  bytes: Uint8Array;
}

/** The dials that models have. Few have all of them: an adapter sends those that its model takes. */
export interface Parameters {
  temperature?: number;
  topP?: number;
  topK?: number;
  /** Upper limit of the answer. */
  outputTokensMax?: number;
  /** The answer ends before any of these. */
  stop?: readonly string[];
  presencePenalty?: number;
  frequencyPenalty?: number;
}

/** Why a model is not sent a parameter: it does not have it, its server has refused it, or it takes it only without another. */
export type Unsent = "absent" | "refused" | "either";
export type UnsentParameters = Partial<Record<keyof Parameters, Unsent>>;

export type ModelPart =
  | { type: "text-delta"; text: string }
  /** Thinking that some models show before they answer; never part of the answer. */
  | { type: "reasoning-delta"; text: string }
  /** All text so far turned out to be thinking: some servers cut off the mark that opens it. */
  | { type: "retract" }
  /** What the model was sent of its parameters, and what it was not sent. Comes before the first word. */
  | { type: "parameters"; sent: Parameters; unsent: UnsentParameters }
  /** Something that the model wants called, whole. */
  | ({ type: "tool-call" } & ToolCall)
  /** From here on another model answers: the first one failed before its first word, with this error. */
  | { type: "switched"; model: string; name?: string; because: string }
  /** So many calls go before, and that takes about so long; none and no time when its turn has come. */
  | { type: "waiting"; ahead: number; seconds: number }
  | { type: "finish"; reason: "stop" | "length"; tokens: Tokens; cost?: Cost };

/** What a call cost, as the vendor counts. */
export interface Tokens {
  input: number;
  output: number;
  /** Of the input, what came out of the vendor's cache at a lower price. */
  cached?: number;
}

/** How to reach a chat model. */
export type ModelAddress = OpenAiAddress | BedrockAddress | SageMakerAddress;

/** On a server that speaks OpenAI's chat completions. */
export interface OpenAiAddress {
  provider: "openai";
  baseUrl: string;
  apiKey?: string;
  model: string;
}

/** Makes chat models from stored addresses, and finds one that is running on this machine. */
export interface ChatModels {
  connect(address: ModelAddress): ChatModel;
  /** What of these parameters the model would not be sent, as far as is known by now. */
  unsent(address: ModelAddress, parameters: Parameters): UnsentParameters;
  /** The model of a server that answers on this machine without configuration (Ollama), or undefined. Cached for seconds. */
  detect(): Promise<OpenAiAddress | undefined>;
}

import type { z } from "zod";
import { ChatContract, type ContractGiven, EmbedContract, readContract, RerankContract } from "./contract.ts";

const openAiParameters = {
  temperature: "$temperature",
  top_p: "$topP",
  top_k: "$topK",
  max_tokens: "$outputTokensMax",
  stop: "$stop",
  presence_penalty: "$presencePenalty",
  frequency_penalty: "$frequencyPenalty",
};

const openAiTokens = {
  input: "usage.prompt_tokens",
  output: "usage.completion_tokens",
  cached: "usage.prompt_tokens_details.cached_tokens",
};

/** For containers that serve a model with its chat template: it is given turns, and lays them out itself. */
const messages = {
  body: { messages: "$messages", tools: "$tools", tool_choice: "$toolChoice", ...openAiParameters },
  reply: {
    format: "lines" as const,
    text: "choices[0].delta.content",
    thinking: ["choices[0].delta.reasoning_content", "choices[0].delta.reasoning"],
    calls: "choices[0].delta.tool_calls",
    reason: "choices[0].finish_reason",
    tokens: openAiTokens,
    // older vLLM says it at the top
    error: ["error", "message"],
  },
};

const streamedMessages = {
  ...messages,
  body: { ...messages.body, stream: true, stream_options: { include_usage: true } },
};

const inputsOutputs = {
  body: {
    inputs: "$asked",
    history: "$history",
    image: "$image",
    stream: true,
    parameters: {
      temperature: "$temperature",
      top_p: "$topP",
      top_k: "$topK",
      max_new_tokens: "$outputTokensMax",
      stop: "$stop",
    },
  },
  reply: { format: "lines" as const, text: ["outputs.outputs", "outputs[0]", "outputs"] },
};

/** Instructions, conversation and answer in one text, for models that know nothing of turns. */
const generated = {
  temperature: "$temperatureAboveZero",
  top_p: "$topPBelowOne",
  top_k: "$topK",
  max_new_tokens: "$outputTokensMax",
  do_sample: "$samples",
  details: true,
  return_full_text: false,
};
const generatedReply = {
  format: "lines" as const,
  text: "token.text",
  reason: "details.finish_reason",
  tokens: { output: "details.generated_tokens", input: ["details.input_length", "details.prompt_tokens"] },
};

/** Of containers that chat. */
const chatContracts: Record<string, z.input<typeof ChatContract>> = {
  /** vLLM, LMI and text-generation-inference with the Messages API. */
  messages: streamedMessages,
  /** The same for containers that want to be told the model's name, or serve several. */
  "messages-named": { ...streamedMessages, body: { model: "$model", ...streamedMessages.body } },
  "messages-whole": {
    ...messages,
    reply: {
      ...messages.reply,
      format: "json",
      text: "choices[0].message.content",
      thinking: ["choices[0].message.reasoning_content", "choices[0].message.reasoning"],
      calls: "choices[0].message.tool_calls",
    },
  },
  /** text-generation-inference with its own `/generate_stream`. */
  tgi: {
    body: {
      inputs: "$prompt",
      stream: true,
      parameters: { ...generated, stop: "$stop", frequency_penalty: "$frequencyPenalty" },
    },
    stops: ["\nUser:"],
    reply: { ...generatedReply, unless: "token.special" },
  },
  /** LMI (DJL Serving) with its own schema. */
  lmi: {
    body: {
      inputs: "$prompt",
      stream: true,
      parameters: {
        ...generated,
        stop_sequences: "$stop",
        presence_penalty: "$presencePenalty",
        frequency_penalty: "$frequencyPenalty",
      },
    },
    stops: ["\nUser:"],
    reply: { ...generatedReply, unless: "token.special_token" },
  },
  /** Containers of one's own: `{"inputs", "parameters", "history"}`, answered with lines of `{"outputs": {"outputs": …}}`. */
  "inputs-outputs": inputsOutputs,
  /** The same with a licence to accept. */
  "inputs-outputs-eula": { ...inputsOutputs, attributes: "accept_eula=true" },
  "inputs-outputs-whole": {
    ...inputsOutputs,
    body: { ...inputsOutputs.body, stream: false },
    reply: { ...inputsOutputs.reply, format: "json" },
  },
};

const openAiVectors = {
  body: { input: "$texts", encoding_format: "float" },
  vectors: "data[].embedding",
  order: "data[].index",
};

/** Of containers that embed. */
const embedContracts: Record<string, z.input<typeof EmbedContract>> = {
  /** text-embeddings-inference. */
  tei: { body: { inputs: "$texts", truncate: true }, vectors: "" },
  /** vLLM and others with OpenAI's shape. */
  openai: openAiVectors,
  "openai-named": { ...openAiVectors, body: { model: "$model", ...openAiVectors.body } },
  /** Containers of one's own, which put the instruction before each question. */
  "sentence-embeddings": {
    body: { inputs: "$texts", parameters: {}, is_query: "$isQuery", instruction: "$instruction" },
    vectors: "sentence_embeddings",
  },
};

const documentsScored = {
  body: { query: "$question", documents: "$texts", top_n: "$count" },
  scores: "results[].relevance_score",
  order: "results[].index",
};

/** Of containers that rerank. */
const rerankContracts: Record<string, z.input<typeof RerankContract>> = {
  /** text-embeddings-inference. */
  tei: {
    body: { query: "$question", texts: "$texts", raw_scores: true, truncate: true },
    scores: "[].score",
    order: "[].index",
  },
  /** As Jina and Cohere have it, and vLLM. */
  rerank: documentsScored,
  "rerank-named": { ...documentsScored, body: { model: "$model", ...documentsScored.body } },
  /** Containers of one's own: a pair for each text. */
  "inputs-docs": { body: { inputs: "$questions", docs: "$texts" }, scores: "scores" },
};

/** What contracts are called that need not be written out. */
export const contractNames = {
  chat: Object.keys(chatContracts),
  embed: Object.keys(embedContracts),
  rerank: Object.keys(rerankContracts),
};

/** The contract of a container that chats. Throws `model.contract_invalid`, whose message tells where it is wrong. */
export function chatContract(given: ContractGiven): ChatContract {
  return readContract(given, ChatContract, chatContracts, "model");
}

export function embedContract(given: ContractGiven): EmbedContract {
  return readContract(given, EmbedContract, embedContracts, "embedder");
}

export function rerankContract(given: ContractGiven): RerankContract {
  return readContract(given, RerankContract, rerankContracts, "reranker");
}

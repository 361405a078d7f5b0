import type { Texts } from "../app/i18n/zh.ts";
import type { Kind, Provider } from "./entry.ts";

type Name = keyof Texts["models"]["catalogue"]["start"]["points"];

/** From where a new model is entered: what is known of its place is filled in. */
export interface StartingPoint {
  name: Name;
  provider: Provider;
  baseUrl?: string;
  /** The kinds of models that it has, each with the name of one to show what names look like. */
  examples: Partial<Record<Kind, string>>;
}

export const startingPoints: readonly StartingPoint[] = [
  {
    name: "deepseek",
    provider: "openai",
    baseUrl: "https://api.deepseek.com/v1",
    examples: { chat: "deepseek-chat" },
  },
  {
    name: "qwen",
    provider: "openai",
    baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1",
    examples: { chat: "qwen-plus", embed: "text-embedding-v4" },
  },
  {
    name: "openai",
    provider: "openai",
    baseUrl: "https://api.openai.com/v1",
    examples: { chat: "gpt-4.1-mini", embed: "text-embedding-3-small", image: "gpt-image-1" },
  },
  {
    name: "vllm",
    provider: "openai",
    baseUrl: "http://127.0.0.1:8000/v1",
    examples: { chat: "Qwen/Qwen3-8B", embed: "BAAI/bge-m3" },
  },
  {
    name: "ollama",
    provider: "openai",
    baseUrl: "http://127.0.0.1:11434/v1",
    examples: { chat: "qwen3:8b", embed: "bge-m3" },
  },
  {
    name: "lm-studio",
    provider: "openai",
    baseUrl: "http://127.0.0.1:1234/v1",
    examples: { chat: "qwen3-8b", embed: "text-embedding-bge-m3" },
  },
  {
    name: "openai-compatible",
    provider: "openai",
    examples: { chat: "qwen3:8b", embed: "bge-m3", image: "stable-diffusion" },
  },
  {
    name: "vllm",
    provider: "rerank-api",
    baseUrl: "http://127.0.0.1:8000/v1",
    examples: { rerank: "BAAI/bge-reranker-v2-m3" },
  },
  { name: "rerank-api", provider: "rerank-api", examples: { rerank: "bge-reranker-v2-m3" } },
  {
    name: "bedrock",
    provider: "bedrock",
    examples: {
      chat: "eu.amazon.nova-lite-v1:0",
      embed: "amazon.titan-embed-text-v2:0",
      rerank: "cohere.rerank-v3-5:0",
      image: "amazon.nova-canvas-v1:0",
    },
  },
  {
    name: "sagemaker",
    provider: "sagemaker",
    examples: { chat: "qwen3-8b", embed: "bge-m3", rerank: "bge-reranker-v2-m3" },
  },
  { name: "onnx", provider: "onnx", examples: { embed: "", rerank: "" } },
];

/** A name of a model such as this place has. */
export function exampleFor(kind: Kind, provider: Provider, baseUrl = ""): string {
  const fitting = startingPoints.filter((point) => point.provider === provider && point.examples[kind]);
  return (fitting.find((point) => point.baseUrl === baseUrl) ?? fitting.at(-1))?.examples[kind] ?? "";
}

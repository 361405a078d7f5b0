import { chatModels } from "@docent/core/models/chat-models";
import { answerText, brokenCalls, calls } from "../contracts/chat-model.ts";
import { fakeOpenAi, type FakeOpenAi, type Fault, type Scenario } from "../fakes/openai-server.ts";
import {
  limitsFor,
  withImage,
  withTool,
  type ChatProvider,
  type ChatScenario,
  type Outcome,
  type ScenarioSet,
} from "./chat-scenario.ts";

export const openAiKey = "sk-very-secret-key-1234567890";

export interface OpenAiSet extends ScenarioSet {
  server: FakeOpenAi;
}

export async function setOpenAi(scenario: Scenario | readonly Scenario[], retries = 0): Promise<OpenAiSet> {
  const server = await fakeOpenAi(...[scenario].flat());
  const isSilent = [scenario].flat().some(({ fault: struck }) => /^(hangs|only-comments)$/.test(struck?.type ?? ""));
  const model = chatModels({ ...limitsFor(isSilent), retries }).connect({
    provider: "openai",
    baseUrl: server.baseUrl,
    apiKey: openAiKey,
    model: "test-model",
  });
  return {
    server,
    model,
    lastCall: () => server.log.at(-1)?.closed,
    count: () => server.log.length,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const scenario = (when: string, comes: Outcome, played: Scenario): ChatScenario => ({
  when,
  comes,
  set: () => setOpenAi({ text: answerText, ...played }),
});

const fault = (when: string, comes: Outcome, struck: Fault, faultAfter = 0): ChatScenario =>
  scenario(when, comes, { fault: struck, faultAfter });

/** With the words of an error as the provider writes them. */
const refuses = (when: string, comes: Outcome, status: number, error?: object): ChatScenario =>
  fault(when, comes, { type: "status", status, ...(error && { body: JSON.stringify(error) }) });

export const openAi: ChatProvider = {
  name: "OpenAI-compatible",
  scenarios: [
    scenario("answers", "answer", {}),
    scenario("answers in parts cut inside of characters and lines", "answer", { chunkBytes: 5 }),
    scenario("keeps the line open with comments", "answer", { keepAlive: true, pieceMs: 20 }),
    scenario("thinks beside the answer", "answer", { reasoning: "Let me look." }),
    scenario("thinks beside the answer, under the newer name", "answer", {
      reasoning: "Let me look.",
      reasoningField: "reasoning",
    }),
    scenario("thinks beside the answer, under both names", "answer", {
      reasoning: "Let me look.",
      reasoningField: "both",
    }),
    scenario("thinks in the answer", "answer", { text: `<think>secret [9]</think>\n\n${answerText}`, pieceLength: 3 }),
    scenario("thinks in the answer, without the mark that opens it", "answer", {
      text: `secret\n</think>\n${answerText}`,
      pieceLength: 5,
    }),
    scenario("comes to the limit of the answer's length", "cut", { finishReason: "length" }),
    {
      ...scenario("is at work when the person stops", "stopped", { text: answerText.repeat(20), pieceMs: 60 }),
      isStopped: true,
    },
    fault("breaks the connection in the middle", "model.broken_off", { type: "killed" }, 2),
    fault("ends in the middle as if all were well", "model.broken_off", { type: "truncated" }, 2),
    fault("sends nothing and ends", "model.broken_off", { type: "nothing" }),
    fault("reports an error in the middle", "model.broken_off", { type: "error-event" }, 2),
    fault(
      "reports an error in the middle, as an event with a name",
      "model.broken_off",
      { type: "error-event", named: true },
      2,
    ),
    scenario("ends by an error that it names as the reason", "model.broken_off", {
      finishReason: "insufficient_system_resource",
    }),
    fault("never begins", "model.silent", { type: "hangs" }),
    fault("never begins, and keeps the line open with comments", "model.silent", { type: "only-comments" }),
    fault("falls silent in the middle", "model.silent", { type: "hangs" }, 2),
    fault("sends broken JSON", "model.garbled", { type: "broken-json" }, 2),
    fault("sends a web page", "model.garbled", { type: "web-page" }),
    fault("sends elsewhere", "model.unreachable", { type: "redirect", to: "http://127.0.0.1:9/steal" }),
    scenario("withholds the answer by its rules", "model.filtered", { finishReason: "content_filter" }),
    refuses("withholds the question by its rules", "model.filtered", 400, {
      error: { code: "data_inspection_failed", message: "Input data may contain inappropriate content." },
    }),
    refuses("refuses the key", "model.unauthorized", 401),
    refuses("does not allow the call to this key", "model.unauthorized", 403),
    refuses("has no credit left for this account", "model.no_credit", 402, {
      error: { message: "Insufficient Balance", type: "unknown_error", code: "invalid_request_error" },
    }),
    refuses("has no credit left, and says that it is busy", "model.no_credit", 429, {
      error: { message: "You exceeded your current quota.", type: "insufficient_quota", code: "insufficient_quota" },
    }),
    refuses("has no credit left, and says that the request is wrong", "model.no_credit", 400, {
      error: { code: "Arrearage", message: "Access denied, please make sure your account is in good standing." },
    }),
    refuses("does not know the model", "model.not_found", 404, {
      error: { message: 'model "test-model" not found, try pulling it first', type: "api_error" },
    }),
    refuses("does not know the model, and says that the request is wrong", "model.not_found", 400, {
      error: { message: "Model Not Exist", type: "invalid_request_error", param: null, code: "invalid_request_error" },
    }),
    refuses("has no model loaded", "model.not_found", 400, {
      error: { message: "No models loaded. Please load a model in the developer page.", param: "model" },
    }),
    {
      ...refuses("is shown an image that it cannot take", "model.cannot_see", 400, {
        error: { message: "messages[1]: unknown variant `image_url`, expected `text`" },
      }),
      prompt: withImage,
    },
    {
      ...refuses("is shown an image that it cannot take, and says that it has a problem", "model.cannot_see", 500, {
        error: { code: 500, message: "image input is not supported - hint: provide the mmproj", type: "server_error" },
      }),
      prompt: withImage,
    },
    refuses("finds the question too long, in the words of llama.cpp", "model.too_long", 400, {
      error: {
        code: 400,
        message: "request (4024 tokens) exceeds the available context size (2048 tokens), try increasing it",
        type: "exceed_context_size_error",
      },
    }),
    refuses("refuses the request", "model.refused", 400, {
      error: { message: "Invalid value for 'messages'.", type: "invalid_request_error" },
    }),
    refuses("refuses the request, in the words of an older vLLM", "model.refused", 400, {
      object: "error",
      message: "Conversation roles must alternate",
      type: "BadRequestError",
      code: 400,
    }),
    refuses("finds the question too long", "model.too_long", 400, {
      error: {
        message: "This model's maximum context length is 4096 tokens. However, your messages resulted in 5012 tokens.",
        code: "context_length_exceeded",
        param: "messages",
      },
    }),
    refuses("is busy", "model.busy", 429),
    refuses("has a problem", "model.unavailable", 500),
    fault("is down", "model.unavailable", {
      type: "status",
      status: 503,
      body: "<h1>Service Unavailable</h1>",
      contentType: "text/html",
    }),
    {
      ...scenario("does not take a parameter", "answer", { refuses: ["max_tokens", "top_k", "presence_penalty"] }),
      prompt: { parameters: { outputTokensMax: 100, topK: 5, presencePenalty: 1, temperature: 0.2 } },
    },
    { ...scenario("calls a service", "call", { calls }), prompt: withTool },
    {
      ...scenario("calls a service in one piece, and does not number it", "call", { calls, callForm: "whole" }),
      prompt: withTool,
    },
    {
      ...scenario("does not write to its end what it calls", "model.tool_broken", { calls: brokenCalls }),
      prompt: withTool,
    },
    {
      ...scenario("calls no services", "model.without_tools", { refuses: ["tools"], refusalForm: "ollama" }),
      prompt: withTool,
    },
    scenario("knows no role for instructions", "answer", { refuses: ["system"], refusalForm: "vllm" }),
    {
      when: "cannot be reached",
      comes: "model.unreachable",
      async set() {
        const set = await setOpenAi({});
        await set.server[Symbol.asyncDispose]();
        return { ...set, [Symbol.asyncDispose]: async () => undefined };
      },
    },
    {
      when: "is busy once",
      comes: "answer",
      set: () => setOpenAi([{ fault: { type: "status", status: 503 } }, { text: answerText }], 1),
    },
  ],
};

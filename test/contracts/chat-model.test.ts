import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { Image, Parameters, Prompt } from "@docent/core/models/chat-model";
import { chatModels } from "@docent/core/models/chat-models";
import type { Scenario } from "../fakes/openai-server.ts";
import { openAiKey, setOpenAi, type OpenAiSet } from "../scenarios/openai.ts";
import {
  answerText,
  brokenCalls,
  calls,
  chatModelContract,
  collect,
  offer,
  textOf,
  toolCallContract,
  type Behaviour,
  type ToolBehaviour,
} from "./chat-model.ts";

const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };
const all: Parameters = {
  temperature: 0,
  topP: 0.9,
  topK: 40,
  outputTokensMax: 300,
  stop: ["END"],
  presencePenalty: 0.5,
  frequencyPenalty: -0.5,
};
type Given = [scenario: Scenario | readonly Scenario[], retries?: number];
const sets: OpenAiSet[] = [];

afterEach(async () => {
  for (const set of sets.splice(0)) await set[Symbol.asyncDispose]();
});

async function serve(...given: Given): Promise<OpenAiSet> {
  const set = await setOpenAi(...given);
  sets.push(set);
  return set;
}

const behaviours: Record<Behaviour, Scenario> = {
  answers: { text: answerText, pieceLength: 3 },
  "answers-slowly": { text: answerText.repeat(20), pieceMs: 60 },
  "thinks-aloud": { text: answerText, reasoning: "Let me look. Two weeks, I think." },
  "cut-at-limit": { text: answerText, finishReason: "length" },
  "breaks-off": { text: answerText, fault: { type: "killed" }, faultAfter: 2 },
  hangs: { fault: { type: "hangs" } },
  "refuses-key": { fault: { type: "status", status: 401 } },
  "is-busy": { fault: { type: "status", status: 429, headers: { "retry-after": "1" } } },
};

const toolBehaviours: Record<ToolBehaviour, Scenario> = {
  answers: behaviours.answers,
  calls: { text: answerText, calls },
  "breaks-its-call": { text: "", calls: brokenCalls },
  "knows-no-tools": { text: answerText, refuses: ["tools"], refusalForm: "ollama" },
};

chatModelContract("openai-compatible", (behaviour) => serve(behaviours[behaviour]));

for (const callForm of ["pieces", "whole"] as const)
  toolCallContract(`openai-compatible, with calls in the form "${callForm}",`, (behaviour) =>
    serve({ ...toolBehaviours[behaviour], callForm }),
  );

test("a request that the server was too busy for is sent again before any text has come", async () => {
  const { server, model } = await serve([{ fault: { type: "status", status: 503 } }, { text: answerText }], 1);

  expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
  expect(server.log).toHaveLength(2);
});

test("who stops while a busy server is given time waits for nothing", async () => {
  const { server, model } = await serve(
    { fault: { type: "status", status: 429, headers: { "retry-after": "50" } } },
    1,
  );
  const stop = new AbortController();

  const reading = collect(model.stream(prompt, stop.signal));
  await expect.poll(() => server.log.length).toBe(1);
  await sleep(50);
  stop.abort("stopped");

  await expect(reading).rejects.toBe("stopped");
});

test("the parameters go by the names that servers know, and what was not said is not sent", async () => {
  const { server, model } = await serve({ text: answerText });

  await collect(model.stream({ ...prompt, parameters: all }));
  await collect(model.stream(prompt));

  expect(server.log[0]?.body).toEqual({
    model: "test-model",
    messages: [
      { role: "system", content: "Answer." },
      { role: "user", content: "How long?" },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    top_p: 0.9,
    top_k: 40,
    max_tokens: 300,
    stop: ["END"],
    presence_penalty: 0.5,
    frequency_penalty: -0.5,
  });
  expect(Object.keys(server.log[1]?.body ?? {}).toSorted()).toEqual(["messages", "model", "stream", "stream_options"]);
});

test("a model that knows the limit by its newer name gets it by that", async () => {
  const { server, model } = await serve({ text: answerText, refuses: ["max_tokens", "temperature"] });

  await collect(model.stream({ ...prompt, parameters: all }));

  expect(server.log).toHaveLength(3);
  expect(server.log[2]?.body).toMatchObject({ max_completion_tokens: 300, top_p: 0.9 });
  expect(server.log[2]?.body).not.toHaveProperty("temperature");
});

test.each(["openai", "openai-unknown", "detail", "vllm"] as const)(
  "a parameter that is refused in the words of %s is left out, and from then on at once",
  async (refusalForm) => {
    const refuses = ["top_k", "stream_options"];
    const { server } = await serve({ text: answerText, refuses, refusalForm });
    const models = chatModels({ retries: 0 });
    const address = { provider: "openai", baseUrl: server.baseUrl, model: "m" } as const;

    await collect(models.connect(address).stream({ ...prompt, parameters: all }));
    await collect(models.connect(address).stream({ ...prompt, parameters: all }));

    const sent = server.log.map(({ body }) => refuses.filter((field) => field in body).length);
    expect(sent).toEqual([2, 1, 0, 0]);
  },
);

test("a model that knows no role for instructions is given them before the first question", async () => {
  const { server, model } = await serve({ text: answerText, refuses: ["system"], refusalForm: "vllm" });

  await collect(model.stream(prompt));

  expect(server.log.at(-1)?.body.messages).toEqual([{ role: "user", content: "Answer.\n\nHow long?" }]);
});

test("a value that is wrong is no reason to leave the parameter out", async () => {
  const body = {
    error: { message: "Invalid 'temperature': must be at most 2.", param: "temperature", code: "invalid" },
  };
  const { server, model } = await serve({ fault: { type: "status", status: 400, body: JSON.stringify(body) } });

  await expect(collect(model.stream({ ...prompt, parameters: all }))).rejects.toMatchObject({
    code: "model.refused",
    message: expect.stringContaining("must be at most 2") as string,
  });
  expect(server.log).toHaveLength(1);
});

const looked: Prompt = {
  system: "Answer.",
  messages: [
    { role: "user", text: "What does it cost?" },
    { role: "assistant", text: "", calls: [{ id: "c1", name: offer.name, arguments: { room: "blue" } }] },
    { role: "user", text: "", results: [{ id: "c1", name: offer.name, text: "120" }] },
  ],
  tools: [offer],
  toolChoice: { name: offer.name },
};

test("tools, calls and what came of them are sent as OpenAI has them", async () => {
  const { server, model } = await serve({ text: answerText });

  await collect(model.stream(looked));

  expect(server.log[0]?.body).toMatchObject({
    messages: [
      { role: "system", content: "Answer." },
      { role: "user", content: "What does it cost?" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: offer.name, arguments: '{"room":"blue"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "120" },
    ],
    tools: [{ type: "function", function: offer }],
    tool_choice: { type: "function", function: { name: offer.name } },
  });
});

test("a server that cannot be told what to call is left the choice", async () => {
  const { server, model } = await serve({ text: answerText, calls, refuses: ["tool_choice"] });

  const parts = await collect(model.stream(looked));

  expect(parts.filter(({ type }) => type === "tool-call")).toHaveLength(2);
  expect(server.log.map(({ body }) => "tool_choice" in body)).toEqual([true, false]);
});

test.each(["openai", "openai-unknown", "detail", "ollama", "llama.cpp", "vllm-tools"] as const)(
  "that a server takes no tools is known from the words of %s",
  async (refusalForm) => {
    const { model } = await serve({ text: answerText, refuses: ["tools"], refusalForm });

    await expect(collect(model.stream({ ...looked, toolChoice: "none" }))).rejects.toMatchObject({
      code: "model.without_tools",
    });
    expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
  },
);

test("arguments that a server sends as an object are taken as they are", async () => {
  const { model } = await serve({ text: "", calls: calls.slice(0, 1), callForm: "object" });

  const parts = await collect(model.stream(looked));

  expect(parts[0]).toMatchObject({ type: "tool-call", arguments: { hours: 2 } });
});

test("images go with their question, as data", async () => {
  const images: Image[] = [
    { type: "image/png", bytes: Buffer.from("png") },
    { type: "image/webp", bytes: new Uint8Array(Buffer.from("-webp-")).subarray(1, 5) },
  ];
  const { server, model } = await serve({ text: answerText });

  await collect(model.stream({ system: "", messages: [{ role: "user", text: "What is it?", images }] }));
  await collect(model.stream({ system: "", messages: [{ role: "user", text: "", images }] }));

  const shown = ["data:image/png;base64,cG5n", "data:image/webp;base64,d2VicA=="].map((url) => ({
    type: "image_url",
    image_url: { url },
  }));
  expect(server.log[0]?.body.messages).toEqual([
    { role: "user", content: [{ type: "text", text: "What is it?" }, ...shown] },
  ]);
  expect(server.log[1]?.body.messages).toEqual([{ role: "user", content: shown }]);
});

test.each<[string, Scenario, object]>([
  [
    "OpenAI",
    { usage: { prompt_tokens: 90, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 64 } } },
    { input: 90, output: 7, cached: 64 },
  ],
  [
    "DeepSeek",
    { usage: { prompt_tokens: 90, completion_tokens: 7, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 26 } },
    { input: 90, output: 7, cached: 64 },
  ],
  ["a server that counts at every piece", { countsAlways: true, pieceLength: 100 }, { input: 11, output: 1 }],
])("what a call cost is read as %s tells it", async (_, scenario, tokens) => {
  const { model } = await serve({ text: answerText, ...scenario });

  expect((await collect(model.stream(prompt))).at(-1)).toEqual({ type: "finish", reason: "stop", tokens });
});

test("what a model thought is never sent back to it", async () => {
  const { server, model } = await serve({ text: answerText, reasoning: "secret" });
  const parts = await collect(model.stream(prompt));

  const messages = [...prompt.messages, { role: "assistant" as const, text: textOf(parts) }, ...prompt.messages];
  await collect(model.stream({ ...prompt, messages }));

  expect(JSON.stringify(server.log[1]?.body)).not.toContain("secret");
});

test("the key goes to the server and into no error", async () => {
  const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${openAiKey}` } });
  const { server, model } = await serve({ fault: { type: "status", status: 400, body } });

  const error: unknown = await collect(model.stream(prompt)).catch((caught: unknown) => caught);

  expect(server.log[0]?.headers.authorization).toBe(`Bearer ${openAiKey}`);
  expect(error).toBeInstanceOf(Error);
  const { message, cause } = error as Error;
  expect(`${message} ${String(cause)} ${JSON.stringify(cause)}`).not.toContain("very-secret");
});

test("finds the first model that chats on an Ollama server, and nothing where there is none", async () => {
  const { server } = await serve({});
  server.ollamaModels = ["nomic-embed-text:latest", "qwen3:4b", "llama3.2:1b"];

  expect(await chatModels({ ollamaUrl: server.origin }).detect()).toEqual({
    provider: "openai",
    baseUrl: server.baseUrl,
    model: "qwen3:4b",
  });
  expect(await chatModels({ ollamaUrl: "http://127.0.0.1:9" }).detect()).toBeUndefined();
  expect(await chatModels({ ollamaUrl: "" }).detect()).toBeUndefined();
});

import { afterEach, expect, test } from "vitest";
import type { Prompt } from "@docent/core/models/chat-model";
import { chatModels } from "@docent/core/models/chat-models";
import { fakeOpenAi, type FakeOpenAi, type Fault, type Scenario } from "../fakes/openai-server.ts";
import { answerText, chatModelContract, collect, textOf, type Behaviour } from "./chat-model.ts";

const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };
const apiKey = "sk-very-secret-key-1234567890";
const limits = { firstEventMs: 800, nextEventMs: 800, retries: 0 };
const servers: FakeOpenAi[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function serve(...scenarios: Scenario[]) {
  const server = await fakeOpenAi(...scenarios);
  servers.push(server);
  const model = chatModels(limits).connect({
    provider: "openai",
    baseUrl: server.baseUrl,
    apiKey,
    model: "test-model",
  });
  return { server, model };
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

chatModelContract("openai-compatible", async (behaviour) => {
  const { server, model } = await serve(behaviours[behaviour]);
  return { model, lastCall: () => server.log.at(-1)?.closed };
});

test.each<[string, Fault, number, string]>([
  ["403", { type: "status", status: 403 }, 0, "model.unauthorized"],
  ["402", { type: "status", status: 402 }, 0, "model.no_credit"],
  ["404", { type: "status", status: 404 }, 0, "model.not_found"],
  ["400", { type: "status", status: 400 }, 0, "model.refused"],
  ["500", { type: "status", status: 500 }, 0, "model.unavailable"],
  [
    "503 as a web page",
    { type: "status", status: 503, body: "<h1>no</h1>", contentType: "text/html" },
    0,
    "model.unavailable",
  ],
  ["an error in the middle", { type: "error-event" }, 2, "model.broken_off"],
  ["a named error in the middle", { type: "error-event", named: true }, 2, "model.broken_off"],
  ["broken JSON", { type: "broken-json" }, 2, "model.garbled"],
  ["an end without end mark", { type: "truncated" }, 2, "model.broken_off"],
  ["a killed socket", { type: "killed" }, 2, "model.broken_off"],
  ["silence in the middle", { type: "hangs" }, 2, "model.silent"],
  ["nothing at all", { type: "nothing" }, 0, "model.broken_off"],
  ["a web page", { type: "web-page" }, 0, "model.garbled"],
  ["a redirect", { type: "redirect", to: "http://127.0.0.1:9/steal" }, 0, "model.unreachable"],
])("%s is a typed error that says what to do", async (_, fault, faultAfter, code) => {
  const { model } = await serve({ text: answerText, fault, faultAfter });

  const error: unknown = await collect(model.stream(prompt)).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  expect((error as Error).message).toMatch(/ask again|check|administrator/i);
});

test("a server that does not run is a typed error", async () => {
  const model = chatModels(limits).connect({ provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "m" });

  await expect(collect(model.stream(prompt))).rejects.toMatchObject({ code: "model.unreachable" });
});

test.each<[string, Scenario]>([
  ["beside the text, in the newer field", { reasoning: "hm", reasoningField: "reasoning", text: answerText }],
  ["in the text", { text: `<think>\nsecret [9]\n</think>\n\n${answerText}`, pieceLength: 3 }],
  ["in the text, cut one by one", { text: `<think>secret</think>${answerText}`, pieceLength: 1 }],
  ["in the text without the opening tag", { text: `secret\n</think>\n${answerText}`, pieceLength: 5 }],
])("thinking %s never reaches the answer", async (_, scenario) => {
  const { model } = await serve(scenario);

  const parts = await collect(model.stream(prompt));

  const kept = parts.slice(parts.findLastIndex((part) => part.type === "retract") + 1);
  expect(textOf(kept)).toBe(answerText);
});

test("comments that keep the line open and chunks of five bytes do no harm", async () => {
  const { model } = await serve({ text: answerText, keepAlive: true, chunkBytes: 5 });

  expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
});

test("a request that the server was too busy for is sent again before any text has come", async () => {
  const { server } = await serve({ fault: { type: "status", status: 503 } }, { text: answerText });
  const model = chatModels({ retries: 1 }).connect({ provider: "openai", baseUrl: server.baseUrl, model: "m" });

  expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
  expect(server.log).toHaveLength(2);
});

test("the key goes to the server and into no error", async () => {
  const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${apiKey}` } });
  const { server, model } = await serve({ fault: { type: "status", status: 400, body } });

  const error: unknown = await collect(model.stream(prompt)).catch((caught: unknown) => caught);

  expect(server.log[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  expect(error).toBeInstanceOf(Error);
  const { message, cause } = error as Error;
  expect(`${message} ${String(cause)} ${JSON.stringify(cause)}`).not.toContain("very-secret");
});

test("finds the first model that chats on an Ollama server, and nothing where there is none", async () => {
  const { server } = await serve();
  server.ollamaModels = ["nomic-embed-text:latest", "qwen3:4b", "llama3.2:1b"];

  expect(await chatModels({ ollamaUrl: server.origin }).detect()).toEqual({
    provider: "openai",
    baseUrl: server.baseUrl,
    model: "qwen3:4b",
  });
  expect(await chatModels({ ollamaUrl: "http://127.0.0.1:9" }).detect()).toBeUndefined();
  expect(await chatModels({ ollamaUrl: "" }).detect()).toBeUndefined();
});

import { afterEach, expect, test, vi } from "vitest";
import type { Prompt } from "@docent/core/models/chat-model";
import { chatModels } from "@docent/core/models/chat-models";
import { type BedrockScenario, jsonOf } from "../fakes/bedrock-server.ts";
import {
  bedrockScenarios,
  bedrockSecret,
  type BedrockSet,
  type BedrockSetting,
  denied,
  exception,
  invalid,
  refusal,
  setBedrock,
} from "../scenarios/bedrock.ts";
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
const sets: BedrockSet[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const set of sets.splice(0)) await set[Symbol.asyncDispose]();
});

async function serve(played: readonly BedrockScenario[], setting: BedrockSetting = {}) {
  const set = await setBedrock(played, setting);
  sets.push(set);
  return set;
}

const behaviours: Record<Behaviour, BedrockScenario> = {
  answers: { text: answerText, pieceLength: 3 },
  "answers-slowly": { text: answerText.repeat(20), pieceMs: 60 },
  "thinks-aloud": { text: answerText, reasoning: "Let me look. Two weeks, I think." },
  "cut-at-limit": { text: answerText, stopReason: "max_tokens" },
  "breaks-off": { text: answerText, fault: { type: "killed" }, faultAfter: 2 },
  hangs: { fault: { type: "hangs" } },
  "refuses-key": {
    fault: {
      type: "refuses",
      status: 403,
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    },
  },
  "is-busy": {
    fault: {
      type: "refuses",
      status: 429,
      name: "ThrottlingException",
      message: "Too many requests, please wait before trying again.",
    },
  },
};

const toolBehaviours: Record<ToolBehaviour, BedrockScenario> = {
  answers: behaviours.answers,
  calls: { text: answerText, calls },
  "breaks-its-call": { text: "", calls: brokenCalls },
  "knows-no-tools": { fault: invalid("This model doesn't support tool use in streaming mode.") },
};

for (const http of ["2", "1.1"] as const)
  chatModelContract(`bedrock over HTTP/${http}`, (behaviour) => serve([behaviours[behaviour]], { http }));
toolCallContract("bedrock", (behaviour) => serve([toolBehaviours[behaviour]]));

test.each(["2", "1.1"] as const)("HTTP/%s is what is spoken", async (http) => {
  const { server, model } = await serve([{ text: answerText }], { http });
  await collect(model.stream(prompt));
  expect(server.log[0]?.http).toBe(http);
});

const scenarios = (["2", "1.1"] as const).flatMap((http) => bedrockScenarios(http).map((one) => ({ ...one, http })));

test.each(scenarios)("over HTTP/$http, Bedrock that $when gives away neither key nor account", async (scenario) => {
  await using set = await scenario.set();
  const asked = { ...prompt, ...scenario.prompt };
  const stop = new AbortController();
  const onPart = () => scenario.isStopped && stop.abort("stopped");

  const error: unknown = await collect(set.model.stream(asked, stop.signal), Infinity, onPart).then(
    () => undefined,
    (caught: unknown) => caught,
  );

  if (scenario.comes.startsWith("model.")) expect(error).toMatchObject({ name: "PublicError", code: scenario.comes });
  else expect(error).toBe(scenario.isStopped ? "stopped" : undefined);
  const { message = "", cause = "" } = (error ?? {}) as Partial<Error>;
  expect(message).not.toMatch(/123456789012|undefined/);
  expect(`${message} ${String(cause)}`).not.toContain(bedrockSecret);
});

test("a desk without credentials says so, and does not wait for a machine in AWS to give it some", async () => {
  const { server } = await serve([{ text: answerText }]);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", "/nowhere");
  const model = chatModels().connect({
    provider: "bedrock",
    region: "us-east-1",
    model: "amazon.nova-lite-v1:0",
  });

  await expect(collect(model.stream(prompt))).rejects.toMatchObject({
    code: "model.unauthorized",
    message: expect.stringContaining("no credentials") as string,
  });
  expect(server.log).toHaveLength(0);
});

test("a key is signed with, a bearer key is sent as it is, and neither gives way to one in the environment", async () => {
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "another");
  const { server, model } = await serve([{ text: answerText }]);
  await collect(model.stream(prompt));
  const { server: second, model: byBearer } = await serve([{ text: answerText }], {
    address: { key: { type: "bearer", token: bedrockSecret } },
  });
  await collect(byBearer.stream(prompt));

  expect(server.log[0]?.headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/us-east-1\/bedrock\//,
  );
  expect(second.log[0]?.headers["authorization"]).toBe(`Bearer ${bedrockSecret}`);
});

test("a request that Bedrock was too busy for is sent again before anything has come, also when it is the first event", async () => {
  const busy = { fault: exception("throttlingException") };
  const { server, model } = await serve(
    [busy, { fault: refusal(503, "ServiceUnavailableException") }, { text: answerText }],
    {
      retries: 2,
    },
  );

  expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
  expect(server.log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test("what breaks off in the middle is not sent again", async () => {
  const { server, model } = await serve(
    [{ text: answerText, fault: exception("throttlingException"), faultAfter: 2 }],
    {
      retries: 2,
    },
  );

  await expect(collect(model.stream(prompt))).rejects.toThrow();
  expect(server.log).toHaveLength(1);
});

test("a stop while nothing has come yet reaches Bedrock", async () => {
  const { server, model } = await serve([{ text: answerText, firstMs: 60_000 }]);
  const stop = new AbortController();

  const reading = collect(model.stream(prompt, stop.signal));
  await expect.poll(() => server.log.length).toBe(1);
  stop.abort(new Error("stopped"));

  await expect(reading).rejects.toThrow("stopped");
  await expect.poll(() => server.log[0]?.closed).toBe("client-closed-early");
});

test("silence reaches Bedrock too: it is not left writing for nobody", async () => {
  const { server, model } = await serve([{ text: answerText, fault: { type: "hangs" }, faultAfter: 2 }]);

  await expect(collect(model.stream(prompt))).rejects.toMatchObject({ code: "model.silent" });
  await expect.poll(() => server.log[0]?.closed).toBe("client-closed-early");
});

test("input counts what came out of the cache, and says how much", async () => {
  const usage = { inputTokens: 20, outputTokens: 7, cacheReadInputTokens: 1000, cacheWriteInputTokens: 5 };
  const { model } = await serve([{ text: answerText, usage }]);

  const parts = await collect(model.stream(prompt));

  expect(parts.at(-1)).toMatchObject({ tokens: { input: 1025, output: 7, cached: 1000 } });
});

test("system, turns, pictures and parameters are sent as Bedrock has them", async () => {
  const { server, model } = await serve([{ text: answerText }]);
  const bytes = new Uint8Array([1, 2, 3]);

  await collect(
    model.stream({
      system: "Answer.",
      messages: [
        { role: "assistant", text: "Hello" },
        { role: "user", text: "What is" },
        { role: "user", text: "this?", images: [{ type: "image/jpeg", bytes }] },
        { role: "assistant", text: " " },
      ],
      parameters: { temperature: 0.2, topP: 0.9, topK: 40, outputTokensMax: 100, stop: ["END"], presencePenalty: 1 },
    }),
  );

  expect(server.log[0]?.path).toBe("/model/anthropic.claude-3-7-sonnet-20250219-v1:0/converse-stream");
  expect(jsonOf(server.log[0])).toEqual({
    system: [{ text: "Answer." }, { cachePoint: { type: "default" } }],
    messages: [
      {
        role: "user",
        content: [{ text: "What is" }, { image: { format: "jpeg", source: { bytes: "AQID" } } }, { text: "this?" }],
      },
    ],
    inferenceConfig: { temperature: 0.2, topP: 0.9, maxTokens: 100, stopSequences: ["END"] },
    additionalModelRequestFields: { top_k: 40 },
  });
});

test("tools, calls and what came of them are sent as Bedrock has them", async () => {
  const { server, model } = await serve([{ text: answerText }]);
  const call = { id: "t1", name: offer.name, arguments: { room: "blue" } };

  await collect(
    model.stream({
      ...prompt,
      messages: [
        ...prompt.messages,
        { role: "assistant", text: "I look.", calls: [call] },
        { role: "user", text: "And?", results: [{ id: "t1", name: offer.name, text: "no such room", failed: true }] },
      ],
      tools: [offer],
      toolChoice: { name: offer.name },
    }),
  );

  expect(jsonOf(server.log[0])).toMatchObject({
    messages: [
      { role: "user", content: [{ text: "How long?" }] },
      {
        role: "assistant",
        content: [{ text: "I look." }, { toolUse: { toolUseId: "t1", name: offer.name, input: { room: "blue" } } }],
      },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "t1", content: [{ text: "no such room" }], status: "error" } },
          { text: "And?" },
        ],
      },
    ],
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: offer.name,
            description: offer.description,
            inputSchema: { json: offer.parameters },
          },
        },
      ],
      toolChoice: { tool: { name: offer.name } },
    },
  });
});

test("a model of Bedrock that cannot be told what to call is left the choice", async () => {
  const { server, model } = await serve([
    { fault: invalid("This model doesn't support the toolConfig.toolChoice.tool field.") },
    { text: "", calls },
  ]);

  const parts = await collect(model.stream({ ...prompt, tools: [offer], toolChoice: { name: offer.name } }));

  expect(parts.filter(({ type }) => type === "tool-call")).toHaveLength(2);
  expect(server.log.map((request) => "toolChoice" in (jsonOf(request)["toolConfig"] as object))).toEqual([true, false]);
});

test("a call that Bedrock itself could not read is told as one", async () => {
  const { model } = await serve([{ text: "", stopReason: "malformed_tool_use" }]);

  await expect(collect(model.stream({ ...prompt, tools: [offer] }))).rejects.toMatchObject({
    code: "model.tool_broken",
  });
});

test("what is not asked for is not sent", async () => {
  const { server, model } = await serve([{ text: answerText }], {
    address: { model: "meta.llama3-1-70b-instruct-v1:0" },
  });

  await collect(model.stream(prompt));

  expect(Object.keys(jsonOf(server.log[0])).sort()).toEqual(["messages", "system"]);
});

test.each<[string, object]>([
  [
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    { inferenceConfig: { temperature: 0.5, stopSequences: ["x"] }, additionalModelRequestFields: { top_k: 9 } },
  ],
  ["global.anthropic.claude-opus-4-8", { inferenceConfig: { stopSequences: ["x"] } }],
  ["eu.amazon.nova-pro-v1:0", { additionalModelRequestFields: { inferenceConfig: { topK: 9 } } }],
  ["cohere.command-r-plus-v1:0", { additionalModelRequestFields: { k: 9, presence_penalty: 1, frequency_penalty: 2 } }],
  ["ai21.jamba-1-5-large-v1:0", { additionalModelRequestFields: { presence_penalty: 1, frequency_penalty: 2 } }],
  ["mistral.mixtral-8x7b-instruct-v0:1", { additionalModelRequestFields: { top_k: 9 } }],
  ["openai.gpt-oss-120b-1:0", { inferenceConfig: { temperature: 0.5, topP: 0.9 } }],
  [
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
    { additionalModelRequestFields: { inferenceConfig: { topK: 9 } } },
  ],
  [
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
    { inferenceConfig: { temperature: 0.5, topP: 0.9, stopSequences: ["x"] } },
  ],
])("%s is told the parameters that it takes", async (model, expected) => {
  const { server, model: chat } = await serve([{ text: answerText }], { address: { model } });
  const parameters = { temperature: 0.5, topP: 0.9, topK: 9, stop: ["x"], presencePenalty: 1, frequencyPenalty: 2 };

  await collect(chat.stream({ ...prompt, parameters }));

  const sent = jsonOf(server.log[0]);
  expect(sent).toMatchObject(expected);
  for (const [name, value] of Object.entries(expected)) expect(sent[name]).toEqual(value);
  if (!("additionalModelRequestFields" in expected)) expect(sent).not.toHaveProperty("additionalModelRequestFields");
});

test("a model without system prompts is told it before the first question", async () => {
  const { server, model } = await serve([{ text: answerText }], { address: { model: "amazon.titan-text-express-v1" } });

  await collect(model.stream(prompt));

  expect(jsonOf(server.log[0])).toEqual({
    messages: [{ role: "user", content: [{ text: "Answer." }, { text: "How long?" }] }],
  });
});

test("parts that a model refuses by name are left out, once learnt for good", async () => {
  const refusing = (text: string) => ({ fault: invalid(text) });
  const { server, model } = await serve(
    [
      refusing("The model returned the following errors: `temperature` is deprecated for this model."),
      refusing("This model doesn't support the stopSequences field. Remove stopSequences and try again."),
      { text: answerText },
    ],
    { address: { model: "somebody.new-model-v1:0" } },
  );
  const asked = { ...prompt, parameters: { temperature: 0.5, topP: 0.9, stop: ["x"] } };

  expect(textOf(await collect(model.stream(asked)))).toBe(answerText);
  await collect(model.stream(asked));

  expect(server.log.map((request) => jsonOf(request)["inferenceConfig"])).toEqual([
    { temperature: 0.5, topP: 0.9, stopSequences: ["x"] },
    { topP: 0.9, stopSequences: ["x"] },
    { topP: 0.9 },
    { topP: 0.9 },
  ]);
});

test.each([
  ["anthropic.claude-3-5-haiku-20241022-v1:0", true],
  ["us.anthropic.claude-sonnet-4-20250514-v1:0", true],
  ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0", true],
  ["amazon.nova-lite-v1:0", true],
  ["anthropic.claude-3-5-sonnet-20241022-v2:0", false],
  ["meta.llama3-1-70b-instruct-v1:0", false],
  ["mistral.mistral-large-2407-v1:0", false],
])("what %s is told first gets a cache point where it has a cache", async (model, caches) => {
  const { server, model: connected } = await serve([{ text: answerText }], { address: { model } });

  await collect(connected.stream(prompt));

  const point = caches ? [{ cachePoint: { type: "default" } }] : [];
  expect(jsonOf(server.log[0])["system"]).toEqual([{ text: "Answer." }, ...point]);
});

test("a model that has no cache is asked without the cache point", async () => {
  const { server, model } = await serve([
    { fault: denied("You invoked an unsupported model or your request did not allow prompt caching.") },
    { text: answerText },
  ]);

  expect(textOf(await collect(model.stream(prompt)))).toBe(answerText);
  expect(jsonOf(server.log[1])["system"]).toEqual([{ text: "Answer." }]);
});

test("a value that is out of range is told and not left out", async () => {
  const { server, model } = await serve([{ fault: invalid("temperature: 3 is greater than 1") }]);

  const attempt = collect(model.stream({ ...prompt, parameters: { temperature: 3 } }));

  await expect(attempt).rejects.toMatchObject({
    code: "model.refused",
    message: expect.stringContaining("greater") as string,
  });
  expect(server.log).toHaveLength(1);
});

const guardrail = { id: "gr-1", version: "2" };

test("a guardrail looks at all that is shown before it is shown", async () => {
  const { server, model } = await serve([{ text: answerText }], { address: { guardrail } });

  await collect(model.stream(prompt));

  expect(jsonOf(server.log[0])["guardrailConfig"]).toEqual({
    guardrailIdentifier: "gr-1",
    guardrailVersion: "2",
    trace: "enabled",
    streamProcessingMode: "sync",
  });
});

const topic = { topicPolicy: { topics: [{ name: "Investment advice", type: "DENY", action: "BLOCKED" }] } };
const hate = { contentPolicy: { filters: [{ type: "HATE", confidence: "HIGH", action: "BLOCKED" }] } };
const word = { wordPolicy: { customWords: [{ match: "secret-word", action: "BLOCKED" }], managedWordLists: [] } };
const number = (action: string) => ({
  sensitiveInformationPolicy: {
    piiEntities: [{ match: "4111", type: "CREDIT_DEBIT_CARD_NUMBER", action }],
    regexes: [],
  },
});

test.each<[string, object, string]>([
  ["a topic", { inputAssessment: { "gr-1": topic } }, 'stopped the question because of the topic "Investment advice"'],
  ["content", { outputAssessments: { "gr-1": [hate] } }, "stopped the answer because of its rule on hate"],
  ["a word", { inputAssessment: { "gr-1": word } }, "because of a word that is not allowed"],
  ["a number", { outputAssessments: { "gr-1": [number("BLOCKED")] } }, "personal data (credit debit card number)"],
  ["nothing that it says", {}, "stopped the answer"],
])("a guardrail that stops because of %s says so, and not what was found", async (_, found, told) => {
  const { model } = await serve([{ text: "No.", stopReason: "guardrail_intervened", guardrail: found }], {
    address: { guardrail },
  });

  const error: unknown = await collect(model.stream(prompt)).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ code: "model.guarded", message: expect.stringContaining(told) as string });
  expect((error as Error).message).not.toMatch(/secret-word|4111/);
});

test("a guardrail that only masks something lets the answer through, though Bedrock calls both the same", async () => {
  const found = { outputAssessments: { "gr-1": [number("ANONYMIZED")] } };
  const { model } = await serve([{ text: answerText, stopReason: "guardrail_intervened", guardrail: found }]);

  expect((await collect(model.stream(prompt))).at(-1)).toMatchObject({ type: "finish", reason: "stop" });
});

test.each([
  ["content_filtered", "model.filtered"],
  ["malformed_model_output", "model.broken_off"],
])("an answer that ends as %s is the error %s", async (stopReason, code) => {
  const { model } = await serve([{ text: answerText, stopReason }]);

  await expect(collect(model.stream(prompt))).rejects.toMatchObject({ code });
});

test("thirty people are answered at once", async () => {
  const { server, model } = await serve([{ text: answerText, pieceMs: 5 }]);

  const answers = await Promise.all(Array.from({ length: 30 }, () => collect(model.stream(prompt))));

  expect(answers.map(textOf)).toEqual(Array.from({ length: 30 }, () => answerText));
  expect(server.log.every(({ closed }) => closed === "finished")).toBe(true);
});

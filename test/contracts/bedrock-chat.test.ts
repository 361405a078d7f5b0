import { afterEach, expect, test, vi } from "vitest";
import type { Prompt } from "@docent/core/models/chat-model";
import type { BedrockAddress } from "@docent/core/models/aws/bedrock-address";
import { awsClients } from "@docent/core/models/aws/aws-client";
import { chatModels } from "@docent/core/models/chat-models";
import {
  type BedrockFault,
  type BedrockScenario,
  fakeBedrock,
  type FakeBedrock,
  jsonOf,
} from "../fakes/bedrock-server.ts";
import { answerText, chatModelContract, collect, textOf, type Behaviour } from "./chat-model.ts";

const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };
const secret = "very-secret-key-1234567890";
const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret } as const;
const limits = { firstEventMs: 800, nextEventMs: 800, retries: 0 };
const servers: FakeBedrock[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

interface Serving {
  http?: "1.1" | "2";
  address?: Partial<BedrockAddress>;
  retries?: number;
}

/** The client finds the server as it would find a private link to AWS. */
async function serve(scenarios: BedrockScenario[], { http = "2", address, retries = 0 }: Serving = {}) {
  const server = await fakeBedrock(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
  const models = chatModels({ ...limits, aws: awsClients({ http, retries }) });
  const model = models.connect({
    provider: "bedrock",
    region: "us-east-1",
    key,
    model: "anthropic.claude-3-7-sonnet-20250219-v1:0",
    ...address,
  });
  return { server, model };
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

for (const http of ["2", "1.1"] as const)
  chatModelContract(`bedrock over HTTP/${http}`, async (behaviour) => {
    const { server, model } = await serve([behaviours[behaviour]], { http });
    return { model, lastCall: () => server.log.at(-1)?.closed };
  });

test.each(["2", "1.1"] as const)("HTTP/%s is what is spoken", async (http) => {
  const { server, model } = await serve([{ text: answerText }], { http });
  await collect(model.stream(prompt));
  expect(server.log[0]?.http).toBe(http);
});

const refuses = (status: number, name: string, message = ""): BedrockFault => ({
  type: "refuses",
  status,
  name,
  message,
});
const exception = (name: string, message = name): BedrockFault => ({ type: "exception", name, message });
const denied = (message: string) => refuses(403, "AccessDeniedException", message);
const invalid = (message: string) => refuses(400, "ValidationException", message);
const arn = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude";

/** What goes wrong, after how many pieces, what code it has, and what its sentence tells to do. */
const faults: [string, BedrockFault, number, string, RegExp][] = [
  [
    "a wrong signature",
    refuses(403, "InvalidSignatureException", "does not match"),
    0,
    "model.unauthorized",
    /valid one/,
  ],
  [
    "a wrong clock",
    refuses(403, "InvalidSignatureException", "Signature expired: x is now earlier than y"),
    0,
    "model.unauthorized",
    /clock/,
  ],
  [
    "a key that ran out",
    refuses(403, "ExpiredTokenException", "The security token included in the request is expired"),
    0,
    "model.unauthorized",
    /expired/,
  ],
  [
    "a bearer key that is wrong",
    denied("Authentication failed: Please make sure your API Key is valid."),
    0,
    "model.unauthorized",
    /refused the key/,
  ],
  [
    "a model that was not asked for",
    denied("You don't have access to the model with the specified model ID."),
    0,
    "model.unauthorized",
    /Model access/,
  ],
  [
    "a form that was not filled in",
    refuses(404, "ResourceNotFoundException", "Model use case details have not been submitted for this account."),
    0,
    "model.unauthorized",
    /use case details/,
  ],
  [
    "a permission that is missing",
    denied(
      `User: arn:aws:iam::123456789012:user/eve is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: ${arn} because no identity-based policy allows it`,
    ),
    0,
    "model.unauthorized",
    /bedrock:InvokeModelWithResponseStream/,
  ],
  [
    "a rule of the organisation",
    denied(
      `User: arn:aws:iam::123456789012:user/eve is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: ${arn} with an explicit deny in a service control policy`,
    ),
    0,
    "model.unauthorized",
    /organisation forbids/,
  ],
  [
    "no subscription",
    denied(
      "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions)",
    ),
    0,
    "model.unauthorized",
    /Marketplace/,
  ],
  ["an account that is not open", invalid("Operation not allowed"), 0, "model.unauthorized", /AWS Support/],
  [
    "a model only for profiles",
    invalid(
      "Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    ),
    0,
    "model.not_found",
    /"us\.anthropic\.claude-3-7-sonnet-20250219-v1:0"/,
  ],
  [
    "a model that is not there",
    invalid("The provided model identifier is invalid."),
    0,
    "model.not_found",
    /us-east-1/,
  ],
  [
    "a model that is gone",
    refuses(404, "ResourceNotFoundException", "This model version has reached the end of its life."),
    0,
    "model.not_found",
    /newer/,
  ],
  ["a question too long", invalid("Input is too long for requested model."), 0, "model.too_long", /larger context/],
  [
    "a picture for the blind",
    invalid("This model doesn't support the image content block that you provided."),
    0,
    "model.refused",
    /without it/,
  ],
  [
    "a guardrail that is not there",
    invalid("The guardrail identifier or version provided in the request does not exist."),
    0,
    "model.refused",
    /guardrail/,
  ],
  ["another refusal", invalid("The value at messages.0 is odd."), 0, "model.refused", /is odd/],
  [
    "tokens of the day",
    refuses(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
    0,
    "model.busy",
    /tomorrow/,
  ],
  ["a quota", refuses(400, "ServiceQuotaExceededException"), 0, "model.busy", /Service Quotas/],
  ["a model that is being loaded", refuses(429, "ModelNotReadyException"), 0, "model.busy", /made ready/],
  ["a model that takes too long", refuses(408, "ModelTimeoutException"), 0, "model.silent", /too long/],
  [
    "a model with an error",
    refuses(424, "ModelErrorException", "out of memory"),
    0,
    "model.unavailable",
    /out of memory/,
  ],
  ["500", refuses(500, "InternalServerException"), 0, "model.unavailable", /in a minute/],
  ["503", refuses(503, "ServiceUnavailableException"), 0, "model.unavailable", /in a minute/],
  ["busy as the first event", exception("throttlingException"), 0, "model.busy", /Wait a minute/],
  [
    "a refusal as the first event",
    exception("validationException", "prompt is too long: 201 tokens > 200 maximum"),
    0,
    "model.too_long",
    /larger/,
  ],
  ["busy in the middle", exception("throttlingException"), 2, "model.busy", /Wait a minute/],
  ["an internal error in the middle", exception("internalServerException"), 2, "model.broken_off", /Ask again/],
  ["an outage in the middle", exception("serviceUnavailableException"), 2, "model.broken_off", /Ask again/],
  ["a refusal in the middle", exception("validationException", "odd"), 2, "model.broken_off", /odd/],
  [
    "a model's error in the middle",
    exception("modelStreamErrorException", "out of memory"),
    2,
    "model.broken_off",
    /out of memory/,
  ],
  ["a model that takes too long in the middle", exception("modelTimeoutException"), 2, "model.silent", /too long/],
  [
    "an error that nobody described",
    { type: "error", code: "Strange", message: "odd" },
    2,
    "model.broken_off",
    /Ask again/,
  ],
  ["an end without end mark", { type: "truncated" }, 2, "model.broken_off", /Ask again/],
  ["half a frame", { type: "half-frame" }, 2, "model.broken_off", /Ask again/],
  ["a wrong checksum", { type: "wrong-checksum" }, 2, "model.garbled", /stands between/],
  ["a reset", { type: "reset" }, 2, "model.broken_off", /Ask again/],
  ["a killed connection", { type: "killed" }, 2, "model.broken_off", /Ask again/],
  ["a connection killed at once", { type: "killed" }, 0, "model.unreachable", /network/],
  ["silence in the middle", { type: "hangs" }, 2, "model.silent", /Ask again/],
  ["nothing at all", { type: "nothing" }, 0, "model.broken_off", /Ask again/],
  ["a web page", { type: "web-page" }, 0, "model.garbled", /stands between/],
];

for (const http of ["2", "1.1"] as const)
  test.each(faults)(
    `over HTTP/${http}, %s is a typed error that says what to do`,
    async (_, fault, faultAfter, code, told) => {
      const { model } = await serve([{ text: answerText, fault, faultAfter }], { http });

      const error: unknown = await collect(model.stream(prompt)).catch((caught: unknown) => caught);

      expect(error).toMatchObject({ name: "PublicError", code });
      const { message, cause } = error as Error;
      expect(message).toMatch(told);
      expect(message).toMatch(/ask again|check|administrator/i);
      expect(message).not.toMatch(/123456789012|undefined/);
      expect(`${message} ${String(cause)}`).not.toContain("very-secret");
    },
  );

test("a server that does not run is a typed error, and in China it says that there is none", async () => {
  const { model } = await serve([]);
  const { model: inChina } = await serve([], { address: { region: "cn-north-1" } });
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://127.0.0.1:9");

  await expect(collect(model.stream(prompt))).rejects.toMatchObject({ code: "model.unreachable" });
  await expect(collect(inChina.stream(prompt))).rejects.toMatchObject({
    code: "model.unreachable",
    message: expect.stringContaining("no Bedrock in China") as string,
  });
});

test("a desk without credentials says so, and does not wait for a machine in AWS to give it some", async () => {
  const { server } = await serve([{ text: answerText }]);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", "/nowhere");
  const model = chatModels(limits).connect({
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
    address: { key: { type: "bearer", token: secret } },
  });
  await collect(byBearer.stream(prompt));

  expect(server.log[0]?.headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/us-east-1\/bedrock\//,
  );
  expect(second.log[0]?.headers["authorization"]).toBe(`Bearer ${secret}`);
});

test("a request that Bedrock was too busy for is sent again before anything has come, also when it is the first event", async () => {
  const busy = { fault: exception("throttlingException") };
  const { server, model } = await serve(
    [busy, { fault: refuses(503, "ServiceUnavailableException") }, { text: answerText }],
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

test.each<[string, BedrockScenario]>([
  ["in chunks of seven bytes", { text: answerText, chunkBytes: 7 }],
  ["in one piece", { text: answerText, glued: true }],
  ["with events of a new kind between", { text: answerText, unknownEvents: true }],
  ["with thinking in the text", { text: `<think>secret</think>\n\n${answerText}`, pieceLength: 3 }],
  ["without what it cost", { text: answerText, metadata: "absent" }],
  ["and stays open after its end", { text: answerText, metadata: "hangs" }],
])("an answer that comes %s is whole", async (_, scenario) => {
  const { model } = await serve([scenario]);

  const parts = await collect(model.stream(prompt));

  expect(textOf(parts)).toBe(answerText);
  expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop" });
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

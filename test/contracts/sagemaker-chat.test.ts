import { afterEach, expect, test, vi } from "vitest";
import type { ContractGiven } from "@docent/core/models/aws/contract";
import type { Image, Prompt } from "@docent/core/models/chat-model";
import type { SageMakerScenario } from "../fakes/sagemaker-server.ts";
import { sageMakerSecret, setSageMaker, type SageMakerSet } from "../scenarios/sagemaker.ts";
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

const conversation: Prompt = {
  system: "Answer.",
  messages: [
    { role: "user", text: "Who are you?" },
    { role: "assistant", text: "Docent." },
    { role: "user", text: "How long?" },
  ],
};
const prompt: Prompt = { system: "Answer.", messages: [{ role: "user", text: "How long?" }] };
const sets: SageMakerSet[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const set of sets.splice(0)) await set[Symbol.asyncDispose]();
});

async function serve(...given: Parameters<typeof setSageMaker>): Promise<SageMakerSet> {
  const set = await setSageMaker(...given);
  sets.push(set);
  return set;
}

const behaviours: Record<Behaviour, SageMakerScenario> = {
  answers: { text: answerText, pieceLength: 3 },
  "answers-slowly": { text: answerText.repeat(20), pieceMs: 60 },
  "thinks-aloud": { text: answerText, reasoning: "Let me look. Two weeks, I think." },
  "cut-at-limit": { text: answerText, reason: "length" },
  "breaks-off": { text: answerText, fault: { type: "killed" }, faultAfter: 2 },
  hangs: { fault: { type: "hangs" } },
  "refuses-key": { fault: { type: "status", status: 403, name: "InvalidSignatureException" } },
  "is-busy": { fault: { type: "status", status: 400, name: "ThrottlingException" } },
};

const toolBehaviours: Record<ToolBehaviour, SageMakerScenario> = {
  answers: behaviours.answers,
  calls: { text: answerText, calls },
  "breaks-its-call": { text: "", calls: brokenCalls },
  "knows-no-tools": {
    fault: {
      type: "model-error",
      status: 400,
      message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    },
  },
};

for (const [container, contract] of [
  ["messages", "messages"],
  ["messages-lines", "messages"],
  ["tgi", "tgi"],
] as const)
  chatModelContract(`sagemaker with the contract ${contract} and a container that speaks ${container}`, (behaviour) =>
    serve({ container, partBytes: 11, ...behaviours[behaviour] }, { contract }),
  );

for (const container of ["messages", "messages-lines"] as const)
  toolCallContract(`sagemaker with a container that speaks ${container}`, (behaviour) =>
    serve({ container, partBytes: 11, ...toolBehaviours[behaviour] }),
  );

test("a contract without a place for tools has no calls, and the container is not asked", async () => {
  const { model, server } = await serve({ text: answerText, container: "tgi" }, { contract: "tgi" });

  const reading = collect(model.stream({ ...prompt, tools: [offer] }));

  await expect(reading).rejects.toMatchObject({ code: "model.without_tools" });
  expect(server.log).toHaveLength(0);
});

// neither counts what a prompt costs, and one of them says nothing about the end
test.each(["lmi", "inputs-outputs"] as const)(
  "%s streams whole answers, and keeps thinking apart",
  async (container) => {
    const { model } = await serve(
      { container, text: answerText, reasoning: "secret [9]", partBytes: 5, lastLineOpen: true },
      { contract: container },
    );

    const parts = await collect(model.stream(conversation));

    expect(textOf(parts)).toBe(answerText);
    expect(parts[0]).toMatchObject({ type: "reasoning-delta" });
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop", tokens: { input: 0 } });
  },
);

test.each(["messages-whole", "inputs-outputs-whole"])(
  "a container that does not stream answers by %s",
  async (contract) => {
    const container = contract === "messages-whole" ? "messages" : "inputs-outputs";
    const { server, model } = await serve({ container, text: answerText }, { contract, archive: "qwen.tar.gz" });

    expect(textOf(await collect(model.stream(conversation)))).toBe(answerText);
    expect(server.log[0]?.path).toBe("/endpoints/chat-1/invocations");
    expect(server.log[0]?.headers["x-amzn-sagemaker-target-model"]).toBe("qwen.tar.gz");
  },
);

test("each contract has its own body, without what was not said", async () => {
  const bodyFor = async (contract: ContractGiven, asked: Prompt) => {
    const { server, model } = await serve({ text: answerText }, { contract });
    await collect(model.stream(asked)).catch(() => undefined);
    return JSON.parse(server.log[0]?.body.toString() ?? "{}") as unknown;
  };
  const parameters = { temperature: 0, topP: 1, outputTokensMax: 300 };

  expect(await bodyFor("messages", { ...conversation, parameters })).toEqual({
    messages: [
      { role: "system", content: "Answer." },
      { role: "user", content: "Who are you?" },
      { role: "assistant", content: "Docent." },
      { role: "user", content: "How long?" },
    ],
    temperature: 0,
    top_p: 1,
    max_tokens: 300,
    stream: true,
    stream_options: { include_usage: true },
  });
  const ownBody = { system: "$system", messages: "$messages", told: "$messagesWithoutSystem" };
  expect(await bodyFor({ like: "messages", body: ownBody }, prompt)).toEqual({
    system: "Answer.",
    messages: [{ role: "user", content: "How long?" }],
    told: [{ role: "user", content: "Answer.\n\nHow long?" }],
  });
  // a temperature of 0 and a top_p of 1 are refused there
  expect(await bodyFor("tgi", { ...conversation, parameters })).toEqual({
    inputs: "Answer.\n\nUser: Who are you?\n\nAssistant: Docent.\n\nUser: How long?\n\nAssistant:",
    stream: true,
    parameters: { max_new_tokens: 300, do_sample: false, details: true, return_full_text: false, stop: ["\nUser:"] },
  });
  expect(await bodyFor("inputs-outputs", conversation)).toEqual({
    inputs: "Answer.\n\nHow long?",
    history: [["Who are you?", "Docent."]],
    stream: true,
    parameters: {},
  });
});

test("an administrator's own contract needs no code", async () => {
  const contract = {
    body: { text: "$question", "talk so far": "$history", max: "$outputTokensMax", price: "$$5", id: "$model" },
    attributes: "accept_eula=true",
    reply: { format: "lines", text: "token.text", reason: "details.finish_reason", cut: ["full"] },
  };
  const { server, model } = await serve(
    { container: "tgi", text: answerText, reason: "full" },
    { contract, component: "chat-a" },
  );

  const parts = await collect(model.stream({ ...conversation, parameters: { outputTokensMax: 9 } }));

  expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "length" });
  const [request] = server.log;
  expect(JSON.parse(request?.body.toString() ?? "")).toEqual({
    text: "How long?",
    "talk so far": [["Who are you?", "Docent."]],
    max: 9,
    price: "$5",
    id: "qwen2.5-7b",
  });
  expect(request?.headers["x-amzn-sagemaker-custom-attributes"]).toBe("accept_eula=true");
  expect(request?.headers["x-amzn-sagemaker-inference-component"]).toBe("chat-a");
});

test("a contract may differ from a named one in part", async () => {
  const { server, model } = await serve(
    { container: "inputs-outputs", text: answerText },
    { contract: { like: "inputs-outputs", attributes: "accept_eula=true" } },
  );

  expect(textOf(await collect(model.stream(conversation)))).toBe(answerText);
  expect(server.log[0]?.headers["x-amzn-sagemaker-custom-attributes"]).toBe("accept_eula=true");
});

test("a container that sends nothing but text is read as such", async () => {
  const contract = { body: { inputs: "$prompt" }, reply: { format: "text", text: "" } };
  const { model } = await serve(
    { container: "bare", text: answerText, reasoning: "secret", partBytes: 2 },
    { contract },
  );

  expect(textOf(await collect(model.stream(conversation)))).toBe(answerText);
});

test.each<[ContractGiven, string]>([
  ["no-such", "messages"],
  [{ body: { a: "$nonsense" }, reply: { format: "lines", text: "a" } }, "$nonsense"],
  [{ body: {}, reply: { format: "lines", text: "a..b" } }, "reply.text"],
  [{ body: {}, reply: { format: "xml", text: "a" } }, "reply.format"],
  [{ like: "messages", boddy: {} }, "boddy"],
])("a contract that cannot be used (%j) says where it is wrong", async (contract, named) => {
  const { model } = await serve({}, { contract });

  await expect(collect(model.stream(conversation))).rejects.toMatchObject({
    code: "model.contract_invalid",
    message: expect.stringContaining(named) as string,
  });
});

test("images go with their question", async () => {
  const image: Image = { type: "image/png", bytes: Buffer.from("png") };
  const asked: Prompt = { system: "", messages: [{ role: "user", text: "What is it?", images: [image] }] };
  const shown = await serve({ text: answerText });
  await collect(shown.model.stream(asked));
  const plain = await serve({ container: "inputs-outputs", text: answerText }, { contract: "inputs-outputs" });
  await collect(plain.model.stream(asked));

  expect(JSON.parse(shown.server.log[0]?.body.toString() ?? "")).toMatchObject({
    messages: [
      {
        content: [
          { type: "text", text: "What is it?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,cG5n" } },
        ],
      },
    ],
  });
  expect(JSON.parse(plain.server.log[0]?.body.toString() ?? "")).toMatchObject({ image: "cG5n" });
});

test("the answer ends before a stop, also where the container sends on", async () => {
  const { model } = await serve(
    { container: "tgi", text: `${answerText}\nUser: And how short?`, pieceLength: 3 },
    { contract: "tgi" },
  );

  expect(textOf(await collect(model.stream(conversation)))).toBe(answerText);
});

test("what came out of the cache is told apart", async () => {
  const { model } = await serve(
    { text: answerText },
    {
      contract: {
        like: "messages",
        reply: {
          format: "lines",
          text: "choices[0].delta.content",
          reason: "choices[0].finish_reason",
          tokens: { input: "usage.prompt_tokens", output: "usage.completion_tokens", cached: "usage.prompt_tokens" },
        },
      },
    },
  );

  expect((await collect(model.stream(conversation))).at(-1)).toMatchObject({ tokens: { input: 11, cached: 11 } });
});

test("neither the key nor who has the account goes into an error's sentence", async () => {
  const said = `no ${sageMakerSecret} for arn:aws:iam::123456789012:role/desk of 123456789012`;
  const { model } = await serve({ fault: { type: "model-error", status: 422, message: said } });

  const error: unknown = await collect(model.stream(conversation)).catch((caught: unknown) => caught);

  const { message, cause } = error as Error;
  expect(`${message} ${String(cause)}`).not.toContain("very-secret");
  expect(message).not.toMatch(/1234|role/);
});

test("who stops while a busy endpoint is given time waits for nothing", async () => {
  const { server, model } = await serve({ fault: { type: "status", status: 503, name: "ServiceUnavailable" } }, {}, 10);
  const stop = new AbortController();

  const reading = collect(model.stream(conversation, stop.signal));
  await expect.poll(() => server.log.length).toBeGreaterThan(1);
  stop.abort("stopped");

  await expect(reading).rejects.toBe("stopped");
});

test("sixty people at once wait for none of each other", async () => {
  const { server, model } = await serve({ text: answerText.repeat(20), pieceMs: 30 });
  const stop = new AbortController();

  const firsts = Array.from({ length: 60 }, () => collect(model.stream(conversation, stop.signal), 1));
  await Promise.all(firsts);

  // a reader who has its first part leaves, and so ends its call
  expect(server.log).toHaveLength(60);
  await expect.poll(() => server.log.every(({ closed }) => closed === "client-closed-early")).toBe(true);
});

test("wherever the bytes are cut, the answer is whole", async () => {
  for (let partBytes = 1; partBytes <= 16; partBytes++) {
    const { model } = await serve({ text: answerText, pieceLength: 3, partBytes });

    expect(textOf(await collect(model.stream(conversation)))).toBe(answerText);
  }
});

import { afterAll, afterEach, expect, test, vi } from "vitest";
import { awsClients } from "@docent/core/models/aws/aws-client";
import { embedders } from "@docent/core/models/embedders";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { cosine } from "@docent/core/models/vector";
import { type BedrockScenario, fakeBedrock, type FakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import type { RetrievalOptions } from "../fakes/bedrock-retrieval.ts";
import { patienceFor } from "../scenarios/bedrock.ts";
import { embedderContract } from "./embedder.ts";

const secret = "very-secret-key-1234567890";
const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret } as const;
const onnx = onnxModels({ folder: "" });
const servers: FakeBedrock[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

afterAll(() => onnx.close());

async function serve(model: string, scenarios: BedrockScenario[], dimensions = 32) {
  const server = await fakeBedrock(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
  const patienceMs = patienceFor(scenarios);
  const limits = { queryMs: patienceMs, passageMs: patienceMs };
  const adapter = embedders({ onnx, openai: limits, aws: awsClients({ retries: 0 }) });
  const place = { provider: "bedrock", region: "eu-west-1", key, model } as const;
  return { server, adapter, place, embedder: adapter.connect({ ...place, dimensions }) };
}

const titan = "amazon.titan-embed-text-v2:0";
const cohere = "cohere.embed-multilingual-v3";
const answering = (retrieval: RetrievalOptions = {}) => [{ retrieval }];

embedderContract("titan v2", async () => (await serve(titan, answering())).embedder);
embedderContract("titan v1", async () => (await serve("amazon.titan-embed-text-v1", answering())).embedder);
embedderContract(
  "titan that takes five thousand characters",
  async () => (await serve(titan, answering({ charactersMax: 5000 }))).embedder,
);
embedderContract("cohere v3", async () => (await serve(cohere, answering())).embedder);
embedderContract("cohere v4", async () => (await serve("us.cohere.embed-v4:0", answering({ typed: true }))).embedder);
embedderContract("nova", async () => (await serve("amazon.nova-2-multimodal-embeddings-v1:0", answering())).embedder);

test.each<[string, BedrockScenario, string]>([
  [
    "a wrong key",
    { fault: { type: "refuses", status: 403, name: "UnrecognizedClientException" } },
    "embedder.unauthorized",
  ],
  [
    "a model that was not asked for",
    {
      fault: {
        type: "refuses",
        status: 403,
        name: "AccessDeniedException",
        message: "You don't have access to the model",
      },
    },
    "embedder.unauthorized",
  ],
  [
    "a model that is not there",
    {
      fault: {
        type: "refuses",
        status: 400,
        name: "ValidationException",
        message: "The provided model identifier is invalid.",
      },
    },
    "embedder.not_found",
  ],
  ["a refusal", { fault: { type: "refuses", status: 400, name: "ValidationException" } }, "embedder.refused"],
  ["429", { fault: { type: "refuses", status: 429, name: "ThrottlingException" } }, "embedder.busy"],
  ["500", { fault: { type: "refuses", status: 500, name: "InternalServerException" } }, "embedder.unavailable"],
  ["silence", { fault: { type: "hangs" } }, "embedder.silent"],
  ["a dropped connection", { fault: { type: "killed" } }, "embedder.unreachable"],
  ["a web page", { fault: { type: "web-page" } }, "embedder.garbled"],
  ["a vector too few", { retrieval: { distortion: "one-missing" } }, "embedder.count_wrong"],
  ["shorter vectors", { retrieval: { distortion: "shorter-vectors" } }, "embedder.length_wrong"],
  ["vectors of zeros", { retrieval: { distortion: "zeros" } }, "embedder.vector_invalid"],
  ["vectors without numbers", { retrieval: { distortion: "not-numbers" } }, "embedder.vector_invalid"],
])("%s is a typed error that says what to do, without the key", async (_, scenario, code) => {
  const { embedder } = await serve(cohere, [scenario]);

  const error: unknown = await embedder.embed(["one", "two"], "passage").catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  const { message, cause } = error as Error;
  expect(message).toMatch(/try again|check|administrator|connect/i);
  expect(`${message} ${String(cause)}`).not.toContain("very-secret");
});

test("cohere is told a question from a passage, ninety-six texts at once, and to cut off the end of long ones", async () => {
  const { server, embedder } = await serve(cohere, answering());

  await embedder.embed(
    Array.from({ length: 100 }, (_, i) => `text ${i}`),
    "passage",
  );
  await embedder.embed(["how long"], "query");

  const bodies = server.log.map(
    (request) => jsonOf(request) as { texts: string[]; input_type: string; truncate: string },
  );
  expect(bodies.map(({ texts }) => texts.length)).toEqual([96, 4, 1]);
  expect(bodies.map(({ input_type }) => input_type)).toEqual(["search_document", "search_document", "search_query"]);
  expect(bodies.every(({ truncate }) => truncate === "END")).toBe(true);
});

test("titan gets each text in a call of its own, some at the same time", async () => {
  const { server, embedder } = await serve(titan, answering());

  await embedder.embed(["one", "two", "three"], "passage");

  expect(new Set(server.log.map((request) => jsonOf(request)["inputText"]))).toEqual(new Set(["one", "two", "three"]));
  expect(jsonOf(server.log[0])).toMatchObject({ normalize: true, dimensions: 32 });
});

test("nova is told what a text is for", async () => {
  const { server, embedder } = await serve("amazon.nova-2-multimodal-embeddings-v1:0", answering());

  await embedder.embed(["how long"], "query");

  expect(jsonOf(server.log[0])).toEqual({
    taskType: "SINGLE_EMBEDDING",
    singleEmbeddingParams: {
      embeddingPurpose: "TEXT_RETRIEVAL",
      embeddingDimension: 32,
      text: { truncationMode: "END", value: "how long" },
    },
  });
});

test("connecting learns the length that the model has, or takes the one that was chosen", async () => {
  const { adapter, place, server } = await serve(titan, answering({ dimensions: 48 }));

  expect(await adapter.probe(place)).toEqual({ dimensions: 48 });
  expect(await adapter.probe({ ...place, dimensions: 16 })).toEqual({ dimensions: 16 });
  expect(jsonOf(server.log[0])).not.toHaveProperty("dimensions");
});

test("a passage that is too long is embedded without its end", async () => {
  const { embedder } = await serve(titan, answering({ charactersMax: 600 }));
  const text = "alpha beta gamma. ".repeat(100);

  const [whole] = await embedder.embed([text], "passage");
  const [start] = await embedder.embed([text.slice(0, 450)], "passage");

  expect(cosine(whole ?? new Float32Array(), start ?? new Float32Array())).toBeGreaterThan(0.99);
});

test("a model that chats is no embedder, and says so", async () => {
  const { adapter, place } = await serve("amazon.nova-lite-v1:0", answering());

  await expect(adapter.probe(place)).rejects.toMatchObject({ code: "embedder.model_unsupported" });
});

import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { ContractGiven } from "@docent/core/models/aws/contract";
import type { SageMakerPlace } from "@docent/core/models/aws/sagemaker-address";
import { embedders } from "@docent/core/models/embedders";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { rerankers } from "@docent/core/models/rerankers";
import { cosine } from "@docent/core/models/vector";
import {
  fakeSageMaker,
  type FakeSageMaker,
  type SageMakerFault,
  type SageMakerScenario,
} from "../fakes/sagemaker-server.ts";
import { embedderContract } from "./embedder.ts";
import { rerankerContract } from "./reranker.ts";

const secret = "very-secret-key-1234567890";
const onnx = onnxModels({ folder: join(import.meta.dirname, "../fixtures/models") });
const servers: FakeSageMaker[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});
afterAll(() => onnx.close());

async function serve(contract: ContractGiven, scenarios: SageMakerScenario[], place: Partial<SageMakerPlace> = {}) {
  const server = await fakeSageMaker(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", server.url);
  const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret } as const;
  const address = {
    provider: "sagemaker",
    region: "cn-north-1",
    key,
    endpoint: "e",
    contract,
    model: "bge-m3",
  } as const;
  return { server, address: { ...address, ...place } };
}

async function embedder(
  contract: ContractGiven,
  scenario: SageMakerScenario = {},
  place: Partial<SageMakerPlace> = {},
) {
  const { server, address } = await serve(contract, [scenario], place);
  const limitMs = limitFor(scenario);
  const openai = { queryMs: limitMs, passageMs: limitMs, retries: 0 };
  return { server, embedder: embedders({ onnx, openai }).connect({ ...address, dimensions: 32 }) };
}

async function reranker(
  contract: ContractGiven,
  scenario: SageMakerScenario = {},
  place: Partial<SageMakerPlace> = {},
) {
  const { server, address } = await serve(contract, [scenario], place);
  const api = { timeoutMs: limitFor(scenario), retries: 0 };
  return { server, reranker: rerankers({ onnx, api }).connect(address) };
}

/** Only where nothing will come is it not worth waiting. */
const limitFor = ({ fault }: SageMakerScenario) => (fault?.type === "hangs" ? 300 : 20_000);

const bodyOf = (server: FakeSageMaker, at = -1) => JSON.parse(server.log.at(at)?.body.toString() ?? "{}") as unknown;

for (const contract of ["tei", "openai", "sentence-embeddings"])
  embedderContract(`sagemaker by the contract ${contract}`, async () => (await embedder(contract)).embedder);
embedderContract(
  "sagemaker with a container that takes eight short texts at once",
  async () => (await embedder("tei", { textsMax: 8, charactersMax: 5000 })).embedder,
);

for (const contract of ["tei", "rerank", "inputs-docs"])
  rerankerContract(`sagemaker by the contract ${contract}`, async () => (await reranker(contract)).reranker);

test("an instruction goes to the container that puts it before the text, and before the text for all others", async () => {
  const place = { model: "bge-large-zh-v1.5" };
  const instruction = "为这个句子生成表示以用于检索相关文章：";
  const own = await embedder("sentence-embeddings", {}, place);
  await own.embedder.embed(["产假多长？"], "query");
  await own.embedder.embed(["产假十二周。"], "passage");

  const tei = await embedder("tei", {}, place);
  await tei.embedder.embed(["产假多长？"], "query");

  expect(bodyOf(own.server, 0)).toEqual({ inputs: ["产假多长？"], parameters: {}, is_query: true, instruction });
  expect(bodyOf(own.server, 1)).toEqual({
    inputs: ["产假十二周。"],
    parameters: {},
    is_query: false,
    instruction: null,
  });
  expect(bodyOf(tei.server)).toEqual({ inputs: [`${instruction}产假多长？`], truncate: true });
});

test("a reranker's own container gets the question once for each text", async () => {
  const { server, reranker: model } = await reranker("inputs-docs", {}, { component: "rank", archive: "bge.tar.gz" });

  const scores = await model.rerank("where is the printer", ["the printer", "a dog"]);

  expect(bodyOf(server)).toEqual({
    inputs: ["where is the printer", "where is the printer"],
    docs: ["the printer", "a dog"],
  });
  // logits, which may be below zero
  expect(scores).toEqual([-3, -5]);
  const headers = server.log[0]?.headers;
  expect(headers?.["x-amzn-sagemaker-inference-component"]).toBe("rank");
  expect(headers?.["x-amzn-sagemaker-target-model"]).toBe("bge.tar.gz");
});

test("an administrator's own contract tells the kind in the container's words", async () => {
  const contract = {
    body: { texts: "$texts", inputs: "$texts", input_type: "$kind" },
    kinds: { query: "search_query", passage: "search_document" },
    vectors: "",
  };
  const { server, embedder: model } = await embedder(contract);

  await model.embed(["how long"], "query");

  expect(bodyOf(server)).toMatchObject({ input_type: "search_query" });
});

test("a passage that is too long for the container is embedded without its end", async () => {
  const { embedder: model } = await embedder("tei", { charactersMax: 600 });
  const text = "alpha beta gamma. ".repeat(100);

  const [whole] = await model.embed([text], "passage");
  const [start] = await model.embed([text.slice(0, 450)], "passage");

  expect(cosine(whole ?? new Float32Array(), start ?? new Float32Array())).toBeGreaterThan(0.99);
});

const faults: [string, SageMakerFault, string][] = [
  ["a wrong key", { type: "status", status: 403, name: "UnrecognizedClientException" }, "unauthorized"],
  [
    "no endpoint",
    { type: "status", status: 400, name: "ValidationError", message: "Endpoint e not found." },
    "not_found",
  ],
  ["throttling", { type: "status", status: 400, name: "ThrottlingException" }, "busy"],
  ["a failure of SageMaker", { type: "status", status: 500, name: "InternalFailure" }, "unavailable"],
  ["a container that refuses", { type: "model-error", status: 400, message: `no ${secret}` }, "refused"],
  ["a container that fails", { type: "model-error", status: 500, message: "CUDA out of memory" }, "unavailable"],
  ["silence", { type: "hangs" }, "silent"],
  ["a dropped connection", { type: "killed" }, "unreachable"],
  ["a web page", { type: "web-page" }, "garbled"],
  ["an answer of another shape", { type: "nothing" }, "garbled"],
];

test.each(faults)("%s is a typed error that says what to do, without the key", async (_, fault, problem) => {
  const embedding = await embedder("tei", { fault });
  const embedded: unknown = await embedding.embedder
    .embed(["one", "two"], "passage")
    .catch((caught: unknown) => caught);
  const ranking = await reranker("tei", { fault });
  const ranked: unknown = await ranking.reranker.rerank("one", ["one", "two"]).catch((caught: unknown) => caught);

  expect(embedded).toMatchObject({ name: "PublicError", code: `embedder.${problem}` });
  expect(ranked).toMatchObject({ name: "PublicError", code: `reranker.${problem}` });
  for (const { message, cause } of [embedded as Error, ranked as Error]) {
    expect(message).toMatch(/try again|check|administrator|connect/i);
    expect(`${message} ${String(cause)}`).not.toContain("very-secret");
  }
});

test("a contract that does not exist names those that do", async () => {
  const { embedder: model } = await embedder("no-such");

  await expect(model.embed(["one"], "passage")).rejects.toMatchObject({
    code: "embedder.contract_invalid",
    message: expect.stringContaining("sentence-embeddings") as string,
  });
});

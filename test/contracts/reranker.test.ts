import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { rerankers } from "@docent/core/models/rerankers";
import {
  retrievalServer,
  type RetrievalFault,
  type RetrievalServer,
  type RetrievalServerOptions,
} from "../fakes/retrieval-server.ts";
import { rerankerContract } from "./reranker.ts";

const apiKey = "sk-very-secret-key-1234567890";
const onnx = onnxModels({ folder: join(import.meta.dirname, "../fixtures/models") });
const servers: RetrievalServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

afterAll(() => onnx.close());

async function serve(options: RetrievalServerOptions = {}, limits: object = { timeoutMs: 20_000, retries: 0 }) {
  const server = await retrievalServer(options);
  servers.push(server);
  const adapter = rerankers({ onnx, api: limits });
  const reranker = adapter.connect({ provider: "rerank-api", baseUrl: server.baseUrl, apiKey, model: "bge-reranker" });
  return { server, reranker };
}

rerankerContract("rerank-api", async () => (await serve()).reranker);
rerankerContract("rerank-api as text-embeddings-inference has it", async () => (await serve({ texts: true })).reranker);
rerankerContract("onnx", () =>
  Promise.resolve(rerankers({ onnx }).connect({ provider: "onnx", model: "tiny-reranker" })),
);

test("a model for embedding is no reranker, and says so", async () => {
  const attempt = rerankers({ onnx }).connect({ provider: "onnx", model: "tiny-embedder" }).rerank("one", ["two"]);

  await expect(attempt).rejects.toMatchObject({ code: "reranker.model_unsupported" });
});

test.each<[string, RetrievalFault, string]>([
  ["401", { type: "status", status: 401 }, "reranker.unauthorized"],
  ["404", { type: "status", status: 404 }, "reranker.not_found"],
  ["422", { type: "status", status: 422 }, "reranker.refused"],
  ["429", { type: "status", status: 429 }, "reranker.busy"],
  ["500", { type: "status", status: 500 }, "reranker.unavailable"],
  ["silence", { type: "hangs" }, "reranker.silent"],
  ["a dropped connection", { type: "drops" }, "reranker.unreachable"],
  ["a web page", { type: "web-page" }, "reranker.garbled"],
  ["a redirect", { type: "redirect", to: "http://127.0.0.1:9/steal" }, "reranker.unreachable"],
  ["a score too few", { type: "one-missing" }, "reranker.count_wrong"],
  ["the same score twice", { type: "one-twice" }, "reranker.count_wrong"],
  ["scores without numbers", { type: "not-numbers" }, "reranker.garbled"],
])("%s is a typed error that says what to do, without the key", async (_, fault, code) => {
  const { server, reranker } = await serve({}, { timeoutMs: fault.type === "hangs" ? 300 : 20_000, retries: 0 });
  server.strike([fault], true);

  const error: unknown = await reranker.rerank("one", ["one", "two"]).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  const { message, cause } = error as Error;
  expect(message).toMatch(/try again|check|administrator|connect/i);
  expect(`${message} ${String(cause)}`).not.toContain("very-secret");
});

test("a busy server is asked again", async () => {
  const { server, reranker } = await serve({}, { retries: 1 });
  server.strike([{ type: "status", status: 429, headers: { "retry-after-ms": "10" } }]);

  expect(await reranker.rerank("one", ["one"])).toHaveLength(1);
  expect(server.log).toHaveLength(2);
});

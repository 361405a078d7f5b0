import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { embedders } from "@docent/core/models/embedders";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { cosine } from "@docent/core/models/vector";
import {
  retrievalServer,
  type RetrievalFault,
  type RetrievalServer,
  type RetrievalServerOptions,
} from "../fakes/retrieval-server.ts";
import { embedderContract } from "./embedder.ts";

// real ones, as small as can be; make.py beside them wrote them
const localModels = join(import.meta.dirname, "../fixtures/models");
const apiKey = "sk-very-secret-key-1234567890";
const onnx = onnxModels({ folder: localModels });
const patient = { queryMs: 20_000, passageMs: 20_000, retries: 0 };
/** For what never comes. */
const quick = { queryMs: 300, passageMs: 300, retries: 0 };
const servers: RetrievalServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

afterAll(() => onnx.close());

async function serve(options: RetrievalServerOptions = {}, model = "bge-m3", limits: object = patient) {
  const server = await retrievalServer(options);
  servers.push(server);
  const adapter = embedders({ onnx, openai: limits });
  const place = { provider: "openai", baseUrl: server.baseUrl, apiKey, model } as const;
  const embedder = adapter.connect({ ...place, dimensions: options.dimensions ?? 32 });
  return { server, embedder, adapter, place };
}

embedderContract("openai", async () => (await serve()).embedder);
embedderContract("openai with vectors in base64", async () => (await serve({ base64: true })).embedder);
embedderContract(
  "openai that takes eight short texts at once",
  async () => (await serve({ textsMax: 8, charactersMax: 5000 })).embedder,
);
embedderContract("onnx", () =>
  Promise.resolve(embedders({ onnx }).connect({ provider: "onnx", model: "tiny-embedder", dimensions: 16 })),
);

test.each<[string, RetrievalFault, string]>([
  ["401", { type: "status", status: 401 }, "embedder.unauthorized"],
  ["404", { type: "status", status: 404 }, "embedder.not_found"],
  ["400", { type: "status", status: 400 }, "embedder.refused"],
  ["501 of a server that does not embed", { type: "status", status: 501 }, "embedder.refused"],
  ["429", { type: "status", status: 429 }, "embedder.busy"],
  ["500", { type: "status", status: 500 }, "embedder.unavailable"],
  ["silence", { type: "hangs" }, "embedder.silent"],
  ["a dropped connection", { type: "drops" }, "embedder.unreachable"],
  ["a web page", { type: "web-page" }, "embedder.garbled"],
  ["a redirect", { type: "redirect", to: "http://127.0.0.1:9/steal" }, "embedder.unreachable"],
  ["a vector too few", { type: "one-missing" }, "embedder.count_wrong"],
  ["the same vector twice", { type: "one-twice" }, "embedder.count_wrong"],
  ["shorter vectors", { type: "shorter-vectors" }, "embedder.length_wrong"],
  ["vectors of zeros", { type: "zeros" }, "embedder.vector_invalid"],
  ["vectors without numbers", { type: "not-numbers" }, "embedder.vector_invalid"],
])("%s is a typed error that says what to do, without the key", async (_, fault, code) => {
  const { server, embedder } = await serve({}, "bge-m3", fault.type === "hangs" ? quick : patient);
  server.strike([fault], true);

  const error: unknown = await embedder.embed(["one", "two"], "passage").catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  const { message, cause } = error as Error;
  expect(message).toMatch(/try again|check|administrator|connect/i);
  expect(`${message} ${String(cause)}`).not.toContain("very-secret");
});

test("vectors that come in another order are put back into that of the texts", async () => {
  const { server, embedder } = await serve();
  const texts = ["one apple", "two pears", "three plums"];
  const straight = await embedder.embed(texts, "passage");
  server.strike([{ type: "shuffled" }]);

  expect(await embedder.embed(texts, "passage")).toEqual(straight);
});

test("a server that is busy or breaks off is asked again", async () => {
  const { server, embedder } = await serve({}, "bge-m3", { retries: 2 });
  server.strike([{ type: "status", status: 429, headers: { "retry-after-ms": "10" } }, { type: "drops" }]);

  expect(await embedder.embed(["one"], "passage")).toHaveLength(1);
  expect(server.log).toHaveLength(3);
});

test("a family's prefix goes before each text, and no field that a strict server would refuse", async () => {
  const { server, embedder } = await serve({ strict: true }, "multilingual-e5-small");

  await embedder.embed(["a passage"], "passage");
  await embedder.embed(["a question"], "query");

  const { input, input_type } = server.log.at(-1)?.body ?? {};
  expect(server.log.at(-2)?.body.input).toEqual(["passage: a passage"]);
  expect([input, input_type]).toEqual([["query: a question"], undefined]);
});

test("a server that puts the prefix on itself is told the kind, and no text gets two", async () => {
  const prefixes = { query: "query: ", passage: "passage: " };
  const { server, embedder } = await serve({ prefixes }, "multilingual-e5-small");

  await embedder.embed(["a passage"], "passage");
  await embedder.embed(["another"], "passage");

  expect(server.log.at(-1)?.body).toMatchObject({ input: ["another"], input_type: "passage" });
  // two requests to find out, once
  expect(server.log).toHaveLength(4);
});

test("a model without prefixes is asked for nothing but vectors", async () => {
  const { server, embedder } = await serve({ strict: true }, "text-embedding-3-small");

  await embedder.embed(["a passage"], "passage");

  expect(server.log.map(({ body }) => Object.keys(body).sort())).toEqual([["encoding_format", "input", "model"]]);
});

test("a question that comes again is answered from memory", async () => {
  const { server, embedder } = await serve();

  const [first] = await embedder.embed(["how long"], "query");
  const [again] = await embedder.embed(["how long"], "query");

  expect(again).toEqual(first);
  expect(server.log).toHaveLength(1);
});

test("a passage that is too long for the server is embedded without its end", async () => {
  const { embedder } = await serve({ charactersMax: 600 });
  const text = "alpha beta gamma. ".repeat(100);

  const [whole] = await embedder.embed([text], "passage");
  const [start] = await embedder.embed([text.slice(0, 450)], "passage");

  expect(cosine(whole ?? new Float32Array(), start ?? new Float32Array())).toBeGreaterThan(0.99);
});

test("connecting learns the length of the vectors", async () => {
  const { adapter, place } = await serve({ dimensions: 48 });

  expect(await adapter.probe(place)).toEqual({ dimensions: 48 });
});

test.each([["../secrets"], ["/etc"], ["a/b/c"], [".."]])("the model %j is no way out of the folder", async (model) => {
  const attempt = embedders({ onnx }).probe({ provider: "onnx", model });

  await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^embedder\./) as string });
});

test("a model that is not there says what a model consists of", async () => {
  const attempt = embedders({ onnx }).probe({ provider: "onnx", model: "missing" });

  await expect(attempt).rejects.toMatchObject({
    code: "embedder.model_missing",
    message: expect.stringContaining("tokenizer.json") as string,
  });
});

test("a model on this machine leaves the event loop free, and a question goes before waiting passages", async () => {
  const embedder = embedders({ onnx }).connect({ provider: "onnx", model: "tiny-embedder", dimensions: 16 });
  await embedder.embed(["the printer"], "passage");
  const order: string[] = [];
  const passages = Array.from({ length: 600 }, (_, i) => `paper number ${i} ${"word ".repeat(50)}`);

  const long = embedder.embed(passages, "passage").then(() => order.push("passages"));
  const short = embedder.embed(["where"], "query").then(() => order.push("question"));
  await Promise.all([long, short]);

  expect(order).toEqual(["question", "passages"]);
});

test("a model for reranking is no embedder, and says so", async () => {
  const attempt = embedders({ onnx }).probe({ provider: "onnx", model: "tiny-reranker" });

  // its logits would pass for vectors of length one
  await expect(attempt).rejects.toMatchObject({ code: "embedder.model_unsupported" });
});

test("a file that is no model is an error, and the model beside it works on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docent-models-"));
  await cp(join(localModels, "tiny-embedder"), join(folder, "broken"), { recursive: true });
  await cp(join(localModels, "tiny-embedder"), join(folder, "whole"), { recursive: true });
  await writeFile(join(folder, "broken/model.onnx"), "no model");
  const models = onnxModels({ folder });

  await expect(embedders({ onnx: models }).probe({ provider: "onnx", model: "broken" })).rejects.toMatchObject({
    code: "embedder.broken",
  });
  expect(await embedders({ onnx: models }).probe({ provider: "onnx", model: "whole" })).toEqual({ dimensions: 16 });
  await models.close();
  await rm(folder, { recursive: true });
});

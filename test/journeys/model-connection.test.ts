import { afterAll, beforeAll, expect, test } from "vitest";
import { modelConnectionTable } from "@docent/core/db/schema";
import * as ModelConnection from "@docent/core/models/model-connection";
import { chatModels } from "@docent/core/models/chat-models";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;
beforeAll(async () => {
  server = await fakeOpenAi();
  scope = await testScope({ chatModels: chatModels({ ollamaUrl: server.origin, retries: 0 }) });
});
afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

const key = "sk-a-key-that-nobody-sees";

test("a connection is kept with its key sealed, and is shown without it", async () => {
  const set = await ModelConnection.set(scope, { baseUrl: `${server.baseUrl}/`, model: "m", apiKey: key });

  expect(set).toEqual({ baseUrl: server.baseUrl, model: "m", hasApiKey: true });
  expect(await ModelConnection.get(scope)).toEqual(set);
  expect(JSON.stringify(await scope.db.select().from(modelConnectionTable))).not.toContain(key);
  expect(await ModelConnection.status(await scope.as("member"))).toEqual({ kind: "connected", name: "m" });
});

test("an absent key keeps the stored one for the same server and for no other, and null takes it away", async () => {
  const other = await fakeOpenAi();
  await ModelConnection.set(scope, { baseUrl: server.baseUrl, model: "m", apiKey: key });

  await ModelConnection.test(scope, { baseUrl: server.baseUrl, model: "m2" });
  await ModelConnection.test(scope, { baseUrl: other.baseUrl, model: "m" });
  expect(server.log.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
  expect(JSON.stringify(other.log)).not.toContain(key);

  expect(await ModelConnection.set(scope, { baseUrl: server.baseUrl, model: "m2" })).toMatchObject({ hasApiKey: true });
  expect(await ModelConnection.set(scope, { baseUrl: other.baseUrl, model: "m2" })).toMatchObject({ hasApiKey: false });
  await ModelConnection.set(scope, { baseUrl: server.baseUrl, model: "m", apiKey: key });
  expect(await ModelConnection.set(scope, { baseUrl: server.baseUrl, model: "m", apiKey: null })).toMatchObject({
    hasApiKey: false,
  });
  await other[Symbol.asyncDispose]();
});

test("the test button really asks, and says what to do when it fails", async () => {
  server.play({ text: "<think>hm</think>ready" }, { fault: { type: "status", status: 401 } });
  const input = { baseUrl: server.baseUrl, model: "m", apiKey: key };

  expect(await ModelConnection.test(scope, input)).toMatchObject({ ok: true, model: "m", message: "ready" });
  expect(await ModelConnection.test(scope, input)).toMatchObject({
    ok: false,
    message: expect.stringContaining("refused the key") as string,
  });
  expect(await ModelConnection.test(scope, { ...input, baseUrl: "http://127.0.0.1:9/v1" })).toMatchObject({
    ok: false,
    message: expect.stringContaining("cannot be reached") as string,
  });
});

test.each([
  "",
  "api.example.com/v1",
  "ftp://example.com",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://me:secret@example.com/v1",
  "https://example.com/v1?key=1",
])("the address %j is refused with what it must look like", async (baseUrl) => {
  await expect(ModelConnection.set(scope, { baseUrl, model: "m" })).rejects.toMatchObject({
    code: "model.url_invalid",
    message: expect.stringContaining("http") as string,
  });
});

test("only administrators see, change or try the connection", async () => {
  for (const role of ["member", "editor"] as const) {
    const by = await scope.as(role);
    const input = { baseUrl: server.baseUrl, model: "m" };

    for (const attempt of [
      ModelConnection.get(by),
      ModelConnection.set(by, input),
      ModelConnection.remove(by),
      ModelConnection.test(by, input),
    ]) {
      await expect(attempt).rejects.toMatchObject({ kind: "forbidden" });
    }
  }
});

test("without a connection a model on this machine answers, and without one the desk quotes", async () => {
  await ModelConnection.remove(scope);
  server.ollamaModels = ["bge-m3:latest", "qwen3:4b"];
  const detecting = { ...scope, chatModels: chatModels({ ollamaUrl: server.origin }) };
  const alone = { ...scope, chatModels: chatModels({ ollamaUrl: "" }) };

  expect(await ModelConnection.status(detecting)).toEqual({ kind: "detected", name: "qwen3:4b" });
  expect((await ModelConnection.current(detecting))?.id).toBe("openai/qwen3:4b");
  expect(await ModelConnection.status(alone)).toEqual({ kind: "quoting", name: "" });
  expect(await ModelConnection.current(alone)).toBeUndefined();
});

test("a key that was sealed with another secret says so", async () => {
  await ModelConnection.set(scope, { baseUrl: server.baseUrl, model: "m", apiKey: key });

  const moved = { ...scope, secret: "another secret, also long enough to seal with" };

  await expect(ModelConnection.current(moved)).rejects.toMatchObject({ code: "secret.unreadable" });
});

test("an embedder is staged beside the present one, takes its place when promoted, and is shown without its key", async () => {
  await using embedding = await retrievalServer();
  const input = {
    provider: "openai",
    baseUrl: `${embedding.baseUrl}/embeddings`,
    model: "bge-m3",
    apiKey: key,
  } as const;

  const staged = await ModelConnection.stageEmbedder(scope, input);
  expect(staged).toMatchObject({ baseUrl: embedding.baseUrl, model: "bge-m3", hasApiKey: true, dimensions: 32 });
  expect(await ModelConnection.embedder(scope)).toBeUndefined();
  expect((await ModelConnection.nextEmbedder(scope))?.id).toBe("openai/bge-m3");

  await ModelConnection.promoteEmbedder(scope);
  expect((await ModelConnection.embedder(scope))?.id).toBe("openai/bge-m3");
  expect(await ModelConnection.getEmbedder(scope)).toEqual(staged);
  expect(JSON.stringify(await ModelConnection.getEmbedder(scope))).not.toContain(key);

  await ModelConnection.promoteEmbedder(scope);
  expect((await ModelConnection.embedder(scope))?.id).toBe("openai/bge-m3");
});

test("going without an embedder is staged too, and calling it off leaves the present one", async () => {
  await ModelConnection.stageEmbedder(scope, null);
  expect(await ModelConnection.nextEmbedder(scope)).toBeUndefined();
  expect((await ModelConnection.embedder(scope))?.id).toBe("openai/bge-m3");

  await ModelConnection.unstageEmbedder(scope);
  expect((await ModelConnection.nextEmbedder(scope))?.id).toBe("openai/bge-m3");

  await ModelConnection.stageEmbedder(scope, null);
  await ModelConnection.promoteEmbedder(scope);
  expect(await ModelConnection.embedder(scope)).toBeUndefined();
  expect(await ModelConnection.getEmbedder(scope)).toBeNull();
});

test("a reranker is connected, tried and taken away", async () => {
  await using reranking = await retrievalServer();
  const input = { provider: "rerank-api", baseUrl: reranking.baseUrl, model: "bge-reranker", apiKey: key } as const;

  expect(await ModelConnection.testReranker(scope, input)).toMatchObject({ ok: true, model: "bge-reranker" });
  expect(await ModelConnection.setReranker(scope, input)).toMatchObject({
    baseUrl: reranking.baseUrl,
    hasApiKey: true,
  });
  expect((await ModelConnection.reranker(scope))?.id).toBe("rerank-api/bge-reranker");

  await ModelConnection.removeReranker(scope);
  expect(await ModelConnection.reranker(scope)).toBeUndefined();
  expect(await ModelConnection.getReranker(scope)).toBeNull();
});

test("trying an embedder tells the length of its vectors, or by code and sentence what is wrong", async () => {
  await using embedding = await retrievalServer();
  const input = { provider: "openai", baseUrl: embedding.baseUrl, model: "bge-m3" } as const;

  expect(await ModelConnection.testEmbedder(scope, input)).toMatchObject({ ok: true, dimensions: 32 });
  embedding.strike([{ type: "status", status: 401 }], true);
  expect(await ModelConnection.testEmbedder(scope, input)).toMatchObject({ ok: false, code: "embedder.unauthorized" });
  expect(await ModelConnection.testEmbedder(scope, { provider: "onnx", model: "missing" })).toMatchObject({
    ok: false,
    code: "embedder.model_missing",
  });
});

test("only administrators see, change or try embedders and rerankers", async () => {
  const by = await scope.as("editor");
  const embedder = { provider: "onnx", model: "m" } as const;

  for (const attempt of [
    ModelConnection.getEmbedder(by),
    ModelConnection.stageEmbedder(by, embedder),
    ModelConnection.unstageEmbedder(by),
    ModelConnection.testEmbedder(by, embedder),
    ModelConnection.getReranker(by),
    ModelConnection.setReranker(by, embedder),
    ModelConnection.removeReranker(by),
    ModelConnection.testReranker(by, embedder),
  ]) {
    await expect(attempt).rejects.toMatchObject({ kind: "forbidden" });
  }
});

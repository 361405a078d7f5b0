import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddingTable } from "@docent/core/db/schema";
import type { Embedder } from "@docent/core/models/embedder";
import * as EmbeddingCache from "@docent/core/models/embedding-cache";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";
import { retrievalServer, type RetrievalServer } from "../fakes/retrieval-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { addModel } from "../connect-model.ts";

const day = 24 * 60 * 60 * 1000;
let now = new Date("2026-03-01T00:00:00Z");
let scope: TestScope;
let server: RetrievalServer;

beforeAll(async () => {
  server = await retrievalServer();
  scope = await testScope({ now: () => now });
});
beforeEach(async () => {
  await scope.db.delete(embeddingTable);
  server.log.length = 0;
});
afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

async function connected(scope: Scope): Promise<Embedder> {
  await ModelConnection.stageEmbedder(
    scope,
    await addModel(scope, "embed", { provider: "openai", baseUrl: server.baseUrl, model: "bge-m3" }),
  );
  await ModelConnection.promoteEmbedder(scope);
  server.log.length = 0;
  const embedder = await ModelConnection.embedder(scope);
  if (!embedder) throw new Error("no embedder");
  return embedder;
}

function textsSent(): string[] {
  return server.log.flatMap(({ body }) => body.input ?? []);
}

test("what was embedded before is not embedded again, and comes back the same", async () => {
  const embedder = await connected(scope);
  const texts = ["one apple", "two pears", "one apple"];

  const first = await embedder.embed(texts, "passage");
  const again = await embedder.embed(["three plums", ...texts], "passage");

  expect(again.slice(1)).toEqual(first);
  expect(textsSent()).toEqual(["one apple", "two pears", "three plums"]);
});

test("a text as a question and as a passage are two", async () => {
  const embedder = await connected(scope);

  await embedder.embed(["one", "two"], "passage");
  await embedder.embed(["one", "two"], "query");

  expect(textsSent()).toEqual(["one", "two", "one", "two"]);
});

test("questions that people ask leave nothing in the database", async () => {
  const embedder = await connected(scope);

  await embedder.embed(["is my colleague ill"], "query");

  expect(await scope.db.select().from(embeddingTable)).toEqual([]);
});

test("another model's vectors are others, even under a name that was known with another length", async () => {
  const embedder = await connected(scope);
  await embedder.embed(["one", "two"], "passage");
  const longer = await retrievalServer({ dimensions: 48 });
  await ModelConnection.stageEmbedder(
    scope,
    await addModel(scope, "embed", { provider: "openai", baseUrl: longer.baseUrl, model: "bge-m3" }),
  );

  const vectors = await (await ModelConnection.nextEmbedder(scope))?.embed(["one", "two"], "passage");

  expect(vectors?.map((vector) => vector.length)).toEqual([48, 48]);
  await longer[Symbol.asyncDispose]();
});

test("vectors of a removed text go, and those of others stay", async () => {
  const embedder = await connected(scope);
  await embedder.embed(["secret", "public"], "passage");

  await EmbeddingCache.remove(scope, ["secret"]);

  await embedder.embed(["secret", "public"], "passage");
  expect(textsSent()).toEqual(["secret", "public", "secret"]);
});

test("what nobody used for a month goes, and what was used within it stays", async () => {
  const embedder = await connected(scope);
  await embedder.embed(["kept", "old"], "passage");
  now = new Date(now.getTime() + 20 * day);
  await embedder.embed(["kept", "new"], "passage");
  now = new Date(now.getTime() + 20 * day);

  await EmbeddingCache.purge(scope);

  expect(await scope.db.select().from(embeddingTable)).toHaveLength(2);
});

test("one company's vectors are none of another's business", async () => {
  const embedder = await connected(scope);
  await embedder.embed(["one", "two"], "passage");
  const other: Scope = { ...scope, actor: { type: "system", companyId: "com_other", job: "test" } };

  await EmbeddingCache.remove(other, ["one"]);

  expect(await scope.db.select().from(embeddingTable)).toHaveLength(2);
});

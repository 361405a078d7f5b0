import { afterAll, beforeAll, expect, test } from "vitest";
import { companyTable, modelTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { chatModels } from "@docent/core/models/chat-models";
import * as Entry from "@docent/core/models/catalogue/entry";
import * as EntryTry from "@docent/core/models/catalogue/entry-try";
import { seal } from "@docent/core/models/sealed";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";
import * as Group from "@docent/core/users/group";
import { addModel, useModel } from "../connect-model.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { retrievalServer } from "../fakes/retrieval-server.ts";
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

const key = { type: "bearer", token: "sk-a-key-that-nobody-sees" } as const;
const placeAt = ({ baseUrl }: { baseUrl: string }, model = "m") => ({ provider: "openai" as const, baseUrl, model });

test("a model is kept with its key sealed, and is shown without it", async () => {
  const place = placeAt({ baseUrl: `${server.baseUrl}/` });
  const { id } = await Entry.add(scope, { kind: "chat", name: " House  model ", place, key });
  await ModelConnection.use(scope, "chat", id);

  const [shown] = await Entry.list(scope);
  expect(shown).toMatchObject({ id, name: "House model", place: placeAt(server), key: "bearer", uses: ["chat"] });
  expect(JSON.stringify(shown)).not.toContain(key.token);
  expect(JSON.stringify(await scope.db.select().from(modelTable))).not.toContain(key.token);
  expect(await ModelConnection.status(await scope.as("member"))).toEqual({ kind: "connected", name: "House model" });
});

test("an absent key keeps the stored one for the same server and for no other, and null takes it away", async () => {
  await using other = await fakeOpenAi();
  const { id } = await Entry.add(scope, { kind: "chat", name: "Keyed", place: placeAt(server), key });
  const held = async () => (await Entry.list(scope)).find((one) => one.id === id)?.key;

  server.play({ text: "ready" });
  await EntryTry.run(scope, { id, kind: "chat", place: placeAt(server, "m2") });
  await EntryTry.run(scope, { id, kind: "chat", place: placeAt(other) });
  expect(server.log.at(-1)?.headers.authorization).toBe(`Bearer ${key.token}`);
  expect(JSON.stringify(other.log)).not.toContain(key.token);

  await Entry.change(scope, { id, name: "Keyed", place: placeAt(server, "m2") });
  expect(await held()).toBe("bearer");
  await Entry.change(scope, { id, name: "Keyed", place: placeAt(other) });
  expect(await held()).toBeNull();
  await Entry.change(scope, { id, name: "Keyed", place: placeAt(server), key });
  await Entry.change(scope, { id, name: "Keyed", place: placeAt(server), key: null });
  expect(await held()).toBeNull();
});

test("trying a model really asks it, and says what to do when it fails", async () => {
  server.play({ text: "<think>hm</think>ready" }, { fault: { type: "status", status: 401 } });
  const input = { kind: "chat", place: placeAt(server), key } as const;

  expect(await EntryTry.run(scope, input)).toMatchObject({ ok: true, model: "m", message: "ready" });
  expect(await EntryTry.run(scope, input)).toMatchObject({ ok: false, message: said("refused the key") });
  const nowhere = { ...input, place: placeAt({ baseUrl: "http://127.0.0.1:9/v1" }) };
  expect(await EntryTry.run(scope, nowhere)).toMatchObject({ ok: false, message: said("cannot be reached") });
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
  await expect(addModel(scope, "chat", placeAt({ baseUrl }))).rejects.toMatchObject({
    code: "model.url_invalid",
    message: said("http"),
  });
});

test("a model of a provider that has none of its kind is refused, and so is one used for another kind", async () => {
  const onnx = { provider: "onnx", model: "some/model" } as const;
  await expect(addModel(scope, "chat", onnx)).rejects.toMatchObject({ code: "model.provider_unfit" });
  const ranks = await addModel(scope, "rerank", onnx);
  await expect(ModelConnection.use(scope, "chat", ranks)).rejects.toMatchObject({ code: "model.kind_unfit" });
});

test("a contract that no container could keep is refused before it is stored, with where it is wrong", async () => {
  const endpoint = { provider: "sagemaker", region: "eu-west-1", endpoint: "house", model: "house" } as const;
  await addModel(scope, "chat", { ...endpoint, contract: { like: "messages", stops: ["END"] } });

  await expect(addModel(scope, "chat", { ...endpoint, contract: "massages" })).rejects.toMatchObject({
    code: "model.contract_invalid",
    message: said("there are messages"),
  });
  await expect(
    addModel(scope, "rerank", { ...endpoint, contract: { like: "tei", scores: "[" } }),
  ).rejects.toMatchObject({ code: "reranker.contract_invalid", message: said("scores") });
});

test("a name stands for one model of a kind", async () => {
  const input = { kind: "chat", name: "Twice", place: placeAt(server) } as const;
  await Entry.add(scope, input);

  await expect(Entry.add(scope, input)).rejects.toMatchObject({ code: "model.name_taken" });
  await Entry.add(scope, { ...input, kind: "embed" });
});

test("a model in use is not removed, and one that is not takes its place as a stand-in with it", async () => {
  const main = await addModel(scope, "chat", placeAt(server));
  const spare = await Entry.add(scope, { kind: "chat", name: "Spare", place: placeAt(server), fallbackId: main });
  await ModelConnection.use(scope, "chat", main);

  await expect(Entry.remove(scope, { id: main })).rejects.toMatchObject({ code: "model.in_use" });
  await ModelConnection.use(scope, "chat", spare.id);
  await Entry.remove(scope, { id: main });
  expect((await Entry.list(scope)).find(({ id }) => id === spare.id)?.fallbackId).toBeNull();
  await expect(Entry.remove(scope, { id: main })).rejects.toMatchObject({ code: "model.gone" });
  const itself = { id: spare.id, name: "Spare", place: placeAt(server), fallbackId: spare.id };
  await expect(Entry.change(scope, itself)).rejects.toMatchObject({ code: "model.fallback_unfit" });
});

test("a model's own defaults are sent, its limits kept, and what it does not have is not sent", async () => {
  const dials = { temperature: { max: 0.3 }, topP: { default: 0.9 }, outputTokensMax: null };
  const { id } = await Entry.add(scope, {
    kind: "chat",
    name: "Dialled",
    place: placeAt(server),
    abilities: { dials },
  });
  await ModelConnection.use(scope, "chat", id);
  server.play({ text: "yes" });
  const model = await ModelConnection.current(scope);
  const parameters = { temperature: 1, outputTokensMax: 10, presencePenalty: 0.5 };
  for await (const part of model?.stream({ system: "", messages: [{ role: "user", text: "?" }], parameters }) ?? [])
    expect(part.type).not.toBe("retract");

  const body = server.log.at(-1)?.body as Record<string, unknown>;
  expect(body).toMatchObject({ temperature: 0.3, top_p: 0.9, presence_penalty: 0.5 });
  expect(body).not.toHaveProperty("max_tokens");
});

test("when the model fails before its first word its stand-in answers, and says so", async () => {
  await using spare = await fakeOpenAi({ text: "Two weeks." });
  const fallbackId = await addModel(scope, "chat", placeAt(spare, "spare"));
  const { id } = await Entry.add(scope, { kind: "chat", name: "Frail", place: placeAt(server), fallbackId });
  await ModelConnection.use(scope, "chat", id);
  const answer = async () => {
    const model = await ModelConnection.current(scope);
    const parts = model?.stream({ system: "", messages: [{ role: "user", text: "How long?" }] }) ?? [];
    return Array.fromAsync(parts);
  };

  server.play({ fault: { type: "status", status: 500 } });
  const [first, ...rest] = await answer();
  expect(first).toMatchObject({ type: "switched", model: "openai/spare", because: "model.unavailable" });
  expect(rest.at(-1)).toMatchObject({ type: "finish" });

  server.play({ text: "Two weeks it is.", fault: { type: "killed" }, faultAfter: 2 });
  await expect(answer()).rejects.toMatchObject({ code: "model.broken_off" });
});

test("a model for some groups answers their people, and others have its stand-in or quotes", async () => {
  const [inside, outside] = [await scope.as("member"), await scope.as("member")];
  const group = await Group.create(scope, { name: "Testers" });
  if (inside.actor.type !== "user") throw new Error("nobody");
  await Group.setMembers(scope, { id: group.id, userIds: [inside.actor.userId] });
  const { id } = await Entry.add(scope, {
    kind: "chat",
    name: "Dear",
    place: placeAt(server, "dear"),
    groupIds: [group.id],
  });
  await ModelConnection.use(scope, "chat", id);

  expect((await ModelConnection.current(inside))?.id).toBe("openai/dear");
  expect(await ModelConnection.current(outside)).toBeUndefined();
  expect(await ModelConnection.status(outside)).toEqual({ kind: "quoting", name: "" });

  const fallbackId = await addModel(scope, "chat", placeAt(server, "cheap"));
  await Entry.change(scope, { id, name: "Dear", place: placeAt(server, "dear"), groupIds: [group.id], fallbackId });
  expect((await ModelConnection.current(outside))?.id).toBe("openai/cheap");
  expect((await ModelConnection.current(inside))?.id).toBe("openai/dear");
});

test("groups that a model is for are kept, and groups of nobody's are not", async () => {
  const group = await Group.create(scope, { name: "Writers" });
  const { id } = await Entry.add(scope, {
    kind: "chat",
    name: "For writers",
    place: placeAt(server),
    groupIds: [group.id, "grp_nowhere"],
  });

  expect((await Entry.list(scope)).find((one) => one.id === id)?.groupIds).toEqual([group.id]);
});

test("only administrators see, change, try or choose models", async () => {
  const id = await addModel(scope, "chat", placeAt(server));
  for (const role of ["member", "editor"] as const) {
    const by = await scope.as(role);
    const input = { kind: "chat", name: "Theirs", place: placeAt(server) } as const;

    for (const attempt of [
      Entry.list(by),
      Entry.add(by, input),
      Entry.change(by, { id, name: "Theirs", place: placeAt(server) }),
      Entry.remove(by, { id }),
      EntryTry.run(by, { id, kind: "chat", place: placeAt(server) }),
      ModelConnection.use(by, "chat", id),
      ModelConnection.stageEmbedder(by, id),
      ModelConnection.unstageEmbedder(by),
    ]) {
      await expect(attempt).rejects.toMatchObject({ kind: "forbidden" });
    }
  }
});

test("another company's model is not there", async () => {
  const id = await addModel(scope, "chat", placeAt(server));
  const stranger = await fromAnotherCompany();

  expect(await Entry.list(stranger)).toEqual([]);
  await expect(ModelConnection.use(stranger, "chat", id)).rejects.toMatchObject({ code: "model.gone" });
  await expect(Entry.remove(stranger, { id })).rejects.toMatchObject({ code: "model.gone" });
});

test("without a chosen model one on this machine answers, and without one the desk quotes", async () => {
  await ModelConnection.use(scope, "chat", null);
  server.ollamaModels = ["bge-m3:latest", "qwen3:4b"];
  const detecting = { ...scope, chatModels: chatModels({ ollamaUrl: server.origin }) };
  const alone = { ...scope, chatModels: chatModels({ ollamaUrl: "" }) };

  expect(await ModelConnection.status(detecting)).toEqual({ kind: "detected", name: "qwen3:4b" });
  expect((await ModelConnection.current(detecting))?.id).toBe("openai/qwen3:4b");
  expect(await ModelConnection.status(alone)).toEqual({ kind: "quoting", name: "" });
  expect(await ModelConnection.current(alone)).toBeUndefined();
});

test("a key that was sealed with another secret says so, and one from before the catalogue still opens", async () => {
  await useModel(scope, "chat", placeAt(server), key.token);
  const moved = { ...scope, secret: "another secret, also long enough to seal with" };

  await expect(ModelConnection.current(moved)).rejects.toMatchObject({ code: "secret.unreadable" });

  const { actor } = scope;
  if (!("companyId" in actor)) throw new Error("the actor has no company");
  const bare = seal(scope.secret, `model-key:${actor.companyId}`, "sk-old");
  await scope.db.update(modelTable).set({ key: bare });
  server.play({ text: "ready" });
  for await (const part of (await ModelConnection.current(scope))?.stream({ system: "", messages: [] }) ?? [])
    void part;
  expect(server.log.at(-1)?.headers.authorization).toBe("Bearer sk-old");
});

test("an embedder is staged beside the present one and takes its place when promoted", async () => {
  await using embedding = await retrievalServer();
  const id = await addModel(scope, "embed", placeAt({ baseUrl: `${embedding.baseUrl}/embeddings` }, "bge-m3"));

  await ModelConnection.stageEmbedder(scope, id);
  expect((await Entry.list(scope)).find((one) => one.id === id)).toMatchObject({
    dimensions: 32,
    uses: ["embed-next"],
  });
  expect(await ModelConnection.embedder(scope)).toBeUndefined();
  expect((await ModelConnection.nextEmbedder(scope))?.id).toBe("openai/bge-m3");

  await ModelConnection.promoteEmbedder(scope);
  await ModelConnection.promoteEmbedder(scope);
  expect((await ModelConnection.embedder(scope))?.id).toBe("openai/bge-m3");
  const place = placeAt({ baseUrl: `${embedding.baseUrl}/embeddings` }, "bge-m3");
  await Entry.change(scope, { id, name: "Renamed", place });
  expect((await Entry.list(scope)).find((one) => one.id === id)).toMatchObject({ name: "Renamed", dimensions: 32 });
  const elsewhere = { id, name: "Moved", place: placeAt(embedding, "other") };
  await expect(Entry.change(scope, elsewhere)).rejects.toMatchObject({ code: "model.in_index" });
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
});

test("a reranker is tried, chosen and left", async () => {
  await using reranking = await retrievalServer();
  const place = { provider: "rerank-api", baseUrl: reranking.baseUrl, model: "bge-reranker" } as const;

  expect(await EntryTry.run(scope, { kind: "rerank", place, key })).toMatchObject({ ok: true, model: "bge-reranker" });
  await useModel(scope, "rerank", place, key.token);
  expect((await ModelConnection.reranker(scope))?.id).toBe("rerank-api/bge-reranker");

  await ModelConnection.use(scope, "rerank", null);
  expect(await ModelConnection.reranker(scope)).toBeUndefined();
});

test("trying an embedder tells the length of its vectors, or by code and sentence what is wrong", async () => {
  await using embedding = await retrievalServer();
  const input = { kind: "embed", place: placeAt(embedding, "bge-m3") } as const;

  expect(await EntryTry.run(scope, input)).toMatchObject({ ok: true, dimensions: 32 });
  embedding.strike([{ type: "status", status: 401 }], true);
  expect(await EntryTry.run(scope, input)).toMatchObject({ ok: false, code: "embedder.unauthorized" });
  const missing = { kind: "embed", place: { provider: "onnx", model: "missing" } } as const;
  expect(await EntryTry.run(scope, missing)).toMatchObject({ ok: false, code: "embedder.model_missing" });
});

async function fromAnotherCompany(): Promise<Scope> {
  const [companyId, userId] = [newId("company"), newId("user")];
  await scope.db.insert(companyTable).values({ id: companyId, name: "Other" });
  const person = { id: userId, companyId, role: "admin" as const, name: "other", email: `${userId}@example.org` };
  await scope.db.insert(userTable).values(person);
  return { ...scope, actor: { type: "user", userId, companyId, role: "admin" } };
}

function said(part: string): string {
  return expect.stringContaining(part) as string;
}

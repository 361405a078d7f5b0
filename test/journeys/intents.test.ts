import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Outcome, RunEvent } from "@docent/core/chat/run-event";
import { detect } from "@docent/core/intents/detect";
import * as Example from "@docent/core/intents/example";
import * as Intent from "@docent/core/intents/intent";
import * as Lab from "@docent/core/intents/lab";
import * as ModelConnection from "@docent/core/models/model-connection";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { signIn, testDesk, type Person, type TestDesk } from "../desk.ts";
import { testScope } from "../scope.ts";
import * as ConnectModel from "../connect-model.ts";

let desk: TestDesk;
let admin: Person;
let model: FakeOpenAi;

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  model = await fakeOpenAi();
  const library = await admin.client.library.create.mutate({ name: "Handbook" });
  await admin.add(library.id, "leave.md", "# Leave\n\nEverybody gets thirty days of paid leave a year.");
});
afterAll(async () => {
  admin.close();
  await desk.end();
  await model[Symbol.asyncDispose]();
});

const greetings = ["hello there", "good morning", "hi, how are you today", "你好呀", "早上好"];

async function answerTo(question: string): Promise<Outcome> {
  return outcomeOf(await admin.ask(question));
}

function outcomeOf(events: readonly RunEvent[]): Outcome {
  const last = events.at(-1);
  if (!last || !("outcome" in last)) throw new Error("the run did not end");
  return last.outcome;
}

const toolFile = (url?: string) =>
  JSON.stringify({
    ...(url && { url }),
    api_schema: {
      name: "room_price",
      description: "tells what a meeting room costs",
      parameters: {
        type: "object",
        properties: { room: { type: "string", description: "room" }, hours: { type: "integer" } },
        required: ["room"],
        additionalProperties: false,
      },
    },
    examples: [
      { query: "how much is the blue room", detection: { func: "room_price", param: { room: "blue" } } },
      {
        query: "price of meeting room seven for two hours",
        detection: { func: "room_price", param: { room: "seven" } },
      },
      { query: "what does the large room cost", detection: { func: "room_price" } },
    ],
  });

async function answersWith(...replies: string[]): Promise<void> {
  model.log.length = 0;
  model.play(...replies.map((text) => ({ text })));
  if (replies.length) await ConnectModel.useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "m" });
  else await admin.client.model.use.mutate({ use: "chat", id: null });
}

test("a desk that was taught a greeting answers it at once, and asks the documents about everything else", async () => {
  const text = { zh: "您好！", en: "Hello!" };
  const { id } = await admin.client.intent.create.mutate({ name: "greeting", action: { type: "reply", text } });
  const examples = greetings.map((text) => ({ text }));
  const { added } = await admin.client.example.add.mutate({ intentId: id, examples });

  expect(added).toHaveLength(5);
  expect(await answerTo("good morning to you")).toMatchObject({ text: "Hello!", tier: "answer", sources: [] });
  expect(await answerTo("早上好！")).toMatchObject({ text: "您好！" });
  expect((await answerTo("How many days of paid leave do I get a year?")).text).toContain("thirty days");

  await admin.client.example.remove.mutate({ ids: added.map((one) => one.id) });
  expect((await answerTo("good morning to you")).text).not.toContain("Hello!");
  await admin.client.example.add.mutate({ intentId: id, examples });
  expect(await answerTo("good morning to you")).toMatchObject({ text: "Hello!" });
});

test("an old example file is read, teaches what it can, and says which lines it could not use", async () => {
  const file = `[
    {"query":"你们太差了","intention":"comfort","reply":""},
    {"query":"谈谈选举","intention":"敏感话题","reply":"这个话题我无法讨论。"},
    {"query":"说说选举的事","intention":"敏感话题","reply":""},
    {"query":"","intention":"comfort"},
    {"query":"hello there","intention":"greeting","reply":"something else"}
  ]`;

  const imported = await admin.client.example.import.mutate({ text: file });
  const again = await admin.client.example.import.mutate({ text: file });

  expect(imported).toEqual({
    added: 3,
    already: 1,
    intents: ["comfort", "敏感话题"],
    refused: [{ line: 5, problem: "no_text" }],
  });
  expect(again).toMatchObject({ added: 0, already: 4, intents: [] });
  expect((await answerTo("谈谈选举吧")).text).toBe("这个话题我无法讨论。");
  expect((await answerTo("你们太差了！")).text).toContain("抱歉");
  expect(await admin.client.example.import.mutate({ text: '[\n{"query":1' })).toMatchObject({
    added: 0,
    refused: [{ line: 2, problem: "not_json" }],
  });
});

test("what was exported is imported again without a change", async () => {
  await admin.client.example.import.mutate({ text: toolFile() });
  const file = await admin.client.example.export.query();

  const imported = await admin.client.example.import.mutate({ text: file });

  expect(imported).toMatchObject({ added: 0, intents: [], refused: [] });
  expect(imported.already).toBeGreaterThan(8);
});

test("a service is asked with what the question says, and its answer is told; its key shows nowhere", async () => {
  const asked: { url: string | undefined; key: string | undefined; body: string }[] = [];
  const service = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      asked.push({ url: request.url, key: String(request.headers["x-key"]), body });
      response.setHeader("content-type", "application/json");
      response.end('{"price":"40 euros an hour"}');
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/price`;
  await admin.client.example.import.mutate({ text: toolFile() });
  const intent = (await admin.client.intent.list.query({})).items.find(({ name }) => name === "room_price");
  if (intent?.action.type !== "tool") throw new Error("no tool");
  const { headerNames: _, ...action } = intent.action;

  // without an address, and without leave to call one inside
  await answersWith('{"room":"blue"}', "It costs 40 euros.");
  expect((await admin.ask("how much is the blue room")).at(-1)).toMatchObject({ error: { code: "tool.no_address" } });
  const headers = { "x-key": "a secret key" };
  await admin.client.intent.update.mutate({ id: intent.id, action: { ...action, url, headers } });
  await answersWith('{"room":"blue"}');
  expect((await admin.ask("how much is the blue room")).at(-1)).toMatchObject({
    error: { code: "tool.forbidden_address" },
  });
  expect(asked).toEqual([]);

  await admin.client.intent.update.mutate({ id: intent.id, action: { ...action, url, allowPrivate: true } });
  await answersWith(
    '```json\n{"room":"blue","hours":"two"}\n```',
    '{"room":"blue","hours":2}',
    "It costs 40 euros an hour.",
  );
  const outcome = await answerTo("how much is the blue room");

  expect(outcome).toMatchObject({ text: "It costs 40 euros an hour.", tier: "answer" });
  expect(asked).toEqual([{ url: "/price", key: "a secret key", body: '{"room":"blue","hours":2}' }]);
  const sent = JSON.stringify(model.log);
  expect(sent).toContain("40 euros an hour");
  expect(sent).not.toContain("a secret key");
  expect(JSON.stringify(await admin.client.intent.list.query({}))).not.toContain("a secret key");
  expect((await admin.client.intent.get.query({ id: intent.id })).action).toMatchObject({
    headerNames: ["x-key"],
  });

  // a model that calls is told what came of its calls, and one that cannot call was never asked to again
  const call = (json: string) => ({ text: "", calls: [{ name: "room_price", arguments: json }] });
  model.log.length = asked.length = 0;
  model.play(call('{"room":7}'), call('{"room":"seven"}'), { text: "It is 40 euros." });
  expect(await answerTo("price of meeting room seven")).toMatchObject({ text: "It is 40 euros.", tier: "answer" });
  expect(asked.map(({ body }) => body)).toEqual(['{"room":"seven"}']);
  expect(model.log.map(({ body }) => body.messages?.map(({ role }) => role).join(" "))).toEqual([
    "system user",
    "system user assistant tool",
    "system user assistant tool",
  ]);
  expect(model.log.map(({ body }) => body["tool_choice"])).toEqual([
    { type: "function", function: { name: "room_price" } },
    { type: "function", function: { name: "room_price" } },
    "none",
  ]);
  expect(JSON.stringify(model.log[2]?.body)).toContain("40 euros an hour");

  // one that calls again instead of telling is told in words; the service is called once
  asked.length = 0;
  model.play(call('{"room":"blue"}'), call('{"room":"blue"}'), { text: "Forty." });
  expect(await answerTo("how much is the blue room")).toMatchObject({ text: "Forty." });
  expect(asked).toHaveLength(1);

  await ConnectModel.useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "without-tools" });
  model.log.length = 0;
  model.play(
    { refuses: ["tools"], refusalForm: "ollama" },
    { text: '{"room":"blue"}' },
    { text: "Without calls." },
    { text: '{"room":"blue"}' },
    { text: "Without calls." },
  );
  expect(await answerTo("how much is the blue room")).toMatchObject({ text: "Without calls." });
  expect(await answerTo("how much is the blue room")).toMatchObject({ text: "Without calls." });
  expect(model.log.map(({ body }) => "tools" in body)).toEqual([true, false, false, false, false]);

  // nor is one asked to call of which an administrator says that it does so badly
  const place = { provider: "openai" as const, baseUrl: model.baseUrl, model: "calls-badly" };
  const entry = { kind: "chat" as const, name: "Calls badly", place, abilities: { calls: false } };
  const { id: modelId } = await admin.client.model.add.mutate(entry);
  await admin.client.model.use.mutate({ use: "chat", id: modelId });
  model.log.length = 0;
  model.play({ text: '{"room":"blue"}' }, { text: "In words." });
  expect(await answerTo("how much is the blue room")).toMatchObject({ text: "In words." });
  expect(model.log.map(({ body }) => "tools" in body)).toEqual([false, false]);

  await answersWith("I cannot tell", "{}");
  expect((await answerTo("what does the room cost")).text).toContain("room");
  await answersWith();
  service.close();
});

test("an intent is renamed, given another action and removed; two cannot share a name", async () => {
  const { id } = await admin.client.intent.create.mutate({ name: "talk", action: { type: "chat" } });

  const taken = admin.client.intent.update.mutate({ id, name: "greeting" });
  const renamed = await admin.client.intent.update.mutate({ id, name: "small talk", action: { type: "handover" } });

  await expect(taken).rejects.toMatchObject({ data: { code: "intent.name_taken" } });
  expect(renamed).toMatchObject({ name: "small talk", action: { type: "handover" } });
  await admin.client.intent.remove.mutate({ id });
  expect((await admin.client.intent.names.query()).map(({ name }) => name)).not.toContain("small talk");
});

test("intents are found by their name, their action or one of their sentences, a page at a time", async () => {
  const { list } = admin.client.intent;
  const names = async (wanted: Parameters<typeof list.query>[0]) =>
    (await list.query(wanted)).items.map(({ name }) => name);

  const all = await list.query({});
  const second = await list.query({ from: 1, limit: 1 });

  expect(await names({ text: "GREET" })).toEqual(["greeting"]);
  expect(await names({ text: "早上" })).toEqual(["greeting"]);
  expect(await names({ action: "tool" })).toEqual(["room_price"]);
  expect(await names({ text: "100%" })).toEqual([]);
  expect(second).toMatchObject({ items: [all.items[1]], total: all.total, all: all.total });
  expect(all.items.find(({ name }) => name === "greeting")?.examples).toBe(greetings.length);
});

test("an example that is worded differently, or moved, counts at once", async () => {
  const { example, intent } = admin.client;
  const { id: there } = await intent.create.mutate({ name: "badges", action: { type: "handover" } });
  const { added } = await example.add.mutate({ intentId: there, examples: [{ text: "my badge does not open" }] });
  const { id: elsewhere } = await intent.create.mutate({ name: "doors", action: { type: "handover" } });
  const id = added[0]?.id ?? "";
  const takenFor = async (sentence: string) => (await intent.try.query({ sentence }))?.intent;
  expect(await takenFor("my badge does not open")).toBe("badges");

  await example.change.mutate({ id, text: "  a lost\nkey card " });
  expect(await takenFor("a lost key card")).toBe("badges");
  expect(await takenFor("my badge does not open")).toBe(null);
  await example.change.mutate({ id, intentId: elsewhere });
  expect(await takenFor("a lost key card")).toBe("doors");

  await example.add.mutate({ intentId: there, examples: [{ text: "a lost key card" }] });
  const back = example.change.mutate({ id, intentId: there });
  await expect(back).rejects.toMatchObject({ data: { code: "example.taken" } });
  await expect(example.change.mutate({ id, text: " " })).rejects.toMatchObject({ data: { code: "example.empty" } });
  const lab = await intent.lab.query();
  expect(lab.state === "done" && lab.report.contradictions).toMatchObject([{ first: { text: "a lost key card" } }]);
  expect(await intent.mistakes.query({ intent: "doors", takenFor: "badges" })).toEqual([
    { id, text: "a lost key card" },
  ]);
  // while somebody works through the mistakes, they stay those of the report
  await example.change.mutate({ id, text: "the door is shut" });
  expect(await intent.mistakes.query({ intent: "doors", takenFor: "badges" })).toEqual([
    { id, text: "a lost key card" },
  ]);
  await intent.remove.mutate({ id: there });
  await intent.remove.mutate({ id: elsewhere });
});

test("the lab shows what the examples come to, and what a sentence is taken for", async () => {
  const lab = await admin.client.intent.lab.query();
  const tried = await admin.client.intent.try.query({ sentence: "good morning" });
  const other = await admin.client.intent.try.query({ sentence: "How tall is the tower?" });

  expect(lab.state === "done" && lab.report.intents.map(({ intent }) => intent)).toContain("greeting");
  expect(tried).toMatchObject({ verdict: "clear", intent: "greeting" });
  expect(tried?.fits[0]?.nearest[0]).toMatchObject({ text: "good morning", score: expect.closeTo(1) as number });
  expect(other).toMatchObject({ verdict: "none", intent: null, action: "knowledge" });
});

test("people who only ask see nothing of intents", async () => {
  const person = {
    name: "Asker",
    email: "asker@example.org",
    role: "member" as const,
    password: "long enough to be safe",
  };
  await admin.client.user.create.mutate({ ...person, keepsPassword: true });
  const asker = await signIn(desk.url, person.email, person.password);

  await expect(asker.client.intent.list.query({})).rejects.toMatchObject({ data: { httpStatus: 403 } });
  await expect(asker.client.example.export.query()).rejects.toMatchObject({ data: { httpStatus: 403 } });
  asker.close();
});

test("where examples do not agree a model chooses among their intents, and its nonsense changes nothing", async () => {
  const scope = await testScope();
  const chat = await fakeOpenAi();
  const taught = {
    "cancel the order": ["cancel my order", "I want to cancel the order", "please cancel order 17"],
    "follow the order": ["where is my order", "track my order", "show me order 17"],
  };
  for (const [name, sentences] of Object.entries(taught)) {
    const { id } = await Intent.create(scope, { name, action: { type: "handover" } });
    await Example.add(scope, { intentId: id, examples: sentences.map((text) => ({ text, parameters: null })) });
  }
  const ask = async (sentence: string, reply: string) => {
    chat.log.length = 0;
    chat.play({ text: reply });
    const signal = AbortSignal.timeout(10_000);
    return detect(scope, sentence, {
      model: scope.chatModels.connect({ provider: "openai", baseUrl: chat.baseUrl, model: "m" }),
      signal,
    });
  };
  const best = (await Lab.tryOut(scope, { sentence: "cancel or track my order" }))?.intent;
  const second = Object.keys(taught).find((name) => name !== best);

  expect(await ask("cancel or track my order", "2")).toMatchObject({ name: second, by: "model", tokens: {} });
  expect(await ask("cancel or track my order", "0")).toMatchObject({ name: null, by: "model" });
  await ConnectModel.useModel(scope, "chat", { baseUrl: chat.baseUrl, model: "m" });
  chat.play({ text: "2" });
  const sentence = "cancel or track my order";
  expect(await Lab.tryOut(scope, { sentence })).toMatchObject({ intent: best, by: "examples", hasModel: true });
  expect(await Lab.tryOut(scope, { sentence, askModel: true })).toMatchObject({ intent: second, by: "model" });
  expect(await ask("cancel or track my order", "as you like")).toMatchObject({ name: best, by: "examples" });
  expect(await ask("please cancel my order", "2")).toMatchObject({ name: "cancel the order", by: "examples" });
  expect(chat.log).toEqual([]);
  expect(await ask("How tall is the tower?", "1")).toMatchObject({ name: null, by: "none" });
  expect(chat.log).toEqual([]);
  await scope.close();
  await chat[Symbol.asyncDispose]();
});

test("with an embedder examples get vectors, and words decide while it cannot be reached", async () => {
  const scope = await testScope();
  const vectors = await wordVectorServer();
  const { id } = await Intent.create(scope, { name: "greeting", action: { type: "chat" } });
  await Example.add(scope, { intentId: id, examples: greetings.map((text) => ({ text, parameters: null })) });
  expect(await Lab.tryOut(scope, { sentence: "good morning" })).toMatchObject({ intent: "greeting", byVectors: false });

  await ModelConnection.stageEmbedder(
    scope,
    await ConnectModel.addModel(scope, "embed", { baseUrl: vectors.baseUrl, model: "words" }),
  );
  await ModelConnection.promoteEmbedder(scope);
  expect(await Lab.tryOut(scope, { sentence: "good morning" })).toMatchObject({ intent: "greeting", byVectors: true });
  expect(vectors.embedded).toEqual(expect.arrayContaining(greetings));

  vectors.down = true;
  expect(await Lab.tryOut(scope, { sentence: "good morning dear" })).toMatchObject({
    intent: "greeting",
    byVectors: false,
  });
  await scope.close();
  await vectors[Symbol.asyncDispose]();
}, 60_000);

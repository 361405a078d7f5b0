import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import * as Conversation from "@docent/core/chat/conversation";
import * as ModelChoice from "@docent/core/chat/model-choice";
import type { Outcome } from "@docent/core/chat/run-event";
import * as Run from "@docent/core/chat/run";
import { companyTable, traceTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as Example from "@docent/core/intents/example";
import * as Intent from "@docent/core/intents/intent";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { awsClients } from "@docent/core/models/aws/aws-client";
import * as Entry from "@docent/core/models/catalogue/entry";
import type { Abilities } from "@docent/core/models/catalogue/abilities";
import { chatModels } from "@docent/core/models/chat-models";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";
import * as Template from "@docent/core/templates/template";
import * as TemplateChange from "@docent/core/templates/template-change";
import * as Group from "@docent/core/users/group";
import { fakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;
/** The company's model, and another one that people may choose. */
let house: string;
let other: string;

beforeAll(async () => {
  const aws = awsClients({ retries: 0 });
  scope = await testScope({ chatModels: chatModels({ ollamaUrl: "", retries: 0, aws }) });
  server = await fakeOpenAi({ text: "Thirty days [1]." });
  const { id } = await Library.create(scope, { name: "Handbook" });
  const content = new TextEncoder().encode("# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await Version.add(scope, id, [{ name: "leave.md", content }]);
  await scope.settle();
  house = await model("House", "house");
  other = await model("Other", "other");
  await ModelConnection.use(scope, "chat", house);
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.log.length = 0;
  server.play({ text: "Thirty days [1]." });
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

async function model(name: string, id: string, abilities: Abilities = {}, groupIds: string[] = []): Promise<string> {
  const place = { provider: "openai" as const, baseUrl: server.baseUrl, model: id };
  return (await Entry.add(scope, { kind: "chat", name, place, abilities, groupIds })).id;
}

const leave = "How many days of paid leave do I get a year?";

interface Answered {
  conversationId: string;
  runId: string;
  outcome: Outcome;
}

async function answerTo(question: string, more: Partial<Run.Ask> = {}, by: Scope = scope): Promise<Answered> {
  const input = { conversationId: newId("conversation"), runId: newId("run"), question, ...more };
  await Run.ask(by, input);
  for await (const { event } of Run.watch(by, { runId: input.runId, after: 0 }))
    if ("outcome" in event) return { ...input, outcome: event.outcome };
  throw new Error("the run did not end");
}

const sent = () => server.log.map(({ body }) => body as unknown as Record<string, unknown>);
const traceOf = async ({ runId }: Answered) => {
  const [row] = await scope.db.select().from(traceTable).where(eq(traceTable.runId, runId));
  return row?.trace;
};

test("a question is answered by the model that its asker chose, under the name that people know it by", async () => {
  const { outcome, conversationId } = await answerTo(leave, { settings: { modelId: other } });

  expect(sent()).toMatchObject([{ model: "other" }]);
  expect(outcome).toMatchObject({ model: "openai/other", modelName: "Other" });
  const [turn] = (await Conversation.get(scope, conversationId)).turns;
  expect(turn?.settings).toEqual({ modelId: other });

  await answerTo(leave);
  expect(sent().at(-1)).toMatchObject({ model: "house" });
});

test("the parameters asked for are sent, and of others the desk's own only: an answer is drawn as coolly as can be", async () => {
  const parameters = { temperature: 0.3, topP: 0.9, topK: 40, outputTokensMax: 300, stop: ["END"] };
  const further = { presencePenalty: 0.5, frequencyPenalty: -0.5 };

  const answered = await answerTo(leave, { settings: { parameters: { ...parameters, ...further } } });
  await answerTo(leave);

  const [first, second] = sent();
  expect(first).toMatchObject({ temperature: 0.3, top_p: 0.9, top_k: 40, max_tokens: 300, stop: ["END"] });
  expect(first).toMatchObject({ presence_penalty: 0.5, frequency_penalty: -0.5 });
  expect(second).toMatchObject({ temperature: 0 });
  for (const field of ["top_p", "top_k", "max_tokens", "stop", "presence_penalty", "frequency_penalty"])
    expect(second).not.toHaveProperty(field);
  expect((await traceOf(answered))?.parameters).toEqual({ sent: { ...parameters, ...further }, unsent: {} });
});

test.each([
  { temperature: 3 },
  { topP: -0.1 },
  { topK: 1.5 },
  { outputTokensMax: 0 },
  { presencePenalty: 9 },
  { stop: ["a", "b", "c", "d", "e"] },
  { stop: [""] },
])("parameters beyond what any model takes are refused: %j", (parameters) => {
  const asked = { conversationId: newId("conversation"), runId: newId("run"), question: leave };
  expect(Run.Ask.safeParse({ ...asked, settings: { parameters } }).success).toBe(false);
  expect(Run.Ask.safeParse({ ...asked, settings: { parameters: { temperature: 1 } } }).success).toBe(true);
});

test("what lies beyond an administrator's limits is brought back to them, and a dial that the model has not is left out", async () => {
  const dials = { temperature: { min: 0.1, max: 0.5 }, topP: { default: 0.8 }, topK: null };
  const modelId = await model("Limited", "limited", { dials });

  const answered = await answerTo(leave, { settings: { modelId, parameters: { temperature: 1.5, topK: 40 } } });

  expect(sent()).toMatchObject([{ temperature: 0.5, top_p: 0.8 }]);
  expect(sent()[0]).not.toHaveProperty("top_k");
  expect((await traceOf(answered))?.parameters).toEqual({
    sent: { temperature: 0.5, topP: 0.8 },
    unsent: { topK: "absent" },
  });
  const choice = (await ModelChoice.list(scope)).others.find(({ id }) => id === modelId);
  expect(choice?.dials).toMatchObject({
    temperature: { min: 0.1, max: 0.5 },
    topP: { min: 0, max: 1, default: 0.8 },
    topK: { unsent: "absent" },
  });
});

test("a field that the server refuses is left out, the trace says so, and the console knows it from then on", async () => {
  const modelId = await model("Choosy", "choosy");
  server.play({ text: "Thirty days [1].", refuses: ["top_k"], refusalForm: "vllm" });
  const settings = { modelId, parameters: { topK: 40, temperature: 0.2 } };

  const answered = await answerTo(leave, { settings });

  expect(sent()).toHaveLength(2);
  expect(sent()[1]).toMatchObject({ temperature: 0.2 });
  expect(sent()[1]).not.toHaveProperty("top_k");
  expect((await traceOf(answered))?.parameters).toEqual({ sent: { temperature: 0.2 }, unsent: { topK: "refused" } });
  const choice = (await ModelChoice.list(scope)).others.find(({ id }) => id === modelId);
  expect(choice?.dials.topK.unsent).toBe("refused");
  expect(choice?.dials.temperature.unsent).toBeUndefined();
});

test("an answer asked for again has the model and the parameters of the one before, unless others are asked for", async () => {
  const settings = { modelId: other, parameters: { temperature: 0.7 } };
  const first = await answerTo(leave, { settings });
  const { conversationId } = first;
  const second = await answerTo(leave, { conversationId, retryOf: first.runId });
  const third = await answerTo(leave, { conversationId, retryOf: second.runId, settings: { modelId: null } });

  expect(sent()).toMatchObject([
    { model: "other", temperature: 0.7 },
    { model: "other", temperature: 0.7 },
    { model: "house", temperature: 0 },
  ]);
  const { turns } = await Conversation.get(scope, conversationId);
  expect(turns).toMatchObject([{ runId: third.runId, settings: { modelId: null } }]);
});

test("when the model chosen has been removed the company's answers in its place, and says so", async () => {
  const modelId = await model("Passing", "passing");
  const before = await answerTo(leave, { settings: { modelId } });
  await Entry.remove(scope, { id: modelId });

  const { conversationId } = before;
  const { outcome } = await answerTo(leave, { conversationId, retryOf: before.runId });

  expect(sent().map(({ model }) => model)).toEqual(["passing", "house"]);
  expect(outcome).toMatchObject({ modelName: "House", degraded: "model.choice_gone" });
});

test("a model for some groups is neither shown to others nor answers them, also when its groups change later", async () => {
  const [inside, outside] = [await scope.as("member"), await scope.as("member")];
  if (inside.actor.type !== "user") throw new Error("nobody");
  const group = await Group.create(scope, { name: "Testers" });
  await Group.setMembers(scope, { id: group.id, userIds: [inside.actor.userId] });
  const modelId = await model("Dear", "dear", {}, [group.id]);
  const named = async (by: Scope) => (await ModelChoice.list(by)).others.map(({ name }) => name);

  expect(await named(inside)).toContain("Dear");
  expect(await named(outside)).not.toContain("Dear");
  expect((await answerTo(leave, { settings: { modelId } }, inside)).outcome.modelName).toBe("Dear");
  expect((await answerTo(leave, { settings: { modelId } }, outside)).outcome).toMatchObject({
    modelName: "House",
    degraded: "model.choice_gone",
  });

  await Group.setMembers(scope, { id: group.id, userIds: [] });
  expect((await answerTo(leave, { settings: { modelId } }, inside)).outcome.modelName).toBe("House");
});

test("neither a model of another kind nor one of another company answers", async () => {
  const ranks = await Entry.add(scope, {
    kind: "rerank",
    name: "Ranks",
    place: { provider: "onnx", model: "some/model" },
  });
  const stranger = await fromAnotherCompany();
  const theirs = await Entry.add(stranger, {
    kind: "chat",
    name: "Theirs",
    place: { provider: "openai", baseUrl: server.baseUrl, model: "theirs" },
  });

  for (const modelId of [ranks.id, theirs.id, "mdl_nowhere"]) {
    const { outcome } = await answerTo(leave, { settings: { modelId } });
    expect(outcome).toMatchObject({ modelName: "House", degraded: "model.choice_gone" });
  }
  const listed = JSON.stringify(await ModelChoice.list(scope));
  expect(listed).not.toContain(theirs.id);
  expect(listed).not.toContain(ranks.id);
});

test("only the answer is written with the asker's parameters: making a question stand alone is the desk's affair", async () => {
  const settings = { parameters: { temperature: 1.2 } };
  const { conversationId } = await answerTo(leave, { settings });
  server.log.length = 0;
  server.play({ text: "How many days of leave may I carry over?" }, { text: "Thirty days [1]." });

  await answerTo("And how many of them may I carry over?", { conversationId, settings });

  const [rewriting, answering] = sent();
  expect(rewriting).toMatchObject({ temperature: 0 });
  expect(answering).toMatchObject({ temperature: 1.2 });
});

test("small talk is written with the asker's parameters too", async () => {
  const { id: intentId } = await Intent.create(scope, { name: "chat", action: { type: "chat" } });
  const texts = ["tell me a joke", "make me laugh", "say something funny", "cheer me up a little"];
  const { added } = await Example.add(scope, { intentId, examples: texts.map((text) => ({ text, parameters: null })) });
  await scope.settle();

  await answerTo("tell me a joke", { settings: { modelId: other, parameters: { temperature: 1.1 } } });
  await Example.remove(scope, { ids: added.map(({ id }) => id) });

  expect(sent().at(-1)).toMatchObject({ model: "other", temperature: 1.1 });
});

test("what the asker wants stands before what the template says, that before the model's own defaults, and the desk's come last", async () => {
  const dials = { temperature: { default: 0.9 }, topP: { default: 0.9 }, topK: { default: 90 } };
  const modelId = await model("Layered", "layered", { dials });
  const parameters = { topP: 0.5, topK: 50 };
  const template = { name: "Layers", text: "Answer from {context}: {question}", parameters };
  const { id: templateId } = await TemplateChange.create(scope, { ...template, comment: "", bot: "", persona: "" });

  await answerTo(leave, { settings: { modelId, templateId, parameters: { topK: 10 } } });
  await answerTo(leave, { settings: { templateId } });

  expect(sent()).toMatchObject([
    { temperature: 0.9, top_p: 0.5, top_k: 10 },
    { temperature: 0, top_p: 0.5, top_k: 50 },
  ]);
  expect(await Template.choices(await scope.as("member"))).toMatchObject([{ name: "Layers", parameters }]);
});

test("a model of Bedrock is told its parameters under its family's names, and none that the family has not", async () => {
  await using bedrock = await fakeBedrock({ text: "Thirty days [1]." });
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.url);
  const key = { type: "iam" as const, accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-secret-for-tests" };
  const place = { provider: "bedrock" as const, region: "us-east-1", model: "amazon.nova-lite-v1:0" };
  const { id } = await Entry.add(scope, { kind: "chat", name: "Nova", place, key });
  const parameters = { temperature: 0.4, topK: 20, outputTokensMax: 200, presencePenalty: 1, stop: ["END"] };

  const answered = await answerTo(leave, { settings: { modelId: id, parameters } });

  expect(jsonOf(bedrock.log.at(-1))).toMatchObject({
    inferenceConfig: { temperature: 0.4, maxTokens: 200, stopSequences: ["END"] },
    additionalModelRequestFields: { inferenceConfig: { topK: 20 } },
  });
  expect(bedrock.log.at(-1)?.body.toString()).not.toMatch(/penalty/i);
  const { presencePenalty: _, ...rest } = parameters;
  expect((await traceOf(answered))?.parameters).toEqual({ sent: rest, unsent: { presencePenalty: "absent" } });

  const choice = (await ModelChoice.list(scope)).others.find(({ name }) => name === "Nova");
  expect(choice?.dials.frequencyPenalty.unsent).toBe("absent");
  expect(choice?.dials.topK.unsent).toBeUndefined();
  expect(JSON.stringify(choice)).not.toMatch(/us-east-1|AKID|a-secret|nova-lite/);
});

test("of two dials that a model takes one at a time, the one asked for is sent, and of both the temperature, and it is told", async () => {
  await using bedrock = await fakeBedrock({ text: "Thirty days [1]." });
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.url);
  const key = { type: "iam" as const, accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a-secret-for-tests" };
  const place = {
    provider: "bedrock" as const,
    region: "eu-west-1",
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  };
  const { id } = await Entry.add(scope, { kind: "chat", name: "Haiku", place, key });

  const both = await answerTo(leave, { settings: { modelId: id, parameters: { temperature: 0.4, topP: 0.8 } } });
  const alone = await answerTo(leave, { settings: { modelId: id, parameters: { topP: 0.8 } } });

  expect((await traceOf(both))?.parameters).toEqual({ sent: { temperature: 0.4 }, unsent: { topP: "either" } });
  expect((await traceOf(alone))?.parameters).toEqual({ sent: { topP: 0.8 }, unsent: {} });
  expect(jsonOf(bedrock.log.at(-1))).toMatchObject({ inferenceConfig: { topP: 0.8 } });
});

test("a stand-in is sent the parameters as it can take them", async () => {
  await using frail = await fakeOpenAi({ fault: { type: "status", status: 500 } });
  const fallbackId = await model("Spare", "spare", { dials: { temperature: { max: 0.2 } } });
  const place = { provider: "openai" as const, baseUrl: frail.baseUrl, model: "frail" };
  const { id } = await Entry.add(scope, { kind: "chat", name: "Frail", place, fallbackId });

  const answered = await answerTo(leave, { settings: { modelId: id, parameters: { temperature: 1 } } });

  expect(answered.outcome).toMatchObject({ modelName: "Spare", degraded: "model.stood_in" });
  expect(sent()).toMatchObject([{ model: "spare", temperature: 0.2 }]);
  expect((await traceOf(answered))?.parameters).toEqual({ sent: { temperature: 0.2 }, unsent: {} });
});

async function fromAnotherCompany(): Promise<Scope> {
  const companyId = newId("company");
  const userId = newId("user");
  await scope.db.insert(companyTable).values({ id: companyId, name: "Stranger" });
  await scope.db
    .insert(userTable)
    .values({ id: userId, companyId, role: "admin", name: "Stranger", email: `${userId}@example.org` });
  return { ...scope, actor: { type: "user", userId, companyId, role: "admin" } };
}

import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Outcome, RunEvent } from "@docent/core/chat/run-event";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import { budgetTable, traceTable, usageTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as Writing from "@docent/core/enhancement/writing";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import * as Entry from "@docent/core/models/catalogue/entry";
import * as EntryTry from "@docent/core/models/catalogue/entry-try";
import { chatModels } from "@docent/core/models/chat-models";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";
import * as Budget from "@docent/core/usage/budget";
import type { Limits } from "@docent/core/usage/limits";
import { closeLost } from "@docent/core/usage/lost-calls";
import * as Usage from "@docent/core/usage/usage";
import * as UsageFile from "@docent/core/usage/usage-file";
import * as Group from "@docent/core/users/group";
import { addModel } from "../connect-model.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;
let libraryId: string;
/** Moves the desk's clock forward. */
let later = 0;

const price = { currency: "EUR", input: 2, output: 10, cached: 0.5 };
const counted = { text: "Thirty days [1].", usage: { prompt_tokens: 1_000, completion_tokens: 20 } };
const leave = "How many days of paid leave do I get a year?";

beforeAll(async () => {
  const now = () => new Date(Date.now() + later);
  scope = await testScope({ now, chatModels: chatModels({ ollamaUrl: "", retries: 0 }) });
  server = await fakeOpenAi(counted);
  libraryId = (await Library.create(scope, { name: "=Handbook" })).id;
  const content = new TextEncoder().encode("# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await Version.add(scope, libraryId, [{ name: "leave.md", content }]);
  await scope.settle();
});

afterEach(async () => {
  await scope.db.delete(budgetTable);
  await scope.db.delete(usageTable);
  await ModelConnection.use(scope, "chat", null);
  server.log.length = 0;
  server.play(counted);
  later = 0;
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

let models = 0;

async function model(name: string, limits: Limits = {}): Promise<string> {
  const place = { provider: "openai" as const, baseUrl: server.baseUrl, model: name };
  return (await Entry.add(scope, { kind: "chat", name: `${name} ${++models}`, place, price, limits })).id;
}

async function useNew(name: string, limits?: Limits): Promise<string> {
  const id = await model(name, limits);
  await ModelConnection.use(scope, "chat", id);
  return id;
}

interface Answered {
  runId: string;
  conversationId: string;
  outcome: Outcome;
  events: RunEvent[];
  error?: { code: string; message: string };
}

async function answerTo(
  question: string,
  by: Scope = scope,
  conversationId = newId("conversation"),
): Promise<Answered> {
  const input = { conversationId, runId: newId("run"), question };
  await Run.ask(by, input);
  const events: RunEvent[] = [];
  for await (const { event } of Run.watch(by, { runId: input.runId, after: 0 })) {
    events.push(event);
    if (!("outcome" in event)) continue;
    return { ...input, outcome: event.outcome, events, ...(event.type === "failed" && { error: event.error }) };
  }
  throw new Error("the run did not end");
}

const rows = () => scope.db.select().from(usageTable).orderBy(usageTable.startedAt, usageTable.id);
const traceOf = async (runId: string) => {
  const [row] = await scope.db.select().from(traceTable).where(eq(traceTable.runId, runId));
  return row?.trace;
};
const today = () => {
  const day = scope.now().toISOString().slice(0, 10);
  return { from: day, to: day, timeZone: "UTC" };
};
const everyday = { period: "day" as const, timeZone: "UTC" };

test("every call on the wire is written down once, with its tokens, its price, and the library that was read", async () => {
  const id = await useNew("house");
  server.play({
    ...counted,
    usage: { prompt_tokens: 1_000, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 600 } },
  });

  const { runId, conversationId } = await answerTo(leave);
  server.play({ text: "How is that leave paid?", usage: { prompt_tokens: 50, completion_tokens: 7 } }, counted);
  await answerTo("And how is it paid?", scope, conversationId);

  const calls = await rows();
  expect(calls).toHaveLength(server.log.length);
  expect(calls.map(({ stage }) => stage)).toEqual(["answer", "rewrite", "answer"]);
  expect(calls[0]).toMatchObject({
    modelId: id,
    runId,
    state: "answered",
    inputTokens: 1_000,
    outputTokens: 20,
    cachedTokens: 600,
    // 400 at 2, 600 at 0.5 and 20 at 10 for a million
    cost: 1_300,
    currency: "EUR",
    estimated: false,
    libraryIds: [libraryId],
  });
  expect((await traceOf(runId))?.calls).toMatchObject([
    { stage: "answer", tokens: { input: 1_000, output: 20, cached: 600 }, cost: { amount: 1_300, currency: "EUR" } },
  ]);
});

test("a vendor that does not count is counted for, and said to be", async () => {
  await useNew("house");
  server.play({ text: "Thirty days [1].", usage: {} });
  await answerTo(leave);
  const [call] = await rows();
  expect(call).toMatchObject({ state: "answered", estimated: true, outputTokens: 4 });
  expect(call?.inputTokens).toBeGreaterThan(100);
});

test("a call that is stopped, refused or broken off counts too, a refused one without tokens", async () => {
  await useNew("house");
  server.play({ pieces: ["Thirty ", "days "], fault: { type: "hangs" }, faultAfter: 2 });
  const runId = newId("run");
  await Run.ask(scope, { conversationId: newId("conversation"), runId, question: leave });
  for await (const { event } of Run.watch(scope, { runId, after: 0 }))
    if (event.type === "text-delta") await Run.stop(scope, { runId });
  server.play({ fault: { type: "status", status: 401 } });
  await answerTo(leave);
  server.play({ pieces: ["Thirty ", "days ", "[1]."], fault: { type: "truncated" }, faultAfter: 2 });
  await answerTo(leave);

  const calls = await rows();
  expect(calls.map(({ state, estimated }) => ({ state, estimated }))).toEqual([
    { state: "stopped", estimated: true },
    { state: "failed", estimated: true },
    { state: "failed", estimated: true },
  ]);
  expect(calls.map(({ inputTokens, outputTokens }) => inputTokens > 0 && outputTokens > 0)).toEqual([
    true,
    false,
    true,
  ]);
  expect(calls[1]).toMatchObject({ inputTokens: 0, outputTokens: 0, cost: 0 });
});

test("a call whose process ended is lost, and what it was expected to take stays counted", async () => {
  await useNew("house");
  await answerTo(leave);
  await scope.db.update(usageTable).set({ state: "running", finishedAt: null, estimated: true });
  await closeLost(scope);
  expect((await rows())[0]?.state).toBe("running");
  later = 61 * 60_000;
  await closeLost(scope);
  expect((await rows())[0]).toMatchObject({ state: "lost", inputTokens: 1_000 });
});

test("embedding and trying count as well, by estimate where the server does not say", async () => {
  await using words = await wordVectorServer();
  const embedder = await addModel(scope, "embed", { baseUrl: words.baseUrl, model: "words" });
  await ModelConnection.stageEmbedder(scope, embedder);
  await ModelConnection.promoteEmbedder(scope);
  const connected = await ModelConnection.embedder(scope);
  await connected?.embed(["How long is leave?"], "query");
  await connected?.embed(["How long is leave?"], "query");
  await connected?.embed(["Thirty days.", "Ten."], "passage");
  await EntryTry.run(scope, { kind: "chat", place: { provider: "openai", baseUrl: server.baseUrl, model: "m" } });
  expect((await rows()).map(({ stage, estimated }) => ({ stage, estimated }))).toEqual([
    { stage: "question", estimated: true },
    { stage: "index", estimated: true },
    { stage: "try", estimated: false },
  ]);
  await ModelConnection.stageEmbedder(scope, null);
  await ModelConnection.promoteEmbedder(scope);
});

test("whoever asks more than a model's minute has room for waits, sees for how long, and is answered in turn", async () => {
  await useNew("house", { requests: 1 });
  await answerTo(leave);
  const runId = newId("run");
  await Run.ask(scope, { conversationId: newId("conversation"), runId, question: leave });
  const stages: RunEvent[] = [];
  for await (const { event } of Run.watch(scope, { runId, after: 0 })) {
    if (event.type === "stage") stages.push(event);
    if (event.type === "stage" && event.stage === "waiting") later = 60_000;
    if ("outcome" in event) expect(event.type).toBe("finished");
  }
  const [wait, after] = stages.slice(stages.findIndex((event) => event.type === "stage" && event.stage === "waiting"));
  expect(wait).toMatchObject({ stage: "waiting", count: 0 });
  expect(wait?.type === "stage" && (wait.seconds ?? 0) > 50).toBe(true);
  expect(after).toMatchObject({ stage: "writing" });
});

test("people take turns at a model: one who asks for the first time goes before the third question of another", async () => {
  await useNew("house", { requests: 2 });
  const bob = await scope.as("member");
  await answerTo(leave);
  await answerTo(leave);
  const waitOf = async (by: Scope) => {
    const runId = newId("run");
    await Run.ask(by, { conversationId: newId("conversation"), runId, question: leave });
    await vi.waitFor(async () =>
      expect((await scope.db.select().from(usageTable).where(eq(usageTable.runId, runId)))[0]?.state).toBe("waiting"),
    );
    return runId;
  };
  const mine = await waitOf(scope);
  const his = await waitOf(bob);
  // one of mine leaves the minute, the other one stays in it
  const [oldest] = await scope.db.select().from(usageTable).where(eq(usageTable.state, "answered")).limit(1);
  const left = { startedAt: new Date(scope.now().getTime() - 61_000) };
  await scope.db
    .update(usageTable)
    .set(left)
    .where(eq(usageTable.id, oldest?.id ?? ""));
  for await (const { event } of Run.watch(bob, { runId: his, after: 0 }))
    if ("outcome" in event) expect(event.type).toBe("finished");
  const [first] = await scope.db.select().from(usageTable).where(eq(usageTable.runId, mine));
  expect(first?.state).toBe("waiting");
  await Run.stop(scope, { runId: mine });
  expect(await scope.db.select().from(usageTable).where(eq(usageTable.runId, mine))).toEqual([]);
});

test("a wait of more than two minutes is refused in clear words, and nothing is sent", async () => {
  await useNew("house", { requests: 1 });
  await answerTo(leave);
  const [sent] = await rows();
  if (!sent) throw new Error("no call");
  const ahead = { ...sent, runId: null, state: "waiting" as const };
  await scope.db.insert(usageTable).values([1, 2].map(() => ({ ...ahead, id: newId("usage") })));
  const { error } = await answerTo(leave);
  expect(error?.code).toBe("model.busy");
  expect(server.log).toHaveLength(1);
  expect((await rows()).filter(({ runId }) => runId !== null)).toHaveLength(1);
});

test("a spent budget stops before the call, and says when it opens and whom to ask", async () => {
  await useNew("house");
  const member = await scope.as("member");
  await Budget.add(scope, { subject: { type: "everyone" }, ...everyday, tokensMax: 1_500 });
  expect((await answerTo(leave, member)).error).toBeUndefined();

  const { error } = await answerTo(leave, member);
  expect(error).toMatchObject({ code: "budget.spent" });
  expect(error?.message).toMatch(
    /^Your budget for models is used up\. It opens again on .*\(UTC\)\. Ask an administrator/,
  );
  expect(server.log).toHaveLength(1);
  // each person has as much for themselves
  expect((await answerTo(leave, await scope.as("member"))).error).toBeUndefined();
  later = 24 * 60 * 60_000;
  expect((await answerTo(leave, member)).error).toBeUndefined();
});

test("a group and the company spend together, and money counts in its own currency only", async () => {
  await useNew("house");
  const [inside, beside, outside] = [await scope.as("member"), await scope.as("member"), await scope.as("member")];
  const userIds = [inside, beside].map(({ actor }) => (actor.type === "user" ? actor.userId : ""));
  const group = await Group.create(scope, { name: "Branch" });
  await Group.setMembers(scope, { id: group.id, userIds });
  // one answer costs 2,200 millionths, and 6,000 more are reserved for what it may write
  const { id } = await Budget.add(scope, {
    subject: { type: "group", groupId: group.id },
    ...everyday,
    costMax: 8_000,
    currency: "EUR",
  });
  expect((await answerTo(leave, inside)).error).toBeUndefined();
  expect((await answerTo(leave, beside)).error?.code).toBe("budget.spent");
  expect((await answerTo(leave, outside)).error).toBeUndefined();
  const to = { subject: { type: "company" as const }, ...everyday, costMax: 9_000, currency: "USD" };
  await Budget.change(scope, { id, to });
  expect((await answerTo(leave, beside)).error).toBeUndefined();
});

test("a cheaper model answers once the budget is spent, and the answer says so", async () => {
  await useNew("dear");
  const cheap = await model("cheap");
  await Budget.add(scope, { subject: { type: "company" }, ...everyday, tokensMax: 1_500, modelId: cheap });
  await answerTo(leave);
  const { outcome } = await answerTo(leave);
  expect(server.log.map(({ body }) => body.model)).toEqual(["dear", "cheap"]);
  expect(outcome).toMatchObject({ model: "openai/cheap", degraded: "budget.cheaper_model" });
  expect((await rows()).map(({ modelId }) => modelId === cheap)).toEqual([false, true]);
});

test("of ten questions at the same moment only as many pass as the budget has room for", async () => {
  await useNew("house");
  server.play({ ...counted, firstMs: 100 });
  // room for two that are expected to take several hundred each
  await Budget.add(scope, { subject: { type: "company" }, ...everyday, tokensMax: 2_000 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => answerTo(leave)));
  const passed = answers.filter(({ error }) => error === undefined).length;
  expect(passed).toBeGreaterThan(0);
  expect(passed).toBeLessThanOrEqual(2);
  expect(answers.filter(({ error }) => error?.code === "budget.spent")).toHaveLength(10 - passed);
  expect(await rows()).toHaveLength(passed);
});

test("somebody hears of a budget when four fifths are spent, and not before", async () => {
  await useNew("house");
  const member = await scope.as("member");
  await Budget.add(scope, { subject: { type: "everyone" }, ...everyday, tokensMax: 2_500 });
  await answerTo(leave, member);
  expect((await Budget.notices(member)).notices).toEqual([]);
  await answerTo(leave, member);
  const { notices, administrators } = await Budget.notices(member);
  expect(notices).toMatchObject([{ subject: "everyone", period: "day", model: null }]);
  expect(notices[0]?.share).toBeCloseTo(2_040 / 2_500);
  expect(administrators).toContain("admin");
  expect((await Budget.notices(await scope.as("member"))).notices).toEqual([]);
  expect(await Budget.list(scope)).toMatchObject([{ tokens: 2_040, share: 2_040 / 2_500 }]);
});

test("the report adds up by day, person, model, purpose and library", async () => {
  await useNew("house");
  const member = await scope.as("member");
  await answerTo(leave);
  await answerTo(leave, member);
  server.play({ fault: { type: "status", status: 401 } });
  await answerTo(leave, member);

  const { total, days, people, models, stages, libraries } = await Usage.report(scope, today());
  const both = { calls: 3, answered: 2, failed: 1, tokens: { input: 2_000, output: 40 }, costs: { EUR: 4_400 } };
  expect(total).toMatchObject(both);
  expect(days).toMatchObject([both]);
  expect(people.map(({ name, calls }) => [name, calls])).toEqual(
    expect.arrayContaining([
      ["admin", 1],
      ["member", 2],
    ]),
  );
  expect(models).toMatchObject([{ calls: 3 }]);
  expect(stages).toMatchObject([{ stage: "answer", ...both }]);
  expect(libraries).toMatchObject([{ id: libraryId, name: "=Handbook", ...both }]);

  const own = await Usage.mine(member, today());
  expect(own.total).toMatchObject({ calls: 2, answered: 1, failed: 1 });
  expect(own.people).toEqual([]);
});

test("a day is counted where people are, and days without a call are there too", async () => {
  await useNew("house");
  await answerTo(leave);
  await scope.db.update(usageTable).set({ startedAt: new Date("2026-03-01T17:00:00Z") });
  const march = (timeZone: string) => Usage.report(scope, { from: "2026-03-01", to: "2026-03-03", timeZone });
  const calls = async (timeZone: string) => (await march(timeZone)).days.map(({ day, calls }) => [day, calls]);
  expect(await calls("UTC")).toEqual([
    ["2026-03-01", 1],
    ["2026-03-02", 0],
    ["2026-03-03", 0],
  ]);
  expect(await calls("Asia/Shanghai")).toEqual([
    ["2026-03-01", 0],
    ["2026-03-02", 1],
    ["2026-03-03", 0],
  ]);
  await expect(march("Moon/Crater")).rejects.toThrow();
  await expect(Usage.report(scope, { from: "2026-03-02", to: "2026-03-01", timeZone: "UTC" })).rejects.toMatchObject({
    code: "usage.range_invalid",
  });
});

test("the file has a line for each call, opens as UTF-8, and none of its cells is a formula", async () => {
  await useNew("=cmd|' /C calc'!A0");
  await answerTo(leave);
  await answerTo(leave);
  let text = "";
  for await (const line of UsageFile.file(scope, today()).lines) text += line;
  const lines = text.split("\r\n");
  expect(lines[0]).toMatch(/^\ufeffstarted,finished,person,model/);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain(`,'=cmd|' /C calc'!A0`);
  expect(lines[1]).toContain(",answer,answered,1000,20,0,0,0.0022,EUR,'=Handbook,run_");
});

test("a conversation that is deleted leaves the count of its calls and no way back to it", async () => {
  await useNew("house");
  const { conversationId } = await answerTo(leave);
  await Conversation.remove(scope, conversationId);
  expect(await rows()).toMatchObject([{ runId: null, inputTokens: 1_000 }]);
});

test("work in the background stops when its budget is spent, says why, and goes on later where it stopped", async () => {
  await useNew("house");
  server.play({ ...counted, text: JSON.stringify({ questions: ["How many days are free?"], summary: "" }) });
  const { id: libraryId } = await Library.create(scope, { name: "Ladders" });
  const text = "A ladder is looked at once a year by somebody who knows how, and what was found is written down. ";
  const content = new TextEncoder().encode(`# Ladders\n\n${text.repeat(4)}`);
  await Version.add(scope, libraryId, [{ name: "ladders.md", content }]);
  await scope.settle();
  const company = { subject: { type: "company" as const }, ...everyday, tokensMax: 10 };
  const { id } = await Budget.add(scope, company);
  await Writing.start(scope, { libraryId });
  await scope.settle();
  expect(await Writing.get(scope, { libraryId })).toMatchObject({
    state: "failed",
    errorCode: "budget.spent",
    failed: 0,
  });
  expect(server.log).toHaveLength(0);

  await Budget.remove(scope, { id });
  await Writing.start(scope, { libraryId });
  await scope.settle();
  expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "finished", done: 1 });
  expect(await rows()).toMatchObject([{ stage: "writing", libraryIds: [libraryId] }]);
});

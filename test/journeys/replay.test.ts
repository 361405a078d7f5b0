import { afterAll, beforeAll, expect, test } from "vitest";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import { conversationTable, runTable, traceTable } from "@docent/core/db/schema";
import * as Replay from "@docent/core/evaluation/replay";
import { newId } from "@docent/core/id";
import * as Cut from "@docent/core/knowledge/cut";
import * as Library from "@docent/core/knowledge/library";
import * as Sharing from "@docent/core/knowledge/access/sharing";
import * as Synonym from "@docent/core/knowledge/vocabulary/synonym";
import * as Version from "@docent/core/knowledge/version";
import * as ModelConnection from "@docent/core/models/model-connection";
import { chatModels } from "@docent/core/models/chat-models";
import { requireUser, type Scope } from "@docent/core/scope";
import { fakeOpenAi, type FakeOpenAi, type Scenario } from "../fakes/openai-server.ts";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { useModel } from "../connect-model.ts";

let scope: TestScope;
let server: FakeOpenAi;

beforeAll(async () => {
  const models = chatModels({ ollamaUrl: "", firstEventMs: 1000, nextEventMs: 1000, retries: 0 });
  scope = await testScope({ chatModels: models });
  server = await fakeOpenAi();
  const { id } = await Library.create(scope, { name: "Handbook" });
  const files = Object.entries(handbook).map(([name, text]) => ({ name, content: new TextEncoder().encode(text) }));
  await Version.add(scope, id, files);
  await scope.settle();
  await Synonym.add(scope, { groups: [["velocipede", "bicycle"]] });
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

const handbook = {
  "leave.md": "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten days may be carried over until March.",
  "parking.md": "# Parking\n\nA bicycle is parked free of charge in the yard. A parking space costs ten euros a month.",
  "canteen.md": "# Canteen\n\nThe canteen opens at noon and closes at two. Vegetarian dishes are on the menu.",
};

const leave = "How many days of paid leave do I get a year?";

/** Asks, waits for the end, and gives the run's id. */
async function asked(question: string, ...scenarios: Scenario[]): Promise<string> {
  server.log.length = 0;
  server.play(...scenarios);
  if (scenarios.length) await useModel(scope, "chat", { baseUrl: server.baseUrl, model: "test-model" }, "sk-1");
  else await ModelConnection.use(scope, "chat", null);
  const runId = newId("run");
  await Run.ask(scope, { conversationId: newId("conversation"), runId, question });
  for await (const { event } of Run.watch(scope, { runId, after: 0 })) void event;
  return runId;
}

async function replayed(runId: string, change: Replay.Change, answer = false, by: Scope = scope) {
  const stages: string[] = [];
  for await (const step of Replay.run(by, { runId, change, answer })) {
    if (step.type === "done") return { ...step.replayed, stages };
    stages.push(step.stage);
  }
  throw new Error("the replay did not end");
}

async function rowCounts() {
  const tables = [conversationTable, runTable, traceTable] as const;
  return Promise.all(tables.map((table) => scope.db.$count(table)));
}

test("a past question is searched for again with one setting changed, and nothing of it is kept", async () => {
  const runId = await asked("Where may I park my velocipede?");
  const before = await rowCounts();

  const same = await replayed(runId, { type: "nothing" });
  const without = await replayed(runId, { type: "without", part: "synonyms" });

  expect(same.trace.wordings).toMatchObject([{ kind: "synonyms" }]);
  expect(without.trace.wordings).toBeUndefined();
  expect(without.trace).toMatchObject({ question: "Where may I park my velocipede?", runId: "" });
  expect(without.answer).toBeNull();
  expect(without.stages).toEqual(["searching"]);
  expect(Object.values(same.passages)).toContainEqual(expect.objectContaining({ state: "readable", title: "Parking" }));
  expect(await rowCounts()).toEqual(before);
});

test("another cut gives another tier, and the cuts of then can be had back", async () => {
  const runId = await asked(leave);
  const cut = { measure: "coverage" as const, hard: Cut.never, soft: Cut.never };

  const strict = await replayed(runId, { type: "cut", ...cut });
  const basis = { analyzer: "a", embedder: null, reranker: null, documents: 3, passages: 3 };
  await Cut.store(scope, { words: { hard: Cut.never, soft: Cut.never }, coverage: cut }, { ...basis, labels: 0 });
  const now = await replayed(runId, { type: "nothing" });
  const then = await replayed(runId, { type: "cuts-of-then" });
  await Cut.reset(scope);

  expect(strict.trace.cuts.find(({ measure }) => measure === "coverage")).toMatchObject({ hard: Cut.never });
  expect(now.trace.tier).toBe("refused");
  expect(then.trace.tier).toBe("answer");
});

test("without the reranker the order stands that it found, and the trace kept both", async () => {
  await using ranking = await retrievalServer();
  await useModel(scope, "rerank", { provider: "rerank-api", baseUrl: ranking.baseUrl, model: "reranker" });
  const runId = await asked("Is the canteen open in March, and is parking paid or free?");

  const same = await replayed(runId, { type: "nothing" });
  const without = await replayed(runId, { type: "without", part: "rerank" });
  await ModelConnection.use(scope, "rerank", null);

  expect(same.trace.reranked).toMatchObject({ model: "rerank-api/reranker" });
  expect(same.trace.reranked?.hits).toHaveLength(same.trace.fused.length);
  expect(without.trace.reranked).toBeUndefined();
  expect(without.trace.fused).toEqual(same.trace.fused);
});

test("the answer is written again by the model, or without it, and its citations are checked", async () => {
  const runId = await asked(leave, { text: "Thirty days [1]." }, { text: "The moon is made of cheese [1]." });

  const again = await replayed(runId, { type: "nothing" }, true);
  const quoted = await replayed(runId, { type: "without", part: "model" }, true);

  expect(again.answer).toMatchObject({
    text: "The moon is made of cheese [1].",
    tier: "answer",
    unsupported: ["The moon is made of cheese"],
  });
  expect(again.stages).toEqual(["searching", "reading", "writing"]);
  expect(again.trace.tokens).toBeDefined();
  expect(quoted.answer?.text).toContain("Everybody gets thirty days of paid leave a year. [1]");
  expect(quoted.trace.model).toBe("quoting");
  expect(server.log).toHaveLength(2);
});

test("a model that fails is told, with the search that came before it", async () => {
  const runId = await asked(leave, { text: "Thirty days [1]." }, { fault: { type: "status", status: 401 } });

  const { error, answer, trace } = await replayed(runId, { type: "nothing" }, true);

  expect(error?.code).toMatch(/^model\./);
  expect(answer).toBeNull();
  expect(trace.fused).not.toHaveLength(0);
});

test("a follow-up is asked as it was understood then, without its conversation", async () => {
  const conversationId = newId("conversation");
  await useModel(scope, "chat", { baseUrl: server.baseUrl, model: "test-model" }, "sk-1");
  server.play({ text: "Thirty [1]." }, { text: "May days of paid leave be carried over?" }, { text: "Ten [1]." });
  const runId = newId("run");
  for (const [id, question] of [
    [newId("run"), leave],
    [runId, "And carried over?"],
  ] as const) {
    await Run.ask(scope, { conversationId, runId: id, question });
    for await (const { event } of Run.watch(scope, { runId: id, after: 0 })) void event;
  }
  server.log.length = 0;
  server.play({ text: "Ten days [1]." });

  const { trace } = await replayed(runId, { type: "nothing" }, true);

  expect(trace).toMatchObject({ question: "May days of paid leave be carried over?" });
  expect(server.log).toHaveLength(1);
  expect(server.log[0]?.body.messages?.filter(({ role }) => role !== "system")).toHaveLength(1);
  expect((await Conversation.get(scope, conversationId)).turns).toHaveLength(2);
});

test("a reader who leaves ends the model's work", async () => {
  const runId = await asked(leave, { text: "Thirty days [1]." }, { text: "Thirty", fault: { type: "hangs" } });
  const leaving = new AbortController();

  const reading = (async () => {
    for await (const step of Replay.run(scope, { runId, change: { type: "nothing" }, answer: true }, leaving.signal)) {
      void step;
    }
  })();
  await expect.poll(() => server.log).toHaveLength(2);
  leaving.abort();

  await expect(reading).rejects.toThrow();
  await expect.poll(() => server.log.at(-1)?.closed).toBe("client-closed-early");
});

test("whoever replays finds only what they may read, wherever it was asked", async () => {
  await ModelConnection.use(scope, "chat", null);
  const { id } = await Library.create(scope, { name: "Salaries" });
  await Version.add(scope, id, [
    {
      name: "bonus.md",
      content: new TextEncoder().encode("# Bonus\n\nThe director's bonus is ninety thousand euros."),
    },
  ]);
  await scope.settle();
  const runId = await asked("How high is the director's bonus?");
  const owner = { userId: requireUser(scope).userId, role: "owner" as const, mayDownload: true };
  await Sharing.set(scope, { id, visibility: "private", mayDownload: true, people: [owner], groups: [] });
  const editor = await scope.as("editor");

  const { answer, passages } = await replayed(runId, { type: "nothing" }, true, editor);

  expect(JSON.stringify({ answer, passages })).not.toMatch(/ninety|Bonus/);
  expect(answer?.tier).not.toBe("answer");
});

test("members may not replay, and nobody replays what another company was asked", async () => {
  const runId = await asked(leave);
  const change = { type: "nothing" } as const;

  await expect(replayed(runId, change, false, await scope.as("member"))).rejects.toMatchObject({ kind: "forbidden" });
  await expect(Replay.settings(await scope.as("member"))).rejects.toMatchObject({ kind: "forbidden" });
  const stranger: Scope = {
    ...scope,
    actor: { type: "user", userId: newId("user"), companyId: newId("company"), role: "admin" },
  };
  await expect(replayed(runId, change, false, stranger)).rejects.toMatchObject({ code: "run.not_found" });
  expect(await replayed(runId, change, false, await scope.as("editor"))).toMatchObject({ error: null });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import * as ProposedChange from "@docent/core/evaluation/proposed-change";
import * as TestCase from "@docent/core/evaluation/test-case";
import * as TestResult from "@docent/core/evaluation/test-result";
import * as TestTrace from "@docent/core/evaluation/test-trace";
import * as TestRun from "@docent/core/evaluation/test-run";
import * as Cut from "@docent/core/knowledge/cut";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { chatModels } from "@docent/core/models/chat-models";
import * as Entry from "@docent/core/models/catalogue/entry";
import * as ModelConnection from "@docent/core/models/model-connection";
import * as Template from "@docent/core/templates/template";
import * as TemplateChange from "@docent/core/templates/template-change";
import * as Group from "@docent/core/users/group";
import { addModel } from "../connect-model.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;
let libraryId: string;
let modelId: string;

const good = { text: "Everybody gets thirty days [1]." };
const bad = { text: "Arr, that be a secret of the sea." };
const pirate = { text: "Answer like a pirate, and never say a number.", bot: "", persona: "", parameters: {} };

beforeAll(async () => {
  scope = await testScope({ chatModels: chatModels({ ollamaUrl: "", firstEventMs: 60_000, retries: 0 }) });
  server = await fakeOpenAi(good);
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
  await Library.create(scope, { name: "Archive" });
  const leave = "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten days may be carried over until March.";
  await Version.add(scope, libraryId, [{ name: "leave.md", content: new TextEncoder().encode(leave) }]);
  await scope.settle();
  const question = "How many days of paid leave do I get a year?";
  await TestCase.set(scope, { libraryId, question, mustFind: [], mustSay: ["thirty days"], mustRefuse: false });
  modelId = await addModel(scope, "chat", { baseUrl: server.baseUrl, model: "test-model" });
  await ModelConnection.use(scope, "chat", modelId);
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

/** What the test sets came to with a change that was not made. */
async function tried(change: ProposedChange.Change, ...answers: { text: string }[]) {
  server.play(...answers);
  const { id } = await ProposedChange.tryOut(scope, { change });
  await scope.settle();
  const { counts, items } = await TestResult.results(scope, { id, page: 1, pageSize: 20 });
  return { id, counts, answer: items[0]?.now.answer, run: await TestRun.get(scope, { id }) };
}

test("a bad wording is caught before it is saved", async () => {
  const { id } = await TemplateChange.create(scope, { name: "House", text: "{context}\n{question}" });
  await TemplateChange.makeDefault(scope, { id });
  const { counts, answer, run } = await tried({ type: "wording", id, wording: pirate }, good, bad);
  expect(counts).toMatchObject({ fixed: 0, broken: 1, same: 0 });
  expect(answer).toContain("secret of the sea");
  expect(run.asked).toEqual({ done: 2, total: 2 });
  expect(JSON.stringify(server.log.at(-1)?.body)).toContain("like a pirate");
  expect((await Template.get(scope, { id })).text).toBe("{context}\n{question}");
  await TemplateChange.makeDefault(scope, { id: null });
});

test("another template, and an earlier version of one, are tried as they are and not made the default", async () => {
  const { id, version } = await TemplateChange.create(scope, { name: "Pirate", ...pirate });
  expect((await tried({ type: "default-template", id }, good, bad)).counts).toMatchObject({ broken: 1 });
  expect((await Template.get(scope, { id })).isDefault).toBe(false);
  await TemplateChange.change(scope, { id, version, name: "Pirate", ...pirate, text: "Be kind. {context}{question}" });
  expect((await tried({ type: "version", id, number: 1 }, good, bad)).counts).toMatchObject({ broken: 1 });
  expect(JSON.stringify(server.log.at(-1)?.body)).toContain("like a pirate");
  expect((await tried({ type: "default-template", id: null }, good)).counts).toMatchObject({ same: 1, broken: 0 });
});

test("another model is asked, or none, while the one that is chosen goes on answering people", async () => {
  await using other = await fakeOpenAi(bad);
  const otherId = await addModel(scope, "chat", { baseUrl: other.baseUrl, model: "other-model" });
  expect((await tried({ type: "model", id: otherId }, good)).counts).toMatchObject({ broken: 1 });
  expect((await ModelConnection.status(scope)).name).toMatch(/^test-model/);
  const quoting = await tried({ type: "model", id: null }, bad);
  expect(quoting.counts).toMatchObject({ fixed: 1 });
  expect(quoting.answer).toContain("thirty days of paid leave");
});

test("a model that whoever tries it may not use is not answered for by another", async () => {
  const { id: groupId } = await Group.create(scope, { name: "Board" });
  const place = { provider: "openai", baseUrl: server.baseUrl, model: "closed" } as const;
  const { id: closedId } = await Entry.add(scope, { kind: "chat", name: "Closed", place, groupIds: [groupId] });
  const attempt = ProposedChange.tryOut(scope, { change: { type: "model", id: closedId } });
  await expect(attempt).rejects.toMatchObject({ code: "test_run.model_not_open" });
});

test("cuts are tried in place of those that decide, and Docent's own in place of stored ones", async () => {
  const shut = Object.fromEntries(Cut.decidingMeasures.map((one) => [one, { hard: Cut.never, soft: Cut.never }]));
  expect((await tried({ type: "cuts", cuts: shut }, good)).counts).toMatchObject({ broken: 1 });
  expect(await Cut.inForce(scope)).toEqual(Cut.ours);
  expect((await tried({ type: "cuts", cuts: null }, good)).counts).toMatchObject({ same: 1 });
});

test("another model that ranks is tried without being chosen", async () => {
  await using ranking = await retrievalServer();
  const id = await addModel(scope, "rerank", {
    provider: "rerank-api",
    baseUrl: ranking.baseUrl,
    model: "bge-reranker",
  });
  expect((await tried({ type: "reranker", id }, good)).counts).toMatchObject({ same: 1 });
  expect(ranking.log.some(({ path }) => path.endsWith("rerank"))).toBe(true);
  expect(await ModelConnection.reranker(scope)).toBeUndefined();
  expect((await tried({ type: "reranker", id: null }, good)).counts).toMatchObject({ same: 1 });
});

test("the index for another model that finds waits to be tried, and is used when somebody says so", async () => {
  await using finding = await retrievalServer();
  await expect(tried({ type: "index" })).rejects.toMatchObject({ code: "generation.not_ready" });
  await Generation.connect(scope, await addModel(scope, "embed", { baseUrl: finding.baseUrl, model: "bge-m3" }), true);
  await scope.settle();
  expect(await Generation.status(scope)).toMatchObject({ current: { embedder: null }, next: { state: "waiting" } });
  await Generation.recover(scope);
  await scope.settle();
  const { id, counts } = await tried({ type: "index" }, good);
  expect(counts).toMatchObject({ broken: 0 });
  const { items } = await TestResult.results(scope, { id, page: 1, pageSize: 1 });
  const { trace } = await TestTrace.get(scope, { runId: id, caseId: items[0]?.caseId ?? "" });
  expect(trace.generation).toContain("bge-m3");
  expect(await Generation.status(scope)).toMatchObject({ next: { state: "waiting" } });
  await Version.add(scope, libraryId, [
    { name: "late.md", content: new TextEncoder().encode("# Late\n\nCame later.") },
  ]);
  await scope.settle();
  await Generation.takeIntoUse(scope);
  await scope.settle();
  expect((await Generation.status(scope)).current.embedder).toContain("bge-m3");
  expect((await Generation.status(scope)).next).toBeNull();
  await Generation.connect(scope, null);
  await scope.settle();
});

test("who may make a change may try it, and sees which libraries have no cases", async () => {
  const editor = await scope.as("editor");
  const sets = await TestRun.sets(editor);
  expect(sets).toMatchObject([
    { name: "Archive", cases: 0 },
    { libraryId, name: "Handbook", cases: 1 },
  ]);
  const change = { type: "default-template", id: null } as const;
  await expect(ProposedChange.tryOut(editor, { change })).rejects.toMatchObject({ kind: "forbidden" });
  const [template] = await Template.list(editor);
  const wording = { type: "wording", id: template?.id ?? "", wording: pirate } as const;
  await ProposedChange.tryOut(editor, { change: wording });
});

test("a run has not finished before the one that it is held against has", async () => {
  const { id, againstId } = await ProposedChange.tryOut(scope, { change: { type: "cuts", cuts: null } });
  await TestRun.stop(scope, { id: againstId ?? "" });
  await scope.settle();
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "stopped", asked: { done: 1, total: 2 } });
  await TestRun.resume(scope, { id });
  await scope.settle();
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "finished", asked: { done: 2, total: 2 } });
});

test("a run that is stopped does not wait for a model that takes its time", async () => {
  server.play({ ...good, firstMs: 600_000 });
  const { id } = await ProposedChange.tryOut(scope, { change: { type: "cuts", cuts: null } });
  const before = server.log.length;
  const settled = scope.settle();
  await expect.poll(() => server.log.length).toBeGreaterThan(before);
  await TestRun.stop(scope, { id });
  await settled;
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "stopped", asked: { done: 0, total: 2 } });
});

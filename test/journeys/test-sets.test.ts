import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testCaseTable, testResultTable, testRunTable } from "@docent/core/db/schema";
import * as TestCase from "@docent/core/evaluation/test-case";
import * as TestResult from "@docent/core/evaluation/test-result";
import * as TestTrace from "@docent/core/evaluation/test-trace";
import * as TestRun from "@docent/core/evaluation/test-run";
import * as Label from "@docent/core/evaluation/label";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { chatModels } from "@docent/core/models/chat-models";
import * as ModelConnection from "@docent/core/models/model-connection";
import { useModel } from "../connect-model.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;
let libraryId: string;
let leaveId: string;

const question = "How many days of paid leave do I get a year?";
const none = { mustFind: [], mustSay: [], mustRefuse: false };

beforeAll(async () => {
  scope = await testScope({ chatModels: chatModels({ ollamaUrl: "", firstEventMs: 1000, retries: 0 }) });
  server = await fakeOpenAi({ text: "Everybody gets thirty days [1]." });
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
  const leave = "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten days may be carried over until March.";
  const canteen = "# Canteen\n\nThe canteen opens at noon and has soup on every day of the week.";
  const added = await Version.add(
    scope,
    libraryId,
    [leave, canteen].map((text, at) => ({ name: `${at}.md`, content: new TextEncoder().encode(text) })),
  );
  leaveId = added[0]?.documentId ?? "";
  await scope.settle();
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

async function ran(input: Partial<Parameters<typeof TestRun.start>[1]> = {}) {
  const started = await TestRun.start(scope, { libraryIds: [libraryId], variant: {}, compare: false, ...input });
  await scope.settle();
  return started;
}
const resultsOf = (id: string, more: { againstId?: string; only?: "fixed" | "broken" } = {}) =>
  TestResult.results(scope, { id, page: 1, pageSize: 50, ...more });

test("cases are typed, changed, listed by page and kind, taken out and brought back", async () => {
  const typed = await TestCase.set(scope, {
    libraryId,
    question,
    mustFind: [{ documentId: leaveId, quote: "thirty days of paid leave" }],
    mustSay: ["thirty days"],
    mustRefuse: false,
  });
  await TestCase.set(scope, { ...none, libraryId, question: "Who won the cup in 1954?", mustRefuse: true });
  await expect(TestCase.set(scope, { ...none, libraryId, question: `${question}?` })).rejects.toMatchObject({
    code: "test_case.question_taken",
  });
  const list = await TestCase.list(scope, { libraryId, page: 1, pageSize: 1 });
  expect(list).toMatchObject({ total: 2, counts: { answer: 1, refuse: 1 }, items: [{ mustRefuse: true }] });
  const removed = await TestCase.remove(scope, { libraryId, ids: [typed.id] });
  await TestCase.restore(scope, { libraryId, cases: removed });
  const [back] = (await TestCase.list(scope, { libraryId, kind: "answer", page: 1, pageSize: 20 })).items;
  expect(back).toMatchObject({ question, mustFind: [{ title: "Leave", quote: "thirty days of paid leave" }] });
});

test("a file is taken over whole, or every bad line of it is told", async () => {
  const bad = 'question,must_find,must_refuse\nWhere is it?,nowhere.md,\n,,\n"Why?",0.md,yes\n';
  expect((await TestCase.importFile(scope, { libraryId, content: bad })).problems).toEqual([
    { line: 2, problem: "document_unknown", found: "nowhere.md" },
    { line: 3, problem: "question_missing" },
    { line: 4, problem: "refuses_and_finds" },
  ]);
  const content = '{"question":"When does the canteen open?","mustFind":[{"document":"1.md"}],"mustSay":["noon"]}\n';
  expect(await TestCase.importFile(scope, { libraryId, content })).toEqual({ taken: 1, problems: [] });
  const file = await TestCase.exportFile(scope, { libraryId });
  expect(file).toContain("When does the canteen open?,1.md,noon,");
  expect(file).toContain(`${question},0.md :: thirty days of paid leave,thirty days,`);
  expect(await TestCase.importFile(scope, { libraryId, content: file })).toEqual({ taken: 0, problems: [] });
});

test("labelled questions become cases once, however often they are taken over", async () => {
  await Label.set(scope, { question: "Who is the king of the moon?", expected: "refuse" });
  expect(await TestCase.fromLabels(scope, { libraryId })).toEqual({ taken: 1 });
  expect(await TestCase.fromLabels(scope, { libraryId })).toEqual({ taken: 0 });
});

test("a run asks every case and says what was found where, said, and refused", async () => {
  const { id } = await ran();
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "finished", done: 4, passed: 4, failed: 0 });
  const { items } = await resultsOf(id);
  const leave = items.find((one) => one.question === question);
  expect(leave?.now).toMatchObject({ passed: true, ranks: [1], unsaid: [], model: "quoting" });
  expect(leave?.now.answer).toContain("thirty days");
  expect(leave?.expected).toMatchObject([{ title: "Leave", quote: "thirty days of paid leave", rank: 1 }]);
  expect(leave?.now.found[0]).toEqual({ id: leaveId, title: "Leave" });
  const { run, trace } = await TestTrace.get(scope, { runId: id, caseId: leave?.caseId ?? "" });
  expect(run).toMatchObject({ question, libraryIds: [libraryId] });
  expect(trace.fused[0]?.documentId).toBe(leaveId);
});

test("a template that is bad is caught before it goes live", async () => {
  await useModel(scope, "chat", { baseUrl: server.baseUrl, model: "test-model" });
  const good = { text: "Everybody gets thirty days [1]. The canteen opens at noon." };
  // those that must be refused have no passages and never get to the model
  server.play(good, good, { text: "Arr, that be a secret of the sea." });
  const wording = { text: "Answer like a pirate, and never say a number.", bot: "", persona: "", parameters: {} };
  const { id, againstId } = await ran({ variant: { wording }, compare: true });
  const results = await resultsOf(id);
  expect(results).toMatchObject({ againstId, counts: { fixed: 0, broken: 2 }, asked: 4 });
  const { items } = await resultsOf(id, { only: "broken" });
  expect(items[0]).toMatchObject({ now: { passed: false, unsaid: ["thirty days"] }, before: { passed: true } });
  expect(items[0]?.now.answer).toContain("secret of the sea");
  const { counts } = await resultsOf(againstId ?? "", { againstId: id });
  expect(counts).toMatchObject({ fixed: 2, broken: 0 });
  await ModelConnection.use(scope, "chat", null);
});

test("a run that was stopped goes on where it was", async () => {
  const { id } = await TestRun.start(scope, { libraryIds: [libraryId], variant: {}, compare: false });
  await TestRun.stop(scope, { id });
  await scope.settle();
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "stopped", passed: 0 });
  await TestRun.resume(scope, { id });
  await scope.settle();
  expect(await TestRun.get(scope, { id })).toMatchObject({ state: "finished", passed: 4 });
});

test("how answers came about is kept for the newest runs", async () => {
  const { id } = await ran();
  const [first] = (await resultsOf(id)).items;
  expect(first?.now.traced).toBe(true);
  const [run] = await scope.db.select().from(testRunTable).where(eq(testRunTable.id, id));
  const later = Array.from({ length: 19 }, (_, at) => ({
    ...run,
    id: `${id}${at}`,
    createdAt: new Date(Date.now() + 1000),
  }));
  await scope.db.insert(testRunTable).values(later as (typeof testRunTable.$inferInsert)[]);
  await ran();
  expect((await resultsOf(id)).items[0]?.now).toMatchObject({ traced: false, answer: first?.now.answer });
});

test("who does not keep the library hears nothing of its test set", async () => {
  const reader = await scope.as("member");
  const { id } = await ran();
  await expect(TestCase.list(reader, { libraryId, page: 1, pageSize: 20 })).rejects.toMatchObject({
    code: "library.role_required",
  });
  await expect(TestRun.get(reader, { id })).rejects.toMatchObject({ code: "test_run.not_found" });
});

test("with a document its quoted words go, and what was answered from it", async () => {
  await Document.remove(scope, [leaveId]);
  await scope.settle();
  const kept = JSON.stringify([
    await scope.db.select().from(testCaseTable),
    await scope.db.select().from(testResultTable),
  ]);
  expect(kept).not.toContain("thirty days of paid leave");
  expect(kept).not.toContain(question);
  expect(kept).toContain("When does the canteen open?");
  const traced = await scope.db
    .select({ trace: testResultTable.trace, foundIds: testResultTable.foundIds })
    .from(testResultTable);
  expect(traced.filter(({ foundIds, trace }) => foundIds.includes(leaveId) && trace !== null)).toEqual([]);
});

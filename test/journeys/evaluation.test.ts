import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Evaluate from "@docent/core/evaluation/evaluate";
import * as IntentTask from "@docent/core/evaluation/intent-task";
import * as RewriteTask from "@docent/core/evaluation/rewrite-task";
import * as TaskFolder from "@docent/core/evaluation/task-folder";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOpenAi, type Scenario } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { useModel } from "../connect-model.ts";

let folder: string;
let scope: TestScope | undefined;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "docent-task-"))));
afterEach(async () => {
  await scope?.close();
  scope = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function file(path: string, rows: unknown[]): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), rows.map((row) => JSON.stringify(row)).join("\n"));
}

async function evaluate(path: string, options: Evaluate.Options = {}) {
  const desk = (scope = await testScope());
  return Evaluate.run(desk, await TaskFolder.read(join(folder, path)), { settle: () => desk.settle(), ...options });
}

const corpus = [
  { id: "kettle#1", title: "Kettle", text: "Descale the kettle every month with vinegar." },
  { id: "lift#1", title: "Lift", text: "The lift is out of order on Sundays." },
];

test("passages are scored by where the right document comes", async () => {
  await file("retrieval/house/corpus.jsonl", corpus);
  await file("retrieval/house/queries.jsonl", [
    { id: "1", text: "How often do I descale the kettle?", relevant: ["kettle#1"] },
    { id: "2", text: "Is the lift working on Sunday?", relevant: ["lift#1"] },
    { id: "3", text: "Does the kettle come by lift?", relevant: ["nothing"] },
  ]);

  expect(await evaluate("retrieval/house", { queriesMax: 2 })).toEqual({
    task: "retrieval",
    set: "house",
    queries: 2,
    "hit@1": 1,
    "hit@3": 1,
    "hit@5": 1,
    "hit@10": 1,
    "mrr@10": 1,
    "ndcg@10": 1,
  });
});

test("a question that leans on its conversation is searched for together with it", async () => {
  await file("retrieval/house/corpus.jsonl", corpus);
  const history = [
    { role: "user", text: "How often do I descale the kettle?" },
    { role: "assistant", text: "Every month." },
  ];
  await file("retrieval/house/queries.jsonl", [{ id: "1", text: "And why?", relevant: ["kettle#1"], history }]);

  expect(await evaluate("retrieval/house")).toMatchObject({ queries: 1, "hit@1": 1 });
});

test("questions and answers are rows, each with its own id", async () => {
  await file("faq/house/corpus.jsonl", [
    { id: "a", question: 'What does "SLA" mean?', answer: "A promise,\nin writing." },
    { id: "b", question: "Who empties the bins?", answer: "The night shift." },
  ]);
  await file("faq/house/queries.jsonl", [
    { id: "1", text: "meaning of SLA", relevant: ["a"] },
    { id: "2", text: "when is the night shift", relevant: ["b"] },
  ]);

  expect(await evaluate("faq/house")).toMatchObject({ queries: 2, "hit@1": 1 });
});

test("a set about refusing borrows a corpus, leaves out what it withholds, and counts refusals by kind", async () => {
  await file("retrieval/house/corpus.jsonl", corpus);
  await file("refusal/house/corpus_ref.jsonl", [
    { corpus: "../../retrieval/house/corpus.jsonl", withheld_articles: ["lift"] },
  ]);
  await file("refusal/house/queries.jsonl", [
    { id: "1", text: "How often do I descale the kettle?", relevant: ["kettle#1"], kind: "in_kb" },
    { id: "2", text: "Is the lift working on Sunday?", relevant: ["lift#1"], kind: "kb_gap" },
  ]);

  const figures = await evaluate("refusal/house");

  expect(figures).toMatchObject({
    queries: 2,
    "hit@1": 1,
    balancedAccuracy: 1,
    falseAnswer: 0,
    falseRefusal: 0,
    kinds: { in_kb: { n: 1, refused: 0 }, kb_gap: { n: 1, refused: 1, auroc: 1 } },
    cutFrom: "docent",
  });
});

test.each<[string, Scenario, object]>([
  [
    "that says that it does not know is believed",
    { text: "<unknown/>The documents do not say." },
    { kinds: { in_kb: { refused: 1 }, adversarial: { refused: 1 } } },
  ],
  [
    "that fails is counted and does not end the evaluation",
    { fault: { type: "status", status: 401 } },
    { failed: 2, kinds: { in_kb: { refused: 0 }, adversarial: { refused: 0 } } },
  ],
])("a reading model %s", async (_, scenario, expected) => {
  await file("refusal/house/corpus.jsonl", corpus);
  await file("refusal/house/queries.jsonl", [
    { id: "1", text: "How often do I descale the kettle?", relevant: ["kettle#1"], kind: "in_kb" },
    { id: "2", text: "Which vinegar do I descale the kettle with?", kind: "adversarial" },
  ]);
  await using server = await fakeOpenAi(scenario);
  const desk = (scope = await testScope());
  await useModel(desk, "chat", { baseUrl: server.baseUrl, model: "m" });

  const house = await TaskFolder.read(join(folder, "refusal/house"));

  expect(await Evaluate.run(desk, house, { settle: () => desk.settle(), read: true })).toMatchObject(expected);
});

const conversation = [
  {
    history: ["Who empties the bins?", "The night shift does."],
    current: "And when does it come?",
    references: ["When does the night shift come?", "At what time does the night shift come?"],
    needs_rewrite: true,
  },
  {
    history_user_turns_only: ["Who empties the bins?"],
    current: "Where is the key of the bicycle cellar kept?",
    references: ["Where is the key of the bicycle cellar kept?"],
    needs_rewrite: false,
  },
  { history: [], current: "Is it open?", references: ["Is it open?"], needs_rewrite: false },
];

test("without a model questions stay as they are, and that is measured too", async () => {
  await file("rewrite/house/items.jsonl", conversation);
  scope = await testScope();

  const task = await RewriteTask.read(join(folder, "rewrite/house"));

  expect(task && (await RewriteTask.run(scope, task, { read: true }))).toMatchObject({
    task: "rewrite",
    set: "house",
    n: 3,
    exact: 0.6667,
    needlessRewrites: 0,
    missedRewrites: 1,
    modelCalls: 0,
  });
});

test("a model rewrites only what leans on the conversation", async () => {
  await file("rewrite/house/items.jsonl", conversation);
  scope = await testScope();
  await using server = await fakeOpenAi({ text: "When does the night shift come?" });
  await useModel(scope, "chat", { baseUrl: server.baseUrl, model: "m" });

  const task = await RewriteTask.read(join(folder, "rewrite/house"));

  expect(task && (await RewriteTask.run(scope, task, { read: true }))).toEqual({
    task: "rewrite",
    set: "house",
    n: 3,
    bleu4: 1,
    rougeL: 1,
    exact: 1,
    needlessRewrites: 0,
    missedRewrites: 0,
    modelCalls: 1,
    skipped: 0,
  });
  expect(server.log).toHaveLength(1);
});

test("sentences are told by the examples, and those out of scope are counted by themselves", async () => {
  const examples = ["close the window", "please close the window now", "shut the window"].map((text) => ({
    text,
    intent: "window",
  }));
  const doors = ["who has the key to the gate", "I need the key", "where is the key for the gate"];
  await file("intent/house/examples.jsonl", [...examples, ...doors.map((text) => ({ text, intent: "key" }))]);
  await file("intent/house/queries.jsonl", [
    { text: "could you close the window", intent: "window" },
    { text: "is the key for the gate there", intent: "key" },
    { text: "how tall is a giraffe", intent: null, kind: "oos" },
  ]);
  scope = await testScope();

  const task = await IntentTask.read(join(folder, "intent/house"));

  expect(task && (await IntentTask.run(scope, task))).toMatchObject({
    task: "intent",
    set: "house",
    queries: 3,
    inScope: 1,
    outOfScopeRecall: 1,
    modelCalls: 0,
  });
});

test("a folder that is no task, or has a broken line, is refused with its name", async () => {
  await file("a/b/queries.jsonl", [{ id: "1", text: "?" }]);
  await file("a/c/corpus.jsonl", corpus);
  await file("a/c/queries.jsonl", [{ id: 1 }]);

  await expect(TaskFolder.read(join(folder, "a"))).rejects.toMatchObject({ code: "task.no_queries" });
  await expect(TaskFolder.read(join(folder, "a/b"))).rejects.toMatchObject({ code: "task.no_corpus" });
  await expect(TaskFolder.read(join(folder, "a/c"))).rejects.toMatchObject({ code: "task.bad_line" });
});

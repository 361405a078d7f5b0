import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Evaluate from "@docent/core/evaluation/evaluate";
import * as TaskFolder from "@docent/core/evaluation/task-folder";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testScope, type TestScope } from "../scope.ts";

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

test("a folder that is no task, or has a broken line, is refused with its name", async () => {
  await file("a/b/queries.jsonl", [{ id: "1", text: "?" }]);
  await file("a/c/corpus.jsonl", corpus);
  await file("a/c/queries.jsonl", [{ id: 1 }]);

  await expect(TaskFolder.read(join(folder, "a"))).rejects.toMatchObject({ code: "task.no_queries" });
  await expect(TaskFolder.read(join(folder, "a/b"))).rejects.toMatchObject({ code: "task.no_corpus" });
  await expect(TaskFolder.read(join(folder, "a/c"))).rejects.toMatchObject({ code: "task.bad_line" });
});

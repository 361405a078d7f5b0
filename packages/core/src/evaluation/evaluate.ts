import { setTimeout } from "node:timers/promises";
import { PublicError } from "../error.ts";
import * as Document from "../knowledge/document.ts";
import * as Library from "../knowledge/library.ts";
import * as Search from "../knowledge/search.ts";
import * as Version from "../knowledge/version.ts";
import type { Scope } from "../scope.ts";
import { auroc, hitAt, mean, ndcgAt, reciprocalRankAt } from "./score.ts";
import type { Asked, Item, Task } from "./task-folder.ts";

export interface Figures {
  task: string;
  set: string;
  queries: number;
  "hit@1": number;
  "hit@3": number;
  "hit@5": number;
  "hit@10": number;
  "mrr@10": number;
  "ndcg@10": number;
  /** For each kind of question that sets about refusing name: how many would be refused, and how well strength tells it from those to answer. */
  refusal?: Record<string, { queries: number; refused: number; auroc?: number }>;
}

export interface Options {
  /** Ask only so many. */
  queriesMax?: number;
  progress?: (message: string) => void;
  /** Does the jobs that were queued; by default somebody else does and this waits. */
  settle?: () => Promise<void>;
}

interface Outcome {
  asked: Asked;
  ranked: string[];
  strength: number;
}

const filesAtOnce = 64;
const queriesAtOnce = 4;

/** Fills an empty desk with the task's corpus on the way every document takes, asks every query and scores what came first. */
export async function run(scope: Scope, task: Task, options: Options = {}): Promise<Figures> {
  const idOf = await fill(scope, task, options);
  const queries = task.queries.slice(0, options.queriesMax);
  const outcomes: Outcome[] = [];
  for (let from = 0; from < queries.length; from += queriesAtOnce) {
    const asked = queries.slice(from, from + queriesAtOnce);
    outcomes.push(...(await Promise.all(asked.map((one) => ask(scope, one, idOf)))));
    options.progress?.(`asked ${outcomes.length} of ${queries.length}`);
  }
  return { task: task.task, set: task.set, ...figures(outcomes) };
}

/** What a hit stands for in the task's corpus. */
type IdOf = (hit: Search.Hit) => string | undefined;

async function fill(scope: Scope, { corpus }: Task, options: Options): Promise<IdOf> {
  const library = await Library.create(scope, { name: "Evaluation" });
  const files = filesOf(corpus);
  const idByDocument = new Map<string, string>();
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const batch = files.slice(from, from + filesAtOnce);
    const added = await Version.add(scope, library.id, batch);
    for (const [index, { documentId }] of added.entries()) idByDocument.set(documentId, batch[index]?.id ?? "");
    options.progress?.(`added ${idByDocument.size} of ${files.length}`);
  }
  await options.settle?.();
  await waitFor(scope, [...idByDocument.keys()]);

  const idByQuestion = new Map<string, string>();
  for (const item of corpus) if ("question" in item) idByQuestion.set(item.question.trim(), item.id);
  return (hit) => (hit.question === null ? idByDocument.get(hit.documentId) : idByQuestion.get(hit.question));
}

interface TaskFile {
  id: string;
  name: string;
  content: Uint8Array;
}

/** Passages as Markdown files, questions and answers as one table. */
function filesOf(corpus: readonly Item[]): TaskFile[] {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files: TaskFile[] = [];
  const rows = ["question,answer"];
  for (const item of corpus) {
    if ("question" in item) rows.push(`${cell(item.question)},${cell(item.answer)}`);
    else files.push({ id: item.id, name: `${item.id}.md`, content: bytes(titled(item.title, item.text)) });
  }
  if (rows.length > 1) files.push({ id: "", name: "questions.csv", content: bytes(rows.join("\n")) });
  return files;
}

function titled(title: string, text: string): string {
  return title && !text.startsWith("#") ? `# ${title}\n\n${text}` : text;
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

async function waitFor(scope: Scope, documentIds: readonly string[]): Promise<void> {
  let waiting = [...documentIds];
  while (waiting.length > 0) {
    const still: string[] = [];
    for (let from = 0; from < waiting.length; from += 200) {
      const states = await Document.states(scope, waiting.slice(from, from + 200));
      for (const { id, state, error } of states) {
        if (state === "failed") throw unreadable(error);
        if (state === "queued" || state === "working") still.push(id);
      }
    }
    waiting = still;
    if (waiting.length > 0) await setTimeout(200);
  }
}

function unreadable(reason: string | null): PublicError {
  return new PublicError("invalid", "task.unreadable", `A text of the corpus could not be taken in: ${reason ?? ""}`);
}

/** Ids in the order of the best passage of each. */
async function ask(scope: Scope, asked: Asked, idOf: IdOf): Promise<Outcome> {
  const { hits, strength } = await Search.run(scope, { text: asked.text, limit: 50 });
  const ids = hits.map(idOf).filter((id) => id !== undefined);
  return { asked, ranked: [...new Set(ids)], strength };
}

function figures(outcomes: readonly Outcome[]): Omit<Figures, "task" | "set"> {
  const scored = outcomes.filter(({ asked }) => asked.relevant.length > 0 && isToAnswer(asked));
  const over = (measure: (ranked: string[], relevant: Set<string>) => number) =>
    round(mean(scored.map(({ asked, ranked }) => measure(ranked, new Set(asked.relevant)))));
  const refusal = refusals(outcomes);
  return {
    queries: outcomes.length,
    "hit@1": over((ranked, relevant) => hitAt(ranked, relevant, 1)),
    "hit@3": over((ranked, relevant) => hitAt(ranked, relevant, 3)),
    "hit@5": over((ranked, relevant) => hitAt(ranked, relevant, 5)),
    "hit@10": over((ranked, relevant) => hitAt(ranked, relevant, 10)),
    "mrr@10": over((ranked, relevant) => reciprocalRankAt(ranked, relevant, 10)),
    "ndcg@10": over((ranked, relevant) => ndcgAt(ranked, relevant, 10)),
    ...(refusal && { refusal }),
  };
}

function refusals(outcomes: readonly Outcome[]): Figures["refusal"] {
  const kinds = Map.groupBy(outcomes, ({ asked }) => asked.kind ?? "");
  kinds.delete("");
  if (kinds.size === 0) return undefined;
  const strengths = (some: readonly Outcome[]) => some.map(({ strength }) => strength);
  const toAnswer = strengths(outcomes.filter(({ asked }) => isToAnswer(asked)));
  return Object.fromEntries(
    Array.from(kinds, ([kind, some]) => {
      const refused = some.filter(({ strength }) => strength < Search.strengthCut).length;
      const told = isToAnswer(some[0]?.asked) ? {} : { auroc: round(auroc(toAnswer, strengths(some))) };
      return [kind, { queries: some.length, refused, ...told }];
    }),
  );
}

function isToAnswer(asked: Asked | undefined): boolean {
  return asked?.kind === undefined || asked.kind === "in_kb" || asked.kind === "answerable";
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

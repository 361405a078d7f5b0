import { setTimeout } from "node:timers/promises";
import { answer } from "../chat/answer.ts";
import { shorten, type Exchange } from "../chat/history.ts";
import { progressOf } from "../chat/progress.ts";
import * as Rewrite from "../chat/rewrite.ts";
import { blankTrace } from "../chat/tracing.ts";
import { PublicError } from "../error.ts";
import * as Cut from "../knowledge/cut.ts";
import * as Document from "../knowledge/document.ts";
import * as Library from "../knowledge/library.ts";
import * as Search from "../knowledge/search.ts";
import * as Version from "../knowledge/version.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { requireUser, type Scope } from "../scope.ts";
import { auroc, hitAt, mean, ndcgAt, reciprocalRankAt } from "./score.ts";
import type { Asked, Item, Task } from "./task-folder.ts";
import * as WrittenFile from "./written-file.ts";

/** How well a set's questions find what answers them. */
export interface Finding {
  task: string;
  set: string;
  queries: number;
  "hit@1": number;
  "hit@3": number;
  "hit@5": number;
  "hit@10": number;
  "mrr@10": number;
  "ndcg@10": number;
}

/** How well questions to answer are told from those to refuse, at one cut. */
export interface Refusing extends Finding {
  /** Mean of the share answered of those to answer, and the share refused of those whose subject is not in the base. */
  balancedAccuracy: number;
  /** Share of the questions whose subject is not in the base that would be answered. */
  falseAnswer: number;
  /** Share of the questions to answer that would be refused. */
  falseRefusal: number;
  kinds: Record<string, { n: number; refused: number; auroc?: number }>;
  /** The measures that decided, with their cuts, and where these come from. */
  cutFrom: string;
  /** Questions on which the reading model failed; they count as not refused. */
  failed?: number;
}

export type Figures = Finding | Refusing;

export interface Options {
  /** Ask only so many. */
  queriesMax?: number;
  /** Has the model answer what is not refused before, and takes its word when it says that the passages do not hold the answer. */
  read?: boolean;
  /** Cuts to decide by, in place of the desk's own. */
  cuts?: Cut.Places;
  /** Questions and summaries that lead to texts of the corpus, as if somebody had accepted them. */
  written?: WrittenFile.WrittenFor;
  progress?: (message: string) => void;
  /** Does the jobs that were queued; by default somebody else does and this waits. */
  settle?: () => Promise<void>;
}

interface Outcome {
  asked: Asked;
  ranked: string[];
  refused: boolean;
  /** How far the best measure stands above its cut; 1 is at the cut. */
  margin: number;
  /** Whether the reading model failed. */
  failed: boolean;
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
    outcomes.push(...(await Promise.all(asked.map((one) => ask(scope, one, idOf, options)))));
    options.progress?.(`asked ${outcomes.length} of ${queries.length}`);
  }
  const finding = { task: task.task, set: task.set, ...findingOf(outcomes) };
  const isAboutRefusing = outcomes.some(({ asked }) => asked.kind !== undefined);
  return isAboutRefusing ? { ...finding, ...refusingOf(outcomes, options) } : finding;
}

/** What a hit stands for in the task's corpus. */
export type IdOf = (hit: Pick<Search.Hit, "documentId" | "question">) => string | undefined;

/** Adds the task's corpus to the desk and waits until all of it can be found. */
export async function fill(scope: Scope, { corpus }: Task, options: Options = {}): Promise<IdOf> {
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
  const idOf: IdOf = ({ documentId, question }) =>
    question === null ? idByDocument.get(documentId) : idByQuestion.get(question);
  if (options.written) await WrittenFile.accept(scope, library.id, options.written, idOf, options.settle);
  return idOf;
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

/** Ids in the order of the best passage of each, and whether the desk would answer. */
async function ask(scope: Scope, asked: Asked, idOf: IdOf, { cuts, read }: Options): Promise<Outcome> {
  const settings = cuts && { cuts };
  const model = read ? await ModelConnection.current(scope) : undefined;
  const history = historyOf(asked);
  const { signal } = new AbortController();
  const understood = await Rewrite.understand(model, asked.text, history, signal);
  const search = (text: string) => Search.run(scope, { text, limit: 50, ...(settings && { settings }) });
  const { found } = await Rewrite.lookUp(search, understood);
  const ids = found.hits.map(idOf).filter((id) => id !== undefined);
  const isBelow = found.decision.standing === "below";
  const reading = !isBelow && model ? await readBy(scope, asked.text, history) : undefined;
  return {
    asked,
    ranked: [...new Set(ids)],
    refused: isBelow || reading === "refused",
    margin: marginOf(found),
    failed: reading === "failed",
  };
}

/** The questions asked before with what was answered to each. */
function historyOf({ history }: Asked): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const { role, text } of history) {
    const last = exchanges.at(-1);
    if (role === "user") exchanges.push({ question: text, answer: "" });
    else if (last) last.answer = text;
  }
  return shorten(exchanges);
}

function marginOf({ evidence, cuts }: Search.Found): number {
  const margins = Cut.decidingMeasures.map((measure) => {
    const hard = cuts[measure]?.hard;
    return measure !== "rerank" && hard ? (evidence[measure] ?? 0) / hard : 0;
  });
  return Math.max(...margins);
}

/** Asks the whole way, in a run that nobody keeps. One answer that fails does not end the evaluation. */
async function readBy(scope: Scope, question: string, history: Exchange[]): Promise<"answered" | "refused" | "failed"> {
  const trace = blankTrace({ runId: "", userId: requireUser(scope).userId, question });
  const progress = progressOf(async () => {});
  const turn = { runId: "", conversationId: "", question, history, libraryIds: null, filter: null, settings: null };
  try {
    await answer(scope, turn, { progress, trace, signal: new AbortController().signal });
  } catch (error) {
    if (error instanceof PublicError && error.code.startsWith("model.")) return "failed";
    throw error;
  }
  const { tier } = progress.outcome();
  return tier === "refused" || tier === "candidates" ? "refused" : "answered";
}

function findingOf(outcomes: readonly Outcome[]): Omit<Finding, "task" | "set"> {
  const scored = outcomes.filter(({ asked }) => asked.relevant.length > 0 && isToAnswer(asked));
  const over = (measure: (ranked: string[], relevant: Set<string>) => number) =>
    round(mean(scored.map(({ asked, ranked }) => measure(ranked, new Set(asked.relevant)))));
  return {
    queries: outcomes.length,
    "hit@1": over((ranked, relevant) => hitAt(ranked, relevant, 1)),
    "hit@3": over((ranked, relevant) => hitAt(ranked, relevant, 3)),
    "hit@5": over((ranked, relevant) => hitAt(ranked, relevant, 5)),
    "hit@10": over((ranked, relevant) => hitAt(ranked, relevant, 10)),
    "mrr@10": over((ranked, relevant) => reciprocalRankAt(ranked, relevant, 10)),
    "ndcg@10": over((ranked, relevant) => ndcgAt(ranked, relevant, 10)),
  };
}

/** Kinds whose subject is not in the base. Others need a reader to tell: they are shown by themselves and not counted in. */
const missing = new Set(["kb_gap", "off_topic"]);

function refusingOf(outcomes: readonly Outcome[], { cuts }: Options): Omit<Refusing, keyof Finding> {
  const toAnswer = outcomes.filter(({ asked }) => isToAnswer(asked));
  const notToAnswer = outcomes.filter(({ asked }) => !isToAnswer(asked));
  const told = notToAnswer.filter(({ asked }) => missing.has(asked.kind ?? ""));
  const counted = told.length > 0 ? told : notToAnswer;
  const refusedOf = (some: readonly Outcome[]) => some.filter(({ refused }) => refused).length;
  const margins = (some: readonly Outcome[]) => some.map(({ margin }) => margin);
  const falseRefusal = refusedOf(toAnswer) / Math.max(1, toAnswer.length);
  const falseAnswer = 1 - refusedOf(counted) / Math.max(1, counted.length);
  const kinds = Map.groupBy(outcomes, ({ asked }) => asked.kind ?? "answerable");
  const failed = outcomes.filter((outcome) => outcome.failed).length;
  return {
    balancedAccuracy: round(1 - (falseRefusal + falseAnswer) / 2),
    falseAnswer: round(falseAnswer),
    falseRefusal: round(falseRefusal),
    kinds: Object.fromEntries(
      Array.from(kinds, ([kind, some]) => {
        const apart = isToAnswer(some[0]?.asked) ? {} : { auroc: round(auroc(margins(toAnswer), margins(some))) };
        return [kind, { n: some.length, refused: refusedOf(some), ...apart }];
      }),
    ),
    ...(failed > 0 && { failed }),
    cutFrom: cuts ? `given: ${JSON.stringify(cuts)}` : "docent",
  };
}

function isToAnswer(asked: Asked | undefined): boolean {
  return asked?.kind === undefined || asked.kind === "in_kb" || asked.kind === "answerable";
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { shorten, type Exchange } from "../chat/history.ts";
import * as Rewrite from "../chat/rewrite.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { Scope } from "../scope.ts";
import { bleu4, hasSameWords, rougeL } from "./rewrite-score.ts";
import { lines } from "./task-folder.ts";

/** Questions asked in a conversation, and how people would have asked them without it. */
export interface RewriteTask {
  task: string;
  set: string;
  items: Item[];
}

export interface Item {
  current: string;
  history: Exchange[];
  references: string[];
  /** Whether people changed the question at all. */
  needsRewrite: boolean;
}

export interface RewriteFigures {
  task: string;
  set: string;
  n: number;
  bleu4: number;
  rougeL: number;
  /** Share with the very words of a reference. */
  exact: number;
  /** Of the questions that people left as they are, the share that was changed. */
  needlessRewrites: number;
  /** Of the questions that people changed, the share that was left as it is. */
  missedRewrites: number;
  modelCalls: number;
  /** Of the model's calls, those that failed, were too slow or came to nothing usable; the question stayed as it is. */
  skipped: number;
}

interface Options {
  /** Rewrite only so many. */
  queriesMax?: number;
  /** Has the connected model rewrite; without it questions stay as they are. */
  read?: boolean;
  progress?: (message: string) => void;
}

const Line = z.object({
  current: z.string(),
  references: z.array(z.string()).min(1),
  needs_rewrite: z.boolean(),
  /** Question, answer, question, answer… */
  history: z.array(z.string()).optional(),
  /** Questions whose answers are not known. */
  history_user_turns_only: z.array(z.string()).optional(),
});

/** Reads `items.jsonl`, or undefined where the folder holds another kind of task. */
export async function read(folder: string): Promise<RewriteTask | undefined> {
  const place = resolve(folder);
  const rows = await lines(join(place, "items.jsonl"), Line);
  const items = rows?.map(({ current, references, needs_rewrite, history, history_user_turns_only }): Item => {
    const said = history ?? history_user_turns_only?.flatMap((question) => [question, ""]) ?? [];
    return { current, references, needsRewrite: needs_rewrite, history: exchangesOf(said) };
  });
  return items && { task: basename(dirname(place)), set: basename(place), items };
}

function exchangesOf(said: readonly string[]): Exchange[] {
  const exchanges: Exchange[] = [];
  for (let at = 0; at < said.length; at += 2) {
    exchanges.push({ question: said[at] ?? "", answer: said[at + 1] ?? "" });
  }
  return exchanges;
}

/** Makes every question stand alone as the desk does before it searches, and compares what comes out with the references. */
export async function run(scope: Scope, task: RewriteTask, options: Options = {}): Promise<RewriteFigures> {
  const model = options.read ? await ModelConnection.current(scope) : undefined;
  const items = task.items.slice(0, options.queriesMax);
  const { signal } = new AbortController();
  const written: { item: Item; text: string; references: string[] }[] = [];
  let modelCalls = 0;
  let skipped = 0;
  for (const item of items) {
    const history = shorten(item.history);
    if (model && Rewrite.isNeeded(item.current, history)) modelCalls++;
    const { question: text, skipped: isSkipped } = await Rewrite.understand(model, item.current, history, signal);
    if (isSkipped) skipped++;
    written.push({ item, text, references: item.references });
    options.progress?.(`rewrote ${written.length} of ${items.length}`);
  }
  const isChanged = ({ item, text }: (typeof written)[number]) => !hasSameWords(text, item.current);
  const share = (some: typeof written, is: (one: (typeof written)[number]) => boolean) =>
    round(some.filter(is).length / (some.length || 1));
  const needed = written.filter(({ item }) => item.needsRewrite);
  const needless = written.filter(({ item }) => !item.needsRewrite);
  return {
    task: task.task,
    set: task.set,
    n: items.length,
    bleu4: round(bleu4(written)),
    rougeL: round(rougeL(written)),
    exact: share(written, ({ text, references }) => references.some((one) => hasSameWords(text, one))),
    needlessRewrites: share(needless, isChanged),
    missedRewrites: share(needed, (one) => !isChanged(one)),
    modelCalls,
    skipped,
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

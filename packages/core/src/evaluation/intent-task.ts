import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { detect } from "../intents/detect.ts";
import * as Example from "../intents/example.ts";
import * as ExampleVectors from "../intents/example-vectors.ts";
import * as Intent from "../intents/intent.ts";
import type { ChatModel } from "../models/chat-model.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { Scope } from "../scope.ts";
import { lines } from "./task-folder.ts";

/** Sentences that teach intents, and sentences to tell the intent of; null where none fits. */
export interface IntentTask {
  task: string;
  set: string;
  examples: { text: string; intent: string }[];
  queries: { text: string; intent: string | null }[];
}

export interface IntentFigures {
  task: string;
  set: string;
  queries: number;
  /** Share of the sentences of an intent that were taken for it. */
  inScope: number;
  /** Share of the other sentences that were taken for none; absent where there are none. */
  outOfScopeRecall?: number;
  modelCalls: number;
  /** Mean time until the intent of a sentence was known. */
  milliseconds: number;
}

interface Options {
  /** Ask only so many. */
  queriesMax?: number;
  /** Has the connected model choose where examples do not agree. */
  read?: boolean;
  progress?: (message: string) => void;
}

const Taught = z.object({ text: z.string(), intent: z.string() });
const Asked = z.object({ text: z.string(), intent: z.string().nullable(), kind: z.string().optional() });
const examplesAtOnce = 2_000;

/** Reads `examples.jsonl` and `queries.jsonl`, or undefined where the folder holds another kind of task. */
export async function read(folder: string): Promise<IntentTask | undefined> {
  const place = resolve(folder);
  const examples = await lines(join(place, "examples.jsonl"), Taught);
  const asked = examples && (await lines(join(place, "queries.jsonl"), Asked));
  if (!asked) return undefined;
  // a kind says that the sentence is out of scope, also where it names the intent that was left out
  const queries = asked.map(({ text, intent, kind }) => ({ text, intent: kind === undefined ? intent : null }));
  return { task: basename(dirname(place)), set: basename(place), examples, queries };
}

/** Teaches an empty desk the examples and tells the intent of every sentence as the desk does when somebody asks. */
export async function run(scope: Scope, task: IntentTask, options: Options = {}): Promise<IntentFigures> {
  await teach(scope, task, options);
  const connected = options.read ? await ModelConnection.current(scope) : undefined;
  let modelCalls = 0;
  const model: ChatModel | undefined = connected && {
    id: connected.id,
    stream(prompt, signal) {
      modelCalls++;
      return connected.stream(prompt, signal);
    },
  };
  const asked = task.queries.slice(0, options.queriesMax);
  const taken: (string | null)[] = [];
  const { signal } = new AbortController();
  await detect(scope, "", { signal });
  const start = performance.now();
  for (const { text } of asked) {
    taken.push((await detect(scope, text, { model, signal }))?.name ?? null);
    if (taken.length % 100 === 0) options.progress?.(`asked ${taken.length} of ${asked.length}`);
  }
  const milliseconds = (performance.now() - start) / Math.max(1, asked.length);
  const right = (isInScope: boolean) => {
    const some = asked.flatMap(({ intent }, i) => ((intent !== null) === isInScope ? [intent === taken[i]] : []));
    return some.length > 0 ? round(some.filter(Boolean).length / some.length) : undefined;
  };
  const outOfScopeRecall = right(false);
  return {
    task: task.task,
    set: task.set,
    queries: asked.length,
    inScope: right(true) ?? 0,
    ...(outOfScopeRecall !== undefined && { outOfScopeRecall }),
    modelCalls,
    milliseconds: round(milliseconds),
  };
}

async function teach(scope: Scope, { examples }: IntentTask, { progress }: Options): Promise<void> {
  let done = 0;
  for (const [name, own] of Map.groupBy(examples, ({ intent }) => intent)) {
    const { id } = await Intent.create(scope, { name, action: { type: "knowledge" } });
    for (let from = 0; from < own.length; from += examplesAtOnce) {
      const some = own.slice(from, from + examplesAtOnce).map(({ text }) => ({ text, parameters: null }));
      await Example.add(scope, { intentId: id, examples: some });
    }
    progress?.(`taught ${(done += own.length)} of ${examples.length}`);
  }
  await ExampleVectors.makeAll(scope);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

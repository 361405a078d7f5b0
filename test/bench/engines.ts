import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Config } from "@docent/core/config";
import * as Evaluate from "@docent/core/evaluation/evaluate";
import { hitAt, mean } from "@docent/core/evaluation/score";
import * as TaskFolder from "@docent/core/evaluation/task-folder";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Search from "@docent/core/knowledge/search";
import type { Scope } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { startDesk } from "@docent/functions/local/desk";
import { addModel } from "../connect-model.ts";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { assemble } from "../opensearch/assemble.ts";
import { startNode } from "../opensearch/node.ts";
import { silentLog } from "../scope.ts";
import { percentile, round } from "./figures.ts";
import { stagesOf, timed } from "./stages.ts";

const options = {
  queries: { type: "string", default: "300" },
  url: { type: "string" },
} as const;

const modes: Record<string, Search.Settings> = {
  words: { vectors: false, rerank: false },
  fourRoutes: { rerank: false },
};
const engines = ["built-in", "OpenSearch"] as const;

/** A desk on one of the engines, filled with a task's corpus. */
interface Filled extends AsyncDisposable {
  scope: Scope;
  idOf: Evaluate.IdOf;
  secondsToFill: number;
}

interface Answer {
  ids: string[];
  took: number;
  stages: Record<string, number>;
}

/**
 * Whether the engines find the same, and how long each takes: every task's corpus in a desk on each, every question asked
 * in turn of both. `npm run bench -- engines <folder of a task>… --queries 300`; `--url` names a cluster, otherwise a node
 * is started. Vectors count words, so that all four routes are looked at.
 */
export async function run(args: string[]) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  await using node = values.url ? undefined : await startNode(await assemble());
  await using server = await retrievalServer({ dimensions: 384 });
  const figures: Record<string, unknown> = {};
  for (const folder of positionals) {
    const task = await TaskFolder.read(folder);
    const urls = { "built-in": undefined, OpenSearch: values.url ?? node?.url };
    await using builtIn = await filled(task, server.baseUrl, urls["built-in"]);
    await using openSearch = await filled(task, server.baseUrl, urls.OpenSearch);
    const desks = { "built-in": builtIn, OpenSearch: openSearch };
    const queries = task.queries.filter(({ relevant }) => relevant.length > 0).slice(0, Number(values.queries));
    const byMode: Record<string, unknown> = {};
    for (const [mode, settings] of Object.entries(modes)) byMode[mode] = await compare(desks, queries, settings);
    figures[`${task.task}/${task.set}`] = {
      texts: task.corpus.length,
      queries: queries.length,
      secondsToFill: Object.fromEntries(engines.map((engine) => [engine, desks[engine].secondsToFill])),
      ...byMode,
    };
  }
  return figures;
}

async function filled(task: TaskFolder.Task, baseUrl: string, openSearchUrl: string | undefined): Promise<Filled> {
  const dataFolder = await mkdtemp(join(tmpdir(), "docent-engines-"));
  const openSearchPrefix = `bench${Date.now()}`;
  const quiet = { dataFolder, port: 0, demo: "false", ollamaUrl: "" };
  const config = Config.parse({ ...quiet, ...(openSearchUrl && { openSearchUrl, openSearchPrefix }) });
  const desk = await startDesk(config, silentLog, { console: false, announce: false });
  const { ports, company } = desk.local;
  const scope = { ...ports, actor: await User.operator(ports.db, company.id) };
  await Generation.connect(scope, await addModel(scope, "embed", { baseUrl, model: "words" }));
  while ((await Generation.current(scope)).embedder === null) await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  const idOf = await Evaluate.fill(scope, task);
  return {
    scope: timed(scope),
    idOf,
    secondsToFill: Math.round((performance.now() - started) / 1000),
    async [Symbol.asyncDispose]() {
      await ports.index.drop(await Generation.current(scope));
      await desk.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function compare(
  desks: Record<(typeof engines)[number], Filled>,
  queries: readonly TaskFolder.Asked[],
  settings: Search.Settings,
) {
  // each is asked once before, for the first question of a kind opens files and compiles
  for (const engine of engines) for (const { text } of queries.slice(-20)) await ask(desks[engine], text, settings);
  const answers = { "built-in": new Array<Answer>(), OpenSearch: new Array<Answer>() };
  for (const [turn, { text }] of queries.entries()) {
    const order = turn % 2 === 0 ? engines : engines.toReversed();
    for (const engine of order) answers[engine].push(await ask(desks[engine], text, settings));
  }
  const pairs = answers["built-in"].map((one, at) => ({ one: one.ids, other: answers.OpenSearch[at]?.ids ?? [] }));
  return {
    sameFirst: round(mean(pairs.map(({ one, other }) => Number(one[0] === other[0]))), 4),
    overlapOfTen: round(mean(pairs.map(({ one, other }) => overlap(one, other))), 4),
    ...Object.fromEntries(engines.map((engine) => [engine, figuresOf(answers[engine], queries)])),
  };
}

async function ask({ scope, idOf }: Filled, text: string, settings: Search.Settings): Promise<Answer> {
  const started = performance.now();
  const { result, stages } = await stagesOf(() => Search.run(scope, { text, limit: 10, settings }));
  const took = performance.now() - started;
  const ids = [...new Set(result.hits.map(idOf).filter((id) => id !== undefined))];
  const { prepare, load } = result.milliseconds;
  return {
    ids,
    took,
    stages: { ...(prepare !== undefined && { prepare }), ...stages, ...(load !== undefined && { passages: load }) },
  };
}

/** The share of the longer list that both hold. */
function overlap(one: readonly string[], other: readonly string[]): number {
  const longest = Math.max(one.length, other.length);
  return longest === 0 ? 1 : one.filter((id) => other.includes(id)).length / longest;
}

function figuresOf(answers: readonly Answer[], queries: readonly TaskFolder.Asked[]) {
  const hit = (k: number) =>
    round(mean(answers.map(({ ids }, at) => hitAt(ids, new Set(queries[at]?.relevant), k))), 4);
  const times = answers.map(({ took }) => took);
  const names = new Set(answers.flatMap(({ stages }) => Object.keys(stages)));
  const stagesP50 = [...names].map((name): [string, number] => [
    name,
    percentile(
      answers.flatMap(({ stages }) => stages[name] ?? []),
      0.5,
    ),
  ]);
  return {
    "hit@1": hit(1),
    "hit@5": hit(5),
    "hit@10": hit(10),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    stagesP50: Object.fromEntries(stagesP50),
  };
}

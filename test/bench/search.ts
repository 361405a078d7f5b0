import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Config } from "@docent/core/config";
import { chunkTable } from "@docent/core/db/schema";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import { embedders } from "@docent/core/models/embedders";
import type { Embedder } from "@docent/core/models/embedder";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import type { Scope } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { readEnvironment } from "@docent/functions/compose/environment";
import { startDesk } from "@docent/functions/local/desk";
import { isNotNull } from "drizzle-orm";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { silentLog } from "../scope.ts";
import { fill } from "./corpus.ts";
import { percentile, round } from "./figures.ts";
import { fromFile, fromPassages } from "./questions.ts";
import { stagesOf, timed } from "./stages.ts";
import { addModel, useModel, type PlaceGiven } from "../connect-model.ts";

const clients = 8;
const warmUp = 30;
const dimensions = 384;

const options = {
  data: { type: "string" },
  folder: { type: "string" },
  passages: { type: "string", default: "0" },
  questions: { type: "string" },
  count: { type: "string", default: "500" },
  embedder: { type: "string" },
  "questions-with": { type: "string" },
  "rerank-ms": { type: "string" },
} as const;

/**
 * How long a search takes, one at a time and eight at once, and where its time goes.
 *
 * `--data` names the desk's folder, which is filled when it is empty and kept; without it the desk is thrown away.
 * `--folder` fills with the files below it, neither makes up a corpus; `--passages` goes on with questions and answers
 * taken from the files until there are so many. `--questions` is a file with one JSON object with `text` a line; without
 * it, questions are made of passages.
 *
 * `--embedder` is a model in the models folder, or `words`: a server of this bench whose vectors count words and cost
 * next to nothing. `--questions-with` has a model in the models folder embed every question besides, for the time it
 * takes. `--rerank-ms` is how long a reranker takes that counts shared words. A desk that is filled already keeps its own
 * embedder and is asked without a reranker, unless these are given; a new one takes `words` and 50 ms.
 */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options });
  const dataFolder = values.data ?? (await mkdtemp(join(tmpdir(), "docent-bench-")));
  const { modelsFolder } = readEnvironment();
  const config = Config.parse({ dataFolder, port: 0, demo: "false", ollamaUrl: "", modelsFolder });
  await using server = await retrievalServer({ dimensions });
  const desk = await startDesk(config, silentLog, { console: false, announce: false });
  const onnx = onnxModels({ folder: modelsFolder ?? join(dataFolder, "models") });
  const scope = { ...desk.local.ports, actor: await User.operator(desk.local.ports.db, desk.local.company.id) };
  try {
    const beside = values["questions-with"];
    const asking = timed(scope, beside ? await modelNamed(beside, onnx) : undefined);
    const started = performance.now();
    const isFilled = (await Library.list(scope)).length > 0;
    const embedder = values.embedder ?? (isFilled ? undefined : "words");
    const rerankMs = values["rerank-ms"] ?? (isFilled ? undefined : "50");
    if (embedder) await connect(scope, embedder, server.baseUrl);
    if (!isFilled) await fill(scope, values.folder, Number(values.passages));
    const filled = (performance.now() - started) / 1000;
    // the index is brought up to date when nothing was written for a while
    await setTimeout(5_000);

    const modes: Record<string, Search.Settings> = { words: { vectors: false, rerank: false } };
    const space = await Generation.current(scope);
    if (space.embedder) modes["fourRoutes"] = { rerank: false };
    if (rerankMs) {
      server.rerankMs = Number(rerankMs);
      await useModel(scope, "rerank", { provider: "rerank-api", baseUrl: server.baseUrl, model: "words" });
      modes["reranked"] = {};
    }
    // each is asked once, for the desk remembers the vectors of the questions that were asked last
    const runs = 2 * Object.keys(modes).length;
    const wanted = warmUp + runs * Number(values.count);
    const questions = await (values.questions ? fromFile(values.questions, wanted) : fromPassages(scope, wanted));
    await measure(asking, questions.splice(0, warmUp), 1);
    const perRun = Math.floor(questions.length / runs);
    const times: Record<string, unknown> = {};
    for (const [mode, settings] of Object.entries(modes))
      times[mode] = {
        oneAtATime: await measure(asking, questions.splice(0, perRun), 1, settings),
        eightAtOnce: await measure(asking, questions.splice(0, perRun), clients, settings),
      };
    const libraries = await Library.list(scope);
    return {
      documents: libraries.reduce((sum, library) => sum + library.documents, 0),
      passages: await scope.db.$count(chunkTable),
      questionsWithAnswers: await scope.db.$count(chunkTable, isNotNull(chunkTable.question)),
      secondsToFill: isFilled ? undefined : Math.round(filled),
      embedder: space.embedder,
      questionsPerRun: perRun,
      questionsWith: beside,
      rerankerAnswersAfterMs: rerankMs && Number(rerankMs),
      ...times,
    };
  } finally {
    await onnx.close();
    await desk.close();
    if (!values.data) await rm(dataFolder, { recursive: true, force: true });
  }
}

/** The same embedder at another address needs no new index. */
async function connect(scope: Scope, embedder: string, baseUrl: string): Promise<void> {
  const isFake = embedder === "words";
  const place: PlaceGiven = isFake ? { baseUrl, model: "words" } : { provider: "onnx", model: embedder };
  await Generation.connect(scope, await addModel(scope, "embed", place));
  for (;;) {
    const { current, next } = await Generation.status(scope);
    if (next?.error) throw new Error(next.error);
    if (!next && current.embedder !== null) return;
    await setTimeout(200);
  }
}

async function modelNamed(model: string, onnx: ReturnType<typeof onnxModels>): Promise<Embedder> {
  const place = { provider: "onnx", model } as const;
  const here = embedders({ onnx });
  return here.connect({ ...place, ...(await here.probe(place)) });
}

async function measure(scope: Scope, questions: readonly string[], atOnce: number, settings?: Search.Settings) {
  const times: number[] = [];
  const stages: Record<string, number[]> = {};
  const problems = new Set<string>();
  const waiting = [...questions];
  const started = performance.now();
  const cpu = process.cpuUsage();
  const client = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      const asked = performance.now();
      const { result, stages: took } = await stagesOf(() => Search.run(scope, { text, limit: 10, settings }));
      times.push(performance.now() - asked);
      const { prepare, load, fuse } = result.milliseconds;
      for (const [stage, time] of Object.entries({ prepare, ...took, passages: load, fuse }))
        if (time !== undefined) (stages[stage] ??= []).push(time);
      for (const problem of [result.degraded, result.reranked?.skipped]) if (problem) problems.add(problem);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const stagesAt = (part: number) =>
    Object.fromEntries(Object.entries(stages).map(([stage, times]) => [stage, percentile(times, part)]));
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: round(questions.length / seconds),
    // of this process, the servers of the bench included: tells machines in use by others from slow ones
    cpuMs: round((user + system) / 1000 / questions.length),
    stagesP50: stagesAt(0.5),
    stagesP99: stagesAt(0.99),
    ...(problems.size > 0 && { problems: [...problems] }),
  };
}

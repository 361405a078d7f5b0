import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import * as Evaluate from "@docent/core/evaluation/evaluate";
import * as IntentTask from "@docent/core/evaluation/intent-task";
import * as RewriteTask from "@docent/core/evaluation/rewrite-task";
import * as TaskFolder from "@docent/core/evaluation/task-folder";
import * as WrittenFile from "@docent/core/evaluation/written-file";
import * as Cut from "@docent/core/knowledge/cut";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Entry from "@docent/core/models/catalogue/entry";
import type { ModelKind } from "@docent/core/models/catalogue/model-kind";
import type { Place } from "@docent/core/models/catalogue/place";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { readEnvironment } from "../compose/environment.ts";
import { lineLog } from "../compose/log.ts";
import { startDesk } from "../local/desk.ts";
import type { Progress, Report } from "./report.ts";

export interface Options {
  queries?: number;
  /** `<address>#<model>` of a server, or the name of a model in the models folder. */
  embedder?: string;
  reranker?: string;
  model?: string;
  /** `<measure>=<hard>` or `<measure>=<hard>:<soft>`. */
  cut?: string[];
  /** A file of questions and summaries that lead to texts of the corpus. */
  written?: string;
}

/** Measures each folder's task in a desk of its own that is thrown away afterwards. */
export async function evaluate(folders: string[], options: Options, progress: Progress): Promise<Report> {
  const figures = [];
  for (const folder of folders) figures.push(await evaluateOne(folder, options, progress));
  const [only] = figures;
  return { json: figures.length === 1 ? only : figures, text: figures.map(toLine).join("\n") };
}

type Figures = Evaluate.Figures | IntentTask.IntentFigures | RewriteTask.RewriteFigures;

async function evaluateOne(folder: string, options: Options, progress: Progress): Promise<Figures> {
  const task = (await IntentTask.read(folder)) ?? (await RewriteTask.read(folder)) ?? (await TaskFolder.read(folder));
  const cuts = options.cut && cutsFrom(options.cut);
  const written = options.written === undefined ? undefined : await WrittenFile.read(options.written);
  const dataFolder = await mkdtemp(join(tmpdir(), "docent-eval-"));
  const { modelsFolder } = readEnvironment();
  try {
    const config = Config.parse({ dataFolder, port: 0, demo: "false", ollamaUrl: "", modelsFolder });
    const desk = await startDesk(config, lineLog("error"), { console: false, announce: false });
    try {
      const { ports, company } = desk.local;
      const scope = { ...ports, actor: await User.operator(ports.db, company.id) };
      await connect(scope, options);
      const how = {
        progress,
        ...(options.queries && { queriesMax: options.queries }),
        ...(options.model && { read: true }),
      };
      if ("examples" in task) return await IntentTask.run(scope, task, how);
      if ("items" in task) return await RewriteTask.run(scope, task, how);
      return await Evaluate.run(scope, task, { ...how, ...(cuts && { cuts }), ...(written && { written }) });
    } finally {
      await desk.close();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Connects the models named, before there is anything in the desk. */
async function connect(scope: Scope, { embedder, reranker, model }: Options): Promise<void> {
  if (reranker) await ModelConnection.use(scope, "rerank", await add(scope, "rerank", reranker));
  if (model) await ModelConnection.use(scope, "chat", await add(scope, "chat", model));
  if (!embedder) return;
  await Generation.connect(scope, await add(scope, "embed", embedder));
  while ((await Generation.current(scope)).embedder === null) {
    const { next } = await Generation.status(scope);
    if (next?.error) throw new PublicError("unavailable", "eval.embedder_failed", next.error);
    await setTimeout(100);
  }
}

/** Puts what somebody named into the catalogue. */
async function add(scope: Scope, kind: ModelKind, named: string): Promise<string> {
  const { id } = await Entry.add(scope, { kind, name: named.slice(0, 100), place: placeOf(kind, named) });
  return id;
}

function placeOf(kind: ModelKind, text: string): Place {
  const [address = "", model] = text.split("#");
  if (!/^https?:/.test(address)) return { provider: "onnx", model: address };
  if (model) return { provider: kind === "rerank" ? "rerank-api" : "openai", baseUrl: address, model };
  const message = `${text} names no model. Write <address>#<model>, e.g. http://127.0.0.1:8000/v1#bge-m3.`;
  throw new PublicError("invalid", "eval.no_model", message);
}

function cutsFrom(given: readonly string[]): Cut.Places {
  const cuts: Cut.Places = {};
  for (const text of given) {
    const [name, numbers = ""] = text.split("=");
    const measure = Cut.measures.find((known) => known === name);
    const [hard = Number.NaN, soft = hard] = numbers.split(":").map(Number);
    if (!measure || !Number.isFinite(hard) || !Number.isFinite(soft)) {
      const message = `${text} is no cut. Write <measure>=<hard> or <measure>=<hard>:<soft>; measures are ${Cut.measures.join(", ")}.`;
      throw new PublicError("invalid", "eval.bad_cut", message);
    }
    cuts[measure] = { hard, soft };
  }
  return cuts;
}

function toLine(figures: Figures): string {
  const { task, set, ...rest } = figures;
  const asked = "queries" in rest ? rest.queries : rest.n;
  const parts = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === "number" && name !== "queries" && name !== "n" ? [`${name} ${value.toFixed(3)}`] : [],
  );
  const kinds = "kinds" in figures ? Object.entries(figures.kinds) : [];
  const lines = kinds.map(([kind, { n, refused }]) => `\n  ${kind}: ${refused} of ${n} refused`);
  return `${task}/${set} (${asked} queries): ${parts.join("  ")}${lines.join("")}`;
}

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Config } from "@docent/core/config";
import { chunkTable } from "@docent/core/db/schema";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { startDesk } from "@docent/functions/local/desk";
import { inArray } from "drizzle-orm";
import { z } from "zod";
import { silentLog } from "../scope.ts";

const clients = 8;
const filesAtOnce = 64;

/**
 * How long a search takes, one at a time and eight at once. `--data` opens a desk that is filled already, `--folder`
 * fills a throw-away one with the files below it, neither makes up a corpus. `--questions` is a file with one JSON
 * object with `text` a line; without it, questions are made of headings and first words of passages.
 */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: "string" },
      folder: { type: "string" },
      questions: { type: "string" },
      count: { type: "string", default: "500" },
    },
  });
  const dataFolder = values.data ?? (await mkdtemp(join(tmpdir(), "docent-bench-")));
  const config = Config.parse({ dataFolder, port: 0, demo: "false", ollamaUrl: "" });
  const desk = await startDesk(config, silentLog, { console: false, announce: false });
  const scope = { ...desk.local.ports, actor: await User.operator(desk.local.ports.db, desk.local.company.id) };
  try {
    const started = performance.now();
    if (!values.data) await fill(scope, values.folder ? filesBelow(values.folder) : madeUp(2_000));
    const filled = (performance.now() - started) / 1000;
    // the index is brought up to date when nothing was written for a while
    await setTimeout(5_000);
    const count = Number(values.count);
    const questions = await (values.questions ? fromFile(values.questions, count) : fromPassages(scope, count));
    const libraries = await Library.list(scope);
    return {
      documents: libraries.reduce((sum, library) => sum + library.documents, 0),
      chunks: await scope.db.$count(chunkTable),
      secondsToFill: values.data ? undefined : Math.round(filled),
      questions: questions.length,
      oneAtATime: await measure(scope, questions, 1),
      eightAtOnce: await measure(scope, questions, clients),
    };
  } finally {
    await desk.close();
    if (!values.data) await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measure(scope: Scope, questions: readonly string[], atOnce: number) {
  const times: number[] = [];
  const stages: Record<string, number[]> = {};
  const waiting = [...questions];
  const started = performance.now();
  const client = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      const asked = performance.now();
      const { milliseconds } = await Search.run(scope, { text, limit: 10 });
      times.push(performance.now() - asked);
      for (const [stage, time] of Object.entries(milliseconds)) (stages[stage] ??= []).push(time);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const seconds = (performance.now() - started) / 1000;
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: round(questions.length / seconds),
    stagesP50: Object.fromEntries(Object.entries(stages).map(([stage, times]) => [stage, percentile(times, 0.5)])),
  };
}

async function fill(scope: Scope, files: AsyncIterable<Version.NewFile> | Iterable<Version.NewFile>): Promise<void> {
  const library = await Library.create(scope, { name: "Bench" });
  let waiting: string[] = [];
  let batch: Version.NewFile[] = [];
  const send = async () => {
    waiting.push(...(await Version.add(scope, library.id, batch)).map(({ documentId }) => documentId));
    batch = [];
  };
  for await (const file of files) {
    batch.push(file);
    if (batch.length === filesAtOnce) await send();
  }
  if (batch.length > 0) await send();
  while (waiting.length > 0) {
    const states = await Document.states(scope, waiting.slice(0, filesAtOnce));
    const done = new Set(states.filter(({ state }) => state !== "queued" && state !== "working").map(({ id }) => id));
    waiting = waiting.filter((id) => !done.has(id));
    if (done.size === 0) await setTimeout(200);
  }
}

async function* filesBelow(folder: string): AsyncIterable<Version.NewFile> {
  const top = resolve(folder);
  for (const entry of await readdir(top, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) yield { name: relative(top, path), content: await readFile(path) };
  }
}

/** Documents of made-up words, some frequent and most rare, as in real text. The same every time. */
function* madeUp(documents: number): Iterable<Version.NewFile> {
  let state = 42;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const words = (count: number) =>
    Array.from({ length: count }, () => `word${Math.floor(random() ** 3 * 20_000).toString(36)}`).join(" ");
  for (let number = 0; number < documents; number++) {
    const sections = Array.from({ length: 8 }, () => `## ${words(4)}\n\n${words(120)}.`);
    const content = new TextEncoder().encode(`# ${words(3)}\n\n${sections.join("\n\n")}\n`);
    yield { name: `${number}.md`, content };
  }
}

const Question = z.object({ text: z.string() });

async function fromFile(path: string, count: number): Promise<string[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim());
  return lines.slice(0, count).map((line) => Question.parse(JSON.parse(line)).text);
}

async function fromPassages(scope: Scope, count: number): Promise<string[]> {
  const ids = await scope.db.select({ id: chunkTable.id }).from(chunkTable).orderBy(chunkTable.id);
  const step = Math.max(1, Math.floor(ids.length / count));
  const picked = ids.flatMap(({ id }, index) => (index % step === 0 ? [id] : [])).slice(0, count);
  const rows = await scope.db
    .select({ headings: chunkTable.headings, text: chunkTable.text })
    .from(chunkTable)
    .where(inArray(chunkTable.id, picked));
  return rows.map(({ headings, text }) => {
    const words = text.split(/\s+/).slice(4, 10).join(" ");
    return `${headings.at(-1) ?? ""} ${words}`.slice(0, 200);
  });
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

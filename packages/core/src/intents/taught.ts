import { asc, eq } from "drizzle-orm";
import { intentExampleTable, intentTable } from "../db/schema.ts";
import type { Embedder } from "../models/embedder.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { fromBytes } from "../models/vector.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { Action } from "./action.ts";
import { learn, type Classifier, type Fit, type Taught } from "./classify.ts";
import { everydayQuestions } from "./everyday-questions.ts";
import * as ExampleVectors from "./example-vectors.ts";
import * as Intent from "./intent.ts";

/** What a company has taught, ready to be asked. */
export interface Lesson {
  classifier: Classifier;
  actions: ReadonlyMap<string, Action>;
  /** What tools are called with for an example, by its id. */
  parameters: ReadonlyMap<string, Record<string, unknown>>;
  rank(sentence: string, signal?: AbortSignal): Promise<Ranked>;
}

export interface Ranked {
  fits: Fit[];
  /** What the indexes of the fits mean. */
  examples: readonly Taught[];
  floor: number;
  /** Words alone when there is no embedder, or it cannot be reached. */
  byVectors: boolean;
}

interface Learnt {
  state: string;
  classifier: Promise<Classifier>;
  parameters: Promise<ReadonlyMap<string, Record<string, unknown>>>;
}

/** So many vectors are made while somebody waits; more are a job, and words decide until it is done. */
const waitedForMax = 64;
const companiesMax = 16;
const embedderRestMs = 60_000;

const learnt = new Map<string, Learnt>();
const failedAt = new Map<string, number>();

/** The company's intents as they are now, or undefined when it has none with examples. Kept in memory until they change. */
export async function load(scope: Scope, signal?: AbortSignal): Promise<Lesson | undefined> {
  const intents = await Intent.actions(scope);
  if (intents.length === 0) return undefined;
  const embedder = await usableEmbedder(scope);
  let state = await ExampleVectors.state(scope, embedder?.id ?? null);
  if (state.count === 0) return undefined;
  if (embedder && state.missing > 0) {
    const done = state.missing <= waitedForMax && (await madeMissing(scope, embedder, signal));
    if (done) state = await ExampleVectors.state(scope, embedder.id);
    else await scope.queue.send("embed-examples", [{ companyId: requireCompany(scope) }]);
  }
  const names = intents.map(({ id, name }) => `${id} ${name}`).join("\n");
  const stamp = `${state.count} ${state.last} ${state.changes}\n${names}`;
  const ready = embedder && state.missing === 0 ? embedder : undefined;
  const { classifier, parameters } = remember(scope, stamp, ready);
  return {
    classifier: await classifier,
    actions: new Map(intents.map(({ name, action }) => [name, action])),
    parameters: await parameters,
    rank: (sentence, signal) => rank(scope, sentence, stamp, ready, signal),
  };
}

async function rank(
  scope: Scope,
  text: string,
  stamp: string,
  embedder: Embedder | undefined,
  signal: AbortSignal | undefined,
): Promise<Ranked> {
  const vector = embedder && (await vectorOf(scope, embedder, text, signal));
  const classifier = await remember(scope, stamp, vector && embedder).classifier;
  const fits = classifier.rank({ text, ...(vector && { vector }) });
  return { fits, examples: classifier.examples, floor: classifier.floor, byVectors: classifier.byVectors };
}

function remember(scope: Scope, stamp: string, embedder: Embedder | undefined): Learnt {
  const key = `${requireCompany(scope)} ${embedder?.id ?? ""}`;
  const known = learnt.get(key);
  // read again last, so that the company nobody asked for longest goes first
  learnt.delete(key);
  const current = known?.state === stamp ? known : { state: stamp, ...study(scope, embedder) };
  learnt.set(key, current);
  for (const oldest of learnt.keys()) {
    if (learnt.size <= companiesMax) break;
    learnt.delete(oldest);
  }
  // what failed is learnt again by the next question
  current.classifier.catch(() => learnt.get(key) === current && learnt.delete(key));
  return current;
}

function study(scope: Scope, embedder: Embedder | undefined): Omit<Learnt, "state"> {
  const rows = read(scope);
  const classifier = rows.then(async (rows) => {
    const examples: Taught[] = rows.map(({ id, intent, text }) => ({ id, intent, text }));
    if (!embedder) return learn(examples);
    const everyday = await embedder.embed(everydayQuestions, "query");
    return learn(examples, { examples: rows.map(({ vector }) => fromBytes(vector ?? new Uint8Array())), everyday });
  });
  const parameters = rows.then(
    (rows) => new Map(rows.flatMap(({ id, parameters }) => (parameters ? [[id, parameters] as const] : []))),
  );
  parameters.catch(() => undefined);
  return { classifier, parameters };
}

async function read(scope: Scope) {
  return scope.db
    .select({
      id: intentExampleTable.id,
      intent: intentTable.name,
      text: intentExampleTable.text,
      parameters: intentExampleTable.parameters,
      vector: intentExampleTable.vector,
    })
    .from(intentExampleTable)
    .innerJoin(intentTable, eq(intentTable.id, intentExampleTable.intentId))
    .where(eq(intentExampleTable.companyId, requireCompany(scope)))
    .orderBy(asc(intentExampleTable.id));
}

/** An embedder that failed a moment ago is left alone, so that not every question waits for it. */
async function usableEmbedder(scope: Scope): Promise<Embedder | undefined> {
  const embedder = await ModelConnection.embedder(scope);
  const failed = embedder && failedAt.get(`${requireCompany(scope)} ${embedder.id}`);
  return failed !== undefined && performance.now() - failed < embedderRestMs ? undefined : embedder;
}

async function vectorOf(
  scope: Scope,
  embedder: Embedder,
  text: string,
  signal: AbortSignal | undefined,
): Promise<Float32Array | undefined> {
  try {
    const [vector] = await embedder.embed([text], "query", signal);
    return vector;
  } catch (error) {
    signal?.throwIfAborted();
    rest(scope, embedder, error);
    return undefined;
  }
}

async function madeMissing(scope: Scope, embedder: Embedder, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await ExampleVectors.make(scope, embedder, 1, signal);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    rest(scope, embedder, error);
    return false;
  }
}

function rest(scope: Scope, embedder: Embedder, error: unknown): void {
  failedAt.set(`${requireCompany(scope)} ${embedder.id}`, performance.now());
  scope.log.warn("intents.embedder_failed", { embedder: embedder.id, error });
}

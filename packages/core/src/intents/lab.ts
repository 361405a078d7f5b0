import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import * as ModelConnection from "../models/model-connection.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import type { Action } from "./action.ts";
import { judge, type Classifier } from "./classify.ts";
import { detect, type Detected } from "./detect.ts";
import { examine, type Examined, type Report } from "./examine.ts";
import * as Taught from "./taught.ts";

export const Pair = z.strictObject({ intent: z.string(), takenFor: z.string() });
export const Try = z.strictObject({
  sentence: z.string().trim().min(1).max(8_000),
  /** Lets the connected model decide where several intents fit about as well, as it does when somebody asks. */
  askModel: z.boolean().optional(),
});

/** How far the examination of the examples is, or what came of it. */
export type Looked =
  | { state: "empty" }
  | { state: "running"; done: number; total: number; secondsLeft: number | null }
  | { state: "done"; report: Report };

/** What a sentence is taken for, and why. */
export interface Tried {
  /** The examples agree, several intents fit about as well (a model would be asked), or none fits. */
  verdict: "clear" | "close" | "none";
  intent: string | null;
  action: Action["type"];
  /** What decided: for a close verdict the model only when it was asked. */
  by: Detected["by"];
  /** Whether there is a model to decide. */
  hasModel: boolean;
  floor: number;
  byVectors: boolean;
  fits: { intent: string; score: number; nearest: { id: string; text: string; score: number }[] }[];
}

interface Examination {
  done: number;
  startedAt: number;
  /** When somebody asked for it last. */
  watchedAt: number;
  result: Promise<Examined>;
}

/** What was examined last for a company, for as long as somebody works through it. */
interface Finished {
  examples: Classifier["examples"];
  takenFor: Examined["takenFor"];
}

const fitsShown = 5;
const mistakesMax = 100;
/** So long somebody waits for a whole report before being told how far it is. */
const patienceMs = 1_500;
/** Nobody waits for an examination that nobody has asked for as long as this; it ends. */
const unwatchedMs = 20_000;
const companiesMax = 16;
const examinations = new WeakMap<Classifier, Examination>();
const finished = new Map<string, Finished>();

/**
 * What the company's examples come to. Remembered until they change. Asking again while it runs
 * tells how far it is, and keeps it going.
 */
export async function look(scope: Scope): Promise<Looked> {
  requireRole(scope, "editor");
  const lesson = await Taught.load(scope);
  if (!lesson) return { state: "empty" };
  const { classifier } = lesson;
  const examination = examinationOf(classifier);
  examination.watchedAt = performance.now();
  const ended = await Promise.race([examination.result, setTimeout(patienceMs, undefined, { ref: false })]);
  if (!ended) {
    const { done } = examination;
    const total = classifier.examples.length;
    return { state: "running", done, total, secondsLeft: secondsLeft(examination, total) };
  }
  const { takenFor, ...report } = ended;
  keep(scope, { examples: classifier.examples, takenFor });
  return { state: "done", report };
}

/** Examples of one intent that were taken for the other one when the company's were examined last. */
export async function mistakes(
  scope: Scope,
  { intent, takenFor }: z.infer<typeof Pair>,
): Promise<{ id: string; text: string }[]> {
  requireRole(scope, "editor");
  const companyId = requireCompany(scope);
  if (!finished.has(companyId)) await look(scope);
  const last = finished.get(companyId);
  if (!last) return [];
  return last.examples
    .filter((example, index) => example.intent === intent && last.takenFor[index] === takenFor)
    .slice(0, mistakesMax)
    .map(({ id, text }) => ({ id, text }));
}

/** Tells what a sentence would be taken for; null when the company has no examples. */
export async function tryOut(
  scope: Scope,
  { sentence, askModel = false }: z.infer<typeof Try>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Tried | null> {
  requireRole(scope, "editor");
  const lesson = await Taught.load(scope, signal);
  if (!lesson) return null;
  const { fits, floor, byVectors, examples } = await lesson.rank(sentence, signal);
  const verdict = judge(floor, fits);
  const model = await ModelConnection.current(scope);
  const asked = askModel && model && verdict.type === "close" ? await detect(scope, sentence, { model, signal }) : null;
  const best = verdict.type === "none" ? null : verdict.best.intent;
  const intent = asked ? asked.name : best;
  return {
    verdict: verdict.type,
    intent,
    action: (intent === null ? undefined : lesson.actions.get(intent)?.type) ?? "knowledge",
    by: asked?.by ?? (best === null ? "none" : "examples"),
    hasModel: model !== undefined,
    floor,
    byVectors,
    fits: fits.slice(0, fitsShown).map(({ intent, score, nearest }) => ({
      intent,
      score,
      nearest: nearest.map(({ index, score }) => {
        const example = examples[index];
        return { id: example?.id ?? "", text: example?.text ?? "", score };
      }),
    })),
  };
}

function examinationOf(classifier: Classifier): Examination {
  const begun = examinations.get(classifier);
  if (begun) return begun;
  const now = performance.now();
  const examination: Examination = {
    done: 0,
    startedAt: now,
    watchedAt: now,
    result: examine(classifier, (done) => {
      if (performance.now() - examination.watchedAt > unwatchedMs) throw new Error("nobody waits for the lab any more");
      examination.done = done;
    }),
  };
  // what ended without a result is begun anew by the next look
  examination.result.catch(() => examinations.delete(classifier));
  examinations.set(classifier, examination);
  return examination;
}

function secondsLeft({ done, startedAt }: Examination, total: number): number | null {
  return done > 0 ? Math.ceil(((performance.now() - startedAt) / 1000 / done) * (total - done)) : null;
}

function keep(scope: Scope, examined: Finished): void {
  const companyId = requireCompany(scope);
  // put in again last, so that the company nobody looked at longest goes first
  finished.delete(companyId);
  finished.set(companyId, examined);
  for (const oldest of finished.keys()) {
    if (finished.size <= companiesMax) break;
    finished.delete(oldest);
  }
}

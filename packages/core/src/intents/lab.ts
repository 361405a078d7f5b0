import { z } from "zod";
import { requireRole, type Scope } from "../scope.ts";
import type { Action } from "./action.ts";
import { judge, type Classifier } from "./classify.ts";
import { examine, type Examined } from "./examine.ts";
import * as Taught from "./taught.ts";

export const Try = z.object({ sentence: z.string().trim().min(1).max(8_000) });

/** What a sentence is taken for, and why. */
export interface Tried {
  /** The examples agree, several intents fit about as well (a model would be asked), or none fits. */
  verdict: "clear" | "close" | "none";
  intent: string | null;
  action: Action["type"];
  floor: number;
  byVectors: boolean;
  fits: { intent: string; score: number; nearest: { id: string; text: string; score: number }[] }[];
}

const fitsShown = 5;
const examined = new WeakMap<Classifier, Promise<Examined>>();

/** What the company's examples come to; null when it has none. Remembered until they change. */
export async function look(scope: Scope): Promise<Examined | null> {
  requireRole(scope, "editor");
  const lesson = await Taught.load(scope);
  if (!lesson) return null;
  const { classifier } = lesson;
  const done = examined.get(classifier) ?? examine(classifier);
  examined.set(classifier, done);
  return done;
}

/** Tells what a sentence would be taken for, without asking a model; null when the company has no examples. */
export async function tryOut(scope: Scope, { sentence }: z.infer<typeof Try>): Promise<Tried | null> {
  requireRole(scope, "editor");
  const lesson = await Taught.load(scope);
  if (!lesson) return null;
  const { fits, floor, byVectors, examples } = await lesson.rank(sentence);
  const verdict = judge(floor, fits);
  const intent = verdict.type === "none" ? null : verdict.best.intent;
  return {
    verdict: verdict.type,
    intent,
    action: (intent === null ? undefined : lesson.actions.get(intent)?.type) ?? "knowledge",
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

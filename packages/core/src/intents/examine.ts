import { judge, type Classifier } from "./classify.ts";
import { pace } from "./pace.ts";

/** What the examples of a company come to when each is held out in turn and told from the others. */
export interface Examined extends Report {
  /** What each example was taken for, in the order of the classifier's examples. */
  takenFor: string[];
}

/** The same without what only serves to look a pair of intents up. */
export interface Report {
  examples: number;
  /** Whether meaning took part, or words alone. */
  byVectors: boolean;
  floor: number;
  /** The share that was taken for its own intent, below the floor or not. */
  accuracy: number;
  /** The share on which the examples agree, so that no model is asked, and how many of those are right. */
  decided: { share: number; right: number };
  /** The share that no intent fitted. */
  lost: number;
  intents: IntentFigures[];
  /** How many examples of one intent were taken for another one, most first. */
  confusions: { intent: string; takenFor: string; count: number }[];
  /** Sentences that are the same or nearly so and teach different intents, nearest first. */
  contradictions: Contradiction[];
}

export interface IntentFigures {
  intent: string;
  examples: number;
  /** The share of its examples that was taken for it. */
  recall: number;
  /** Why it should be taught more; null when it need not. */
  needs: "more" | "clearer" | null;
}

export interface Contradiction {
  similarity: number;
  first: { id: string; intent: string; text: string };
  second: { id: string; intent: string; text: string };
}

const fewExamples = 5;
const goodRecall = 0.8;
const sameSimilarity = 0.85;
const contradictionsMax = 200;
const confusionsMax = 2_000;

/** Holds out each example in turn, in slices that let others have their turn. */
export async function examine(classifier: Classifier, onProgress?: (done: number) => void): Promise<Examined> {
  const { examples, floor, byVectors } = classifier;
  const turn = pace();
  const figures = new Map<string, { examples: number; right: number }>();
  const confusions = new Map<string, Examined["confusions"][number]>();
  const contradictions = new Map<string, Contradiction>();
  const allTakenFor: string[] = [];
  let right = 0;
  let decided = 0;
  let decidedRight = 0;
  let lost = 0;
  for (const [index, example] of examples.entries()) {
    await turn();
    onProgress?.(index);
    const ranked = classifier.rankHeldOut(index);
    const takenFor = ranked[0]?.intent ?? "";
    allTakenFor.push(takenFor);
    const verdict = judge(floor, ranked);
    const isRight = takenFor === example.intent;
    const own = figures.get(example.intent) ?? { examples: 0, right: 0 };
    figures.set(example.intent, { examples: own.examples + 1, right: own.right + (isRight ? 1 : 0) });
    if (isRight) right++;
    else {
      const key = JSON.stringify([example.intent, takenFor]);
      const count = (confusions.get(key)?.count ?? 0) + 1;
      confusions.set(key, { intent: example.intent, takenFor, count });
    }
    if (verdict.type === "none") lost++;
    if (verdict.type === "clear") {
      decided++;
      if (isRight) decidedRight++;
    }
    for (const { intent, nearest } of ranked) {
      const [near] = nearest;
      const other = near && examples[near.index];
      if (!other || intent === example.intent || near.score < sameSimilarity) continue;
      const [first, second] = index < near.index ? [example, other] : [other, example];
      contradictions.set(`${first.id} ${second.id}`, { similarity: near.score, first, second });
    }
  }
  const share = (count: number, of: number) => (of > 0 ? count / of : 0);
  return {
    examples: examples.length,
    byVectors,
    floor,
    accuracy: share(right, examples.length),
    decided: { share: share(decided, examples.length), right: share(decidedRight, decided) },
    lost: share(lost, examples.length),
    intents: Array.from(figures, ([intent, own]) => {
      const recall = share(own.right, own.examples);
      return { intent, examples: own.examples, recall, needs: needsOf(own.examples, recall) };
    }).sort((a, b) => a.recall - b.recall || a.examples - b.examples),
    confusions: [...confusions.values()].sort((a, b) => b.count - a.count).slice(0, confusionsMax),
    contradictions: [...contradictions.values()]
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, contradictionsMax),
    takenFor: allTakenFor,
  };
}

function needsOf(examples: number, recall: number): IntentFigures["needs"] {
  if (examples < fewExamples) return "more";
  return recall < goodRecall ? "clearer" : null;
}

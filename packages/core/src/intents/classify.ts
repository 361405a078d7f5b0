import { everydayQuestions } from "./everyday-questions.ts";
import { pace } from "./pace.ts";
import type { Space } from "./space.ts";
import { vectorSpace } from "./vector-space.ts";
import { wordSpace } from "./word-space.ts";

/** A sentence that teaches an intent. */
export interface Taught {
  id: string;
  intent: string;
  text: string;
}

/** Vectors of the examples in their order, and of the everyday questions in theirs. */
export interface Vectors {
  examples: readonly Float32Array[];
  everyday: readonly Float32Array[];
}

export interface Sentence {
  text: string;
  /** As a question, in the same space as the examples; without one the words decide alone. */
  vector?: Float32Array;
}

/** How well an intent fits: 1 is perfect. */
export interface Fit {
  intent: string;
  score: number;
  /** Its examples nearest to the sentence, best first. */
  nearest: { index: number; score: number }[];
}

export interface Classifier {
  readonly examples: readonly Taught[];
  readonly byVectors: boolean;
  /** Below this score no intent fits. */
  readonly floor: number;
  /** The intents that fit best, best first. */
  rank(sentence: Sentence): Fit[];
  /** The same for one of the examples, as if it had never been taught. */
  rankHeldOut(index: number): Fit[];
}

export type Verdict =
  /** The examples agree. */
  | { type: "clear"; best: Fit }
  /** Several intents fit about as well; the best is first. */
  | { type: "close"; best: Fit; among: Fit[] }
  | { type: "none" };

/** Examples are looked at one by one only in the intents whose centre is near. */
const shortlist = 8;
/** So near to an example a sentence is taken for its intent, however different the intent's other examples are. */
const sameSimilarity = 0.9;
const nearestMax = 3;
/** This share of a company's own sentences may fall below the floor. */
const lostShare = 0.03;
/**
 * Few examples say little about where their intents end: the floor then lies near what was measured for others, or above
 * what nearly all everyday questions score.
 */
const usualFloor = { words: 0.2, vectors: 0.3 };
const usualWeight = 30;
const everydayShare = 0.97;
const heldOutMax = 600;
/** An intent that leads by less than this may be the wrong one of two. Measured, see docs/benchmarks.md. */
const margin = 0.08;
const amongMax = 5;

/**
 * Learns from the examples: an intent fits a sentence as well as its centre and the nearest of its examples do, by words
 * and, with vectors, by meaning. The floor comes from the examples alone, each held out in turn.
 */
export async function learn(examples: readonly Taught[], vectors?: Vectors): Promise<Classifier> {
  const intents = [...new Set(examples.map(({ intent }) => intent))];
  const classes = examples.map(({ intent }) => intents.indexOf(intent));
  const members = intents.map((_, own) => classes.flatMap((one, index) => (one === own ? [index] : [])));
  const texts = examples.map(({ text }) => text);
  const words = await wordSpace(texts, classes, everydayQuestions);
  const meaning = vectors && (await vectorSpace(vectors.examples, classes, vectors.everyday));

  const fits = (probes: Probe[], heldOut?: number): Fit[] => {
    const centres = meanOf(probes.map((probe) => probe.toCentres(heldOut)));
    const near = intents.map((_, own) => own).sort((a, b) => (centres[b] ?? 0) - (centres[a] ?? 0));
    return near
      .slice(0, shortlist)
      .map((own) => {
        const indexes = (members[own] ?? []).filter((index) => index !== heldOut);
        const similar = meanOf(probes.map((probe) => probe.toExamples(indexes)));
        const nearest = best(indexes, similar);
        const mean = nearest.reduce((sum, { score }) => sum + score, 0) / Math.max(1, nearest.length);
        const nearness = nearest[0]?.score ?? 0;
        const score = ((centres[own] ?? 0) + mean) / 2;
        return { intent: intents[own] ?? "", score: nearness >= sameSimilarity ? nearness : score, nearest };
      })
      .sort((a, b) => b.score - a.score);
  };
  const rank = ({ text, vector }: Sentence) => {
    const probes = [probe(words, words.of(text))];
    if (meaning && vector) probes.push(probe(meaning, meaning.of(vector)));
    return fits(probes);
  };
  const rankHeldOut = (index: number) => {
    const probes = [probe(words, words.example(index))];
    if (meaning) probes.push(probe(meaning, meaning.example(index)));
    return fits(probes, index);
  };

  const everyday = everydayQuestions.map((text, index): Sentence => {
    const vector = vectors?.everyday[index];
    return { text, ...(vector && { vector }) };
  });
  const floor = await floorOf({ count: examples.length, everyday, byVectors: Boolean(meaning), rank, rankHeldOut });
  return { examples, byVectors: Boolean(meaning), floor, rank, rankHeldOut };
}

/** What the examples say about a sentence. */
export function judge(floor: number, ranked: readonly Fit[]): Verdict {
  const [top, second] = ranked;
  if (!top || top.score < floor) return { type: "none" };
  if (!second || top.score - second.score >= margin) return { type: "clear", best: top };
  const among = ranked.filter(({ score }) => top.score - score < margin).slice(0, amongMax);
  return { type: "close", best: top, among };
}

interface Probe {
  toCentres(heldOut?: number): Float32Array;
  toExamples(indexes: readonly number[]): Float32Array;
}

function probe<T>(space: Space<T>, of: T): Probe {
  return {
    toCentres: (heldOut) => space.toCentres(of, heldOut),
    toExamples: (indexes) => space.toExamples(of, indexes),
  };
}

function meanOf([first, second]: readonly Float32Array[]): Float32Array {
  if (!first) return new Float32Array();
  return second ? first.map((value, i) => (value + (second[i] ?? 0)) / 2) : first;
}

function best(indexes: readonly number[], similar: Float32Array): Fit["nearest"] {
  const nearest: Fit["nearest"] = [];
  for (const [at, index] of indexes.entries()) {
    const score = similar[at] ?? 0;
    if (nearest.length === nearestMax && score <= (nearest.at(-1)?.score ?? 0)) continue;
    nearest.push({ index, score });
    nearest.sort((a, b) => b.score - a.score);
    nearest.length = Math.min(nearest.length, nearestMax);
  }
  return nearest;
}

interface Trial extends Pick<Classifier, "rank" | "rankHeldOut" | "byVectors"> {
  count: number;
  everyday: readonly Sentence[];
}

async function floorOf({ count, everyday, byVectors, rank, rankHeldOut }: Trial): Promise<number> {
  const turn = pace();
  const step = Math.max(1, count / heldOutMax);
  const own: number[] = [];
  for (let at = 0; at < count; at += step) {
    await turn();
    own.push(rankHeldOut(Math.floor(at))[0]?.score ?? 0);
  }
  const others: number[] = [];
  for (const sentence of everyday) {
    await turn();
    others.push(rank(sentence)[0]?.score ?? 0);
  }
  const usual = Math.max(byVectors ? usualFloor.vectors : usualFloor.words, quantile(others, everydayShare));
  return (count * quantile(own, lostShare) + usualWeight * usual) / (count + usualWeight);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  return low + (at % 1) * ((sorted[Math.ceil(at)] ?? 0) - low);
}

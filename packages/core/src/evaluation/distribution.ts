import type { Rate } from "../db/schema.ts";
import type { Measure } from "../knowledge/cut.ts";
import { mistakesAt, valuesOf, type Labelled } from "./calibrate.ts";

/** How the values of one measure lie for the two kinds of questions, and what each place for a cut would come to. */
export interface Distribution {
  /** How many questions of each kind there are, those for which nothing was found included. */
  answer: number;
  refuse: number;
  /** Evenly spaced, lowest first. */
  bins: { from: number; to: number; answer: number; refuse: number }[];
  /** Places for a cut, evenly spaced, lowest first, with the two mistakes of this measure by itself. */
  points: { cut: number; falseAnswer: Rate; falseRefusal: Rate }[];
}

const binCount = 30;
const pointsPerBin = 4;

/** Undefined when no search came to a value. */
export function distributionOf(labelled: readonly Labelled[], measure: Measure): Distribution | undefined {
  const { answer, refuse } = valuesOf(labelled, measure);
  const both = [...answer, ...refuse].filter(Number.isFinite);
  if (both.length === 0) return undefined;
  const least = Math.min(...both);
  const spread = Math.max(...both) - least;
  // values that are all alike stand in the middle
  const range = spread || Math.abs(least) || 1;
  const from = spread ? least - range / binCount : least - range / 2;
  const step = (range * (1 + 2 / binCount)) / binCount;

  const bins = Array.from({ length: binCount }, (_, index) => {
    const bin = { from: from + index * step, to: from + (index + 1) * step };
    const within = (values: readonly number[]) => values.filter((value) => value >= bin.from && value < bin.to).length;
    return { ...bin, answer: within(answer), refuse: within(refuse) };
  });
  const points = Array.from({ length: binCount * pointsPerBin + 1 }, (_, index) => {
    const cut = from + (index * step) / pointsPerBin;
    return { cut, ...mistakesAt(labelled, measure, cut) };
  });
  return { answer: answer.length, refuse: refuse.length, bins, points };
}

import type { Rate } from "../db/schema.ts";
import {
  decide,
  decidingMeasures,
  never,
  type Decision,
  type Measure,
  type Places,
  type Values,
} from "../knowledge/cut.ts";
import { aurocInterval, wilson } from "./interval.ts";
import { scaleOf, type Scale } from "./scale.ts";
import { auroc } from "./score.ts";

/** A question of which somebody said whether the documents answer it, and what a search for it came to. */
export interface Labelled {
  expected: "answer" | "refuse";
  values: Values;
}

/** Fewer of either kind say too little: even without a single mistake the interval reaches from 0 to 16 %. */
export const labelsMin = 20;
/** A measure is of use when it is surely better than a coin, and right more often than wrong by a good measure. */
const aurocMin = 0.6;
const balancedMin = 0.7;
/** What the soft cut promises: of the questions to refuse, surely no more than this are answered without reserve. */
const unreservedMax = 0.05;
/** So many questions to refuse, with not one of them let through, are the least that can promise that. */
export const softLabelsMin = 73;
const folds = 5;
const leastOfParts = (labelsMin / folds) * (folds - 1);

export type Verdict = "too_few" | "not_separable" | "separable";

/** What the labels say about one measure by itself. */
export interface Separation {
  verdict: Verdict;
  auroc: Rate;
  /** Mean of the shares of right answers and right refusals at the best cut, smoothed. */
  balanced: number;
}

/** What anybody can read of a desk at some cuts. */
export interface Mistakes {
  answer: number;
  refuse: number;
  /** Of the questions to refuse, those answered, with reserve or without. */
  falseAnswer: Rate;
  /** Of the questions to refuse, those answered without reserve. */
  unreserved: Rate;
  /** Of the questions to answer, those refused. */
  falseRefusal: Rate;
  /** Of the questions to answer, those answered with reserve. */
  reserved: Rate;
}

export interface Proposal {
  verdict: Verdict;
  measures: Partial<Record<Measure, Separation>>;
  /**
   * Empty unless `separable`. A measure that tells the two kinds apart too badly gets a cut that nothing reaches; one
   * with too few questions is left out and keeps the cut it has.
   */
  cuts: Places;
  /** Whether there are questions enough to promise what the soft cut is for. */
  softProven: boolean;
}

/** How well one measure tells questions to answer from questions to refuse, of those for which it has a value. */
export function separation(labelled: readonly Labelled[], measure: Measure, least = labelsMin): Separation {
  const { answer, refuse } = valuesOf(labelled, measure);
  const area = aurocInterval(
    answer.length && refuse.length ? auroc(answer, refuse) : 0.5,
    answer.length,
    refuse.length,
  );
  if (answer.length < least || refuse.length < least) return { verdict: "too_few", auroc: area, balanced: 0.5 };
  const scale = scaleOf(answer, refuse);
  const finite = [...answer, ...refuse].filter(Number.isFinite);
  const balanced = Math.max(...finite.map((value) => balancedAt(scale, value)), 0.5);
  const verdict = area.low > aurocMin && balanced >= balancedMin ? "separable" : "not_separable";
  return { verdict, auroc: area, balanced };
}

/**
 * Cuts for all measures that decide, at once. Those that decide together are put on a common scale; a question stands as
 * well as the best of them says. One hard and one soft place are chosen on that scale and read back as values of each,
 * so that several measures together promise what one alone would. A reranker decides alone and gets its cuts alone.
 */
export function propose(labelled: readonly Labelled[], least = labelsMin): Proposal {
  const present = decidingMeasures.filter((measure) => labelled.some(({ values }) => values[measure] !== undefined));
  const separations: Proposal["measures"] = {};
  for (const measure of present) separations[measure] = separation(labelled, measure, least);
  const verdicts = Object.values(separations).map(({ verdict }) => verdict);
  if (!verdicts.includes("separable")) {
    const verdict = verdicts.includes("not_separable") ? "not_separable" : "too_few";
    return { verdict, measures: separations, cuts: {}, softProven: false };
  }
  const having = (verdict: Verdict) => present.filter((measure) => separations[measure]?.verdict === verdict);
  const cuts: Places = {};
  for (const measure of having("not_separable")) cuts[measure] = { hard: never, soft: never };
  const useful = having("separable");
  const groups = [useful.filter((one) => one !== "rerank"), useful.filter((one) => one === "rerank")];
  const chosen = groups.filter((group) => group.length > 0).map((group) => placesFor(labelled, group));
  for (const { places } of chosen) Object.assign(cuts, places);
  return { verdict: "separable", measures: separations, cuts, softProven: chosen.every(({ proven }) => proven) };
}

/** Places for measures of which the best decides. */
function placesFor(labelled: readonly Labelled[], group: readonly Measure[]): { places: Places; proven: boolean } {
  const scales = new Map(group.map((measure) => [measure, scaleOfMeasure(labelled, measure)]));
  const { answer, refuse } = standings(labelled, scales);
  const hard = bestPlace(scaleOf(answer, refuse), [...answer, ...refuse]);
  const soft = softPlace(answer, refuse, hard);
  const places: Places = {};
  for (const [measure, scale] of scales)
    places[measure] = { hard: numbered(scale.valueAt(hard)), soft: numbered(scale.valueAt(soft.place)) };
  return { places, proven: soft.proven };
}

/** What the desk does with these questions at these cuts. */
export function mistakes(labelled: readonly Labelled[], cuts: Places): Mistakes {
  return mistakesOf(labelled.map(({ expected, values }) => ({ expected, standing: decide(values, cuts).standing })));
}

/**
 * What proposed cuts, beside those that `others` names, promise for questions that had no part in choosing them: each
 * fifth of the questions is decided by cuts proposed from the other four. Questions on which cuts were chosen flatter
 * them.
 */
export function mistakesHeldOut(labelled: readonly Labelled[], others: Places): Mistakes | undefined {
  const decided: Decided[] = [];
  const parts = dealt(labelled);
  for (const [index, part] of parts.entries()) {
    const { cuts, verdict } = propose(parts.toSpliced(index, 1).flat(), leastOfParts);
    if (verdict !== "separable") return undefined;
    for (const { expected, values } of part)
      decided.push({ expected, standing: decide(values, { ...others, ...cuts }).standing });
  }
  return mistakesOf(decided);
}

/** The two mistakes of one measure by itself at one cut. */
export function mistakesAt(
  labelled: readonly Labelled[],
  measure: Measure,
  cut: number,
): { falseAnswer: Rate; falseRefusal: Rate } {
  const { answer, refuse } = valuesOf(labelled, measure);
  return {
    falseAnswer: wilson(refuse.filter((value) => value >= cut).length, refuse.length),
    falseRefusal: wilson(answer.filter((value) => value < cut).length, answer.length),
  };
}

/**
 * A measure's values by kind. A question for which nothing was found at all lies below everything; one that only other
 * measures say something of is left out.
 */
export function valuesOf(labelled: readonly Labelled[], measure: Measure): { answer: number[]; refuse: number[] } {
  const of = (kind: Labelled["expected"]) =>
    labelled.flatMap(({ expected, values }) => {
      if (expected !== kind) return [];
      return values[measure] ?? (foundNothing(values) ? -Infinity : []);
    });
  return { answer: of("answer"), refuse: of("refuse") };
}

function scaleOfMeasure(labelled: readonly Labelled[], measure: Measure): Scale {
  const { answer, refuse } = valuesOf(labelled, measure);
  return scaleOf(answer, refuse);
}

/** Where each question stands by the measure that speaks best for it. */
function standings(labelled: readonly Labelled[], scales: ReadonlyMap<Measure, Scale>) {
  const standing = ({ values }: Labelled) =>
    Math.max(
      ...Array.from(scales, ([measure, scale]) => {
        const value = values[measure];
        return value === undefined ? -Infinity : scale.standing(value);
      }),
    );
  const of = (kind: Labelled["expected"]) =>
    labelled
      .filter(({ expected }) => expected === kind)
      .filter(
        ({ values }) => foundNothing(values) || Array.from(scales.keys()).some((one) => values[one] !== undefined),
      )
      .map(standing);
  return { answer: of("answer"), refuse: of("refuse") };
}

function foundNothing(values: Values): boolean {
  return decidingMeasures.every((measure) => values[measure] === undefined);
}

function balancedAt(scale: Scale, value: number): number {
  return 1 - (scale.falseAnswer(value) + scale.falseRefusal(value)) / 2;
}

/** Where the smoothed shares of right answers and right refusals are best together; of equals the one nearest to the middle of them. */
function bestPlace(scale: Scale, values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const step = (Math.max(...finite) - low) / 400;
  const places = Array.from({ length: 401 }, (_, index) => low + index * step);
  const scores = places.map((place) => balancedAt(scale, place));
  const best = Math.max(...scores);
  const equals = places.filter((_, index) => (scores[index] ?? 0) >= best - 1e-4);
  return equals[Math.floor(equals.length / 2)] ?? low;
}

/** The lowest place, not below `hard`, from which on surely few enough of the questions to refuse are found. */
function softPlace(answer: readonly number[], refuse: readonly number[], hard: number) {
  const above = refuse.filter((one) => one >= hard).toSorted((a, b) => a - b);
  const proven = (left: number) => wilson(left, refuse.length).high <= unreservedMax;
  if (above.length === 0 || proven(above.length)) return { place: hard, proven: proven(above.length) };
  // how many of the lowest must fall below it
  let below = 1;
  while (below < above.length && !proven(above.length - below)) below++;
  const last = above[below - 1] ?? hard;
  const next = Math.min(...[...above, ...answer].filter((one) => one > last));
  // between two questions and not on one of them
  const place = Number.isFinite(next) ? (last + next) / 2 : last + 1;
  return { place, proven: proven(above.length - below) };
}

interface Decided {
  expected: Labelled["expected"];
  standing: Decision["standing"];
}

function mistakesOf(decided: readonly Decided[]): Mistakes {
  const answer = decided.filter(({ expected }) => expected === "answer");
  const refuse = decided.filter(({ expected }) => expected === "refuse");
  const share = (some: readonly Decided[], ...standings: Decision["standing"][]) =>
    wilson(some.filter(({ standing }) => standings.includes(standing)).length, some.length);
  return {
    answer: answer.length,
    refuse: refuse.length,
    falseAnswer: share(refuse, "above", "between"),
    unreserved: share(refuse, "above"),
    falseRefusal: share(answer, "below"),
    reserved: share(answer, "between"),
  };
}

/** Dealt out like cards, each kind by itself, so that every part holds its share of both. */
function dealt(labelled: readonly Labelled[]): Labelled[][] {
  const parts: Labelled[][] = Array.from({ length: folds }, () => []);
  for (const kind of ["answer", "refuse"] as const)
    for (const [index, one] of labelled.filter(({ expected }) => expected === kind).entries())
      parts[index % folds]?.push(one);
  return parts;
}

/** A place that a measure never gets to has a number too, for numbers without end do not travel as JSON. */
function numbered(value: number): number {
  return Number.isFinite(value) ? value : never;
}

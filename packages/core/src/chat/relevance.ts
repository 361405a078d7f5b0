import { documentTerms, queryTerms } from "../knowledge/text/analyze.ts";
import type { Passage } from "../knowledge/passages.ts";
import { sentences, type Sentence } from "./sentence.ts";

/** A sentence as something to quote, with how well it answers. */
export interface Candidate {
  /** Among all candidates, in reading order. */
  index: number;
  passage: number;
  sentence: Sentence;
  /** Words of the question that it holds. */
  terms: ReadonlySet<string>;
  /** Those that headings, title and question above it hold. */
  context: ReadonlySet<string>;
  score: number;
}

export interface Ranking {
  best: Candidate[];
  inOrder: Candidate[];
  weightOf: (terms: Iterable<string>) => number;
  /** Weight of all words of the question that stand anywhere. */
  total: number;
}

/** How much a word of the question counts that stands around the sentence and not in it. */
const share = { context: 0.8, pointedAt: 0.6, neighbour: 0.25 };
const numberBonus = 0.15;
/** What each place further down the passages costs. */
const placeCost = 0.1;

/** Every sentence of the passages by how well it answers. `unitsOf` may keep more than a sentence together. */
export function rank(
  question: string,
  passages: readonly Passage[],
  unitsOf: (passage: Passage) => Sentence[] = ({ text }) => sentences(text),
): Ranking {
  const wanted = new Set(queryTerms(question));
  const among = (text: string) => new Set(documentTerms(text).filter((term) => wanted.has(term)));
  const inOrder = passages.flatMap((passage, place) => {
    const above = among([passage.title, ...passage.headings, passage.question ?? ""].join("\n"));
    return unitsOf(passage).map((sentence) => ({
      index: 0,
      passage: place,
      sentence,
      terms: among(sentence.text),
      context: sentence.heading ? new Set([...above, ...among(sentence.heading)]) : above,
      score: 0,
    }));
  });
  for (const [index, candidate] of inOrder.entries()) candidate.index = index;

  const weights = weigh(wanted, inOrder);
  const weightOf = (terms: Iterable<string>) => {
    let weight = 0;
    for (const term of terms) weight += weights.get(term) ?? 0;
    return weight;
  };
  const ranking = { inOrder, weightOf, total: weightOf(wanted) };
  const bonus = asksForNumber(question) ? numberBonus : 0;
  for (const candidate of inOrder) candidate.score = score(candidate, ranking, bonus);
  const best = inOrder.toSorted((a, b) => b.score - a.score || a.index - b.index);
  return { ...ranking, best };
}

/** The sentence of a passage that a text, such as a question or a statement citing it, is nearest to. */
export function nearest(text: string, passage: Passage): Pick<Sentence, "text" | "heading"> {
  return rank(text, [passage]).best[0]?.sentence ?? { text: passage.text, heading: "" };
}

/** The one before or after in the same passage. */
export function neighbour({ index, passage }: Candidate, inOrder: readonly Candidate[], step: -1 | 1) {
  const found = inOrder[index + step];
  return found?.passage === passage ? found : undefined;
}

/** A sentence that begins with "It" or “该” speaks of what the one before it names. */
export function pointsBack(text: string): boolean {
  return /^(?:it|its|he|his|she|her|they|their|this|these|that|those|such|the former|the latter)\b|^[他她它其该此这那]/i.test(
    text,
  );
}

/** Rare terms weigh more. A single Chinese character weighs little: its pairs carry the word. */
function weigh(terms: Iterable<string>, candidates: readonly Candidate[]): Map<string, number> {
  const n = candidates.length;
  return new Map(
    Array.from(terms, (term) => {
      const holding = candidates.reduce((sum, candidate) => sum + (candidate.terms.has(term) ? 1 : 0), 0);
      const rarity = holding ? Math.log(1 + (n - holding + 0.5) / (holding + 0.5)) : 0;
      return [term, rarity * (/^\P{ASCII}$/u.test(term) ? 0.3 : 1)];
    }),
  );
}

function score(candidate: Candidate, { inOrder, weightOf, total }: Omit<Ranking, "best">, bonus: number): number {
  if (!total) return 0;
  const { text } = candidate.sentence;
  const counted = new Set<string>();
  const add = (terms: Iterable<string>, part: number) => {
    const fresh = [...terms].filter((term) => !counted.has(term));
    for (const term of fresh) counted.add(term);
    return part * weightOf(fresh);
  };
  const covered =
    add(candidate.terms, 1) +
    add(candidate.context, share.context) +
    add(neighbour(candidate, inOrder, -1)?.terms ?? [], pointsBack(text) ? share.pointedAt : share.neighbour) +
    add(neighbour(candidate, inOrder, 1)?.terms ?? [], share.neighbour);
  const number = /\d|[一二三四五六七八九十百千万两]/.test(text) ? bonus : 0;
  const brevity = 1 / (1 + 0.08 * Math.max(0, Math.log2(text.length / 240)));
  return (covered / total + number) * brevity * (1 - placeCost * candidate.passage);
}

function asksForNumber(question: string): boolean {
  return /\bhow (?:many|much|long|old|far|often)\b|\bwhen\b|\bwhat (?:year|date|time|percent)|多少|几|何时|什么时候|哪一?年|多久|多长/i.test(
    question,
  );
}

import { documentTerms, queryTerms } from "../knowledge/analyze.ts";
import type { Passage } from "../knowledge/passages.ts";
import { sentences, type Sentence } from "./sentence.ts";

/** Neighbouring sentences of a passage, verbatim, with the heading inside it that they stand under. */
export interface Sentences {
  text: string;
  heading: string;
}

/** What was chosen from one passage, in the order in which it is best read. */
export interface Quote extends Sentences {
  passage: number;
  /** A table or listing at the end: nothing can follow on its last line. */
  block: boolean;
}

interface Candidate {
  /** Among all candidates, in reading order. */
  index: number;
  passage: number;
  position: number;
  sentence: Sentence;
  terms: Set<string>;
  /** Terms of headings, title and question that it stands under. */
  context: Set<string>;
  score: number;
}

const limits = { sentences: 4, characters: 1_200, whole: 2_000 };

/** How much a word of the question counts that stands around the sentence and not in it. */
const share = { context: 0.8, pointedAt: 0.6, neighbour: 0.25 };

/** A further sentence scores this share of the best one's, or less if it holds so much of what is still unsaid. */
const another = { anyway: 0.72, ifItAdds: 0.6, adds: 0.25 };

/** The sentences of the passages that answer the question best, verbatim. The passages come best first. */
export function quote(question: string, passages: readonly Passage[]): Quote[] {
  const [first] = passages;
  // an answer that somebody wrote to this very question is given as it stands
  if (first?.question && first.text.length <= limits.whole)
    return [{ passage: 0, text: first.text, heading: "", block: /(?:\||```|~~~)\s*$/.test(first.text) }];

  const terms = queryTerms(question);
  const ranked = candidatesOf(passages, terms);
  const inOrder = [...ranked];
  const weights = weigh(terms, ranked);
  const expectsNumber = asksForNumber(question);
  for (const candidate of ranked) candidate.score = scoreOf(candidate, inOrder, weights, expectsNumber);
  ranked.sort((a, b) => b.score - a.score || a.passage - b.passage || a.position - b.position);
  return assemble(choose(ranked, inOrder, weights), passages);
}

/** The sentence of a passage that a text, such as a question or a statement citing it, is nearest to. */
export function nearest(text: string, passage: Passage): Sentences {
  const terms = queryTerms(text);
  const candidates = candidatesOf([passage], terms);
  const weights = weigh(terms, candidates);
  let best = candidates[0];
  for (const candidate of candidates) {
    candidate.score = scoreOf(candidate, candidates, weights, false);
    if (!best || candidate.score > best.score) best = candidate;
  }
  return best?.sentence ?? { text: passage.text, heading: "" };
}

function candidatesOf(passages: readonly Passage[], terms: readonly string[]): Candidate[] {
  const wanted = new Set(terms);
  const among = (text: string) => new Set(documentTerms(text).filter((term) => wanted.has(term)));
  const candidates = passages.flatMap((passage, index) => {
    const above = among([passage.title, ...passage.headings, passage.question ?? ""].join("\n"));
    return sentences(passage.text).map((sentence, position) => ({
      index: 0,
      passage: index,
      position,
      sentence,
      terms: among(sentence.text),
      context: sentence.heading ? new Set([...above, ...among(sentence.heading)]) : above,
      score: 0,
    }));
  });
  for (const [index, candidate] of candidates.entries()) candidate.index = index;
  return candidates;
}

/** Rare terms weigh more. A single Chinese character weighs little: its pairs carry the word. */
function weigh(terms: readonly string[], candidates: readonly Candidate[]): Map<string, number> {
  const n = candidates.length;
  return new Map(
    terms.map((term) => {
      const df = candidates.reduce((sum, candidate) => sum + (candidate.terms.has(term) ? 1 : 0), 0);
      const rarity = Math.log(1 + (n - df + 0.5) / (df + 0.5));
      return [term, df === 0 ? 0 : rarity * (isSingleCharacter(term) ? 0.3 : 1)];
    }),
  );
}

function scoreOf(
  candidate: Candidate,
  all: readonly Candidate[],
  weights: ReadonlyMap<string, number>,
  expectsNumber: boolean,
): number {
  const total = sum(weights.values());
  if (!total) return 0;
  const { text } = candidate.sentence;
  const counted = new Set<string>();
  const add = (terms: Iterable<string>, share: number) => {
    const fresh = [...terms].filter((term) => !counted.has(term));
    for (const term of fresh) counted.add(term);
    return share * weightOf(fresh, weights);
  };
  const before = neighbour(candidate, all, -1)?.terms ?? [];
  const after = neighbour(candidate, all, 1)?.terms ?? [];
  const covered =
    add(candidate.terms, 1) +
    add(candidate.context, share.context) +
    add(before, pointsBack(text) ? share.pointedAt : share.neighbour) +
    add(after, share.neighbour);
  const number = expectsNumber && /\d|[一二三四五六七八九十百千万两]/.test(text) ? 0.15 : 0;
  const brevity = 1 / (1 + 0.08 * Math.max(0, Math.log2(text.length / 240)));
  const prior = 1 - 0.1 * candidate.passage;
  return (covered / total + number) * brevity * prior;
}

/** A sentence that begins with "It" or “该” speaks of what the one before it names. */
function pointsBack(text: string): boolean {
  return /^(?:it|its|he|his|she|her|they|their|this|these|that|those|such|the former|the latter)\b|^[他她它其该此这那]/i.test(
    text,
  );
}

function choose(
  ranked: readonly Candidate[],
  inOrder: readonly Candidate[],
  weights: ReadonlyMap<string, number>,
): Candidate[] {
  const [best] = ranked;
  if (!best) return [];
  const chosen = new Set(withCompanions(best, inOrder));
  const covered = new Set([...chosen].flatMap((candidate) => [...candidate.terms]));
  let characters = lengthOf(chosen);
  for (const candidate of ranked) {
    if (chosen.size >= limits.sentences) break;
    const added = weightOf(
      [...candidate.terms].filter((term) => !covered.has(term)),
      weights,
    );
    const enough = added >= another.adds * sum(weights.values()) ? another.ifItAdds : another.anyway;
    const fits = characters + candidate.sentence.text.length <= limits.characters;
    const said = [...chosen].some((other) => other.sentence.text === candidate.sentence.text);
    if (candidate.score < best.score * enough || !fits || said) continue;
    chosen.add(candidate);
    characters += candidate.sentence.text.length;
    for (const term of candidate.terms) covered.add(term);
  }
  return [...chosen];
}

/** A sentence with those that it cannot be understood without: what it points back to, what it announces, its list. */
function withCompanions(best: Candidate, inOrder: readonly Candidate[]): Candidate[] {
  const { sentence } = best;
  if (sentence.kind === "item") {
    const list = groupOf(best, inOrder);
    return lengthOf(list) <= (isOrdered(sentence.text) ? limits.whole : limits.characters / 2) ? list : [best];
  }
  const next = neighbour(best, inOrder, 1);
  if (next && /[:：]\s*$/.test(sentence.text) && next.sentence.kind !== "prose") {
    const announced = groupOf(next, inOrder);
    return lengthOf(announced) <= limits.whole ? [best, ...announced] : [best, next];
  }
  const before = neighbour(best, inOrder, -1);
  return before && pointsBack(sentence.text) && before.sentence.group === sentence.group ? [before, best] : [best];
}

function groupOf({ passage, sentence }: Candidate, inOrder: readonly Candidate[]): Candidate[] {
  return inOrder.filter((other) => other.passage === passage && other.sentence.group === sentence.group);
}

function isOrdered(item: string): boolean {
  return /^[（(]?\d/.test(item);
}

function lengthOf(candidates: Iterable<Candidate>): number {
  let length = 0;
  for (const { sentence } of candidates) length += sentence.text.length;
  return length;
}

/** Sentences of one passage stand together in their own order; passages in the order of their best sentence. */
function assemble(chosen: readonly Candidate[], passages: readonly Passage[]): Quote[] {
  const order = [...new Set(chosen.map((candidate) => candidate.passage))];
  return order.flatMap((passage) => {
    const text = passages[passage]?.text ?? "";
    const own = chosen.filter((candidate) => candidate.passage === passage).sort((a, b) => a.position - b.position);
    const runs: Candidate[][] = [];
    for (const candidate of own) {
      const run = runs.at(-1);
      if (run && run.at(-1)?.position === candidate.position - 1) run.push(candidate);
      else runs.push([candidate]);
    }
    return runs.map((run) => ({
      passage,
      text: text.slice(run[0]?.sentence.start, run.at(-1)?.sentence.end),
      heading: run[0]?.sentence.heading ?? "",
      block: run.at(-1)?.sentence.kind === "table" || run.at(-1)?.sentence.kind === "code",
    }));
  });
}

function asksForNumber(question: string): boolean {
  return /\bhow (?:many|much|long|old|far|often)\b|\bwhen\b|\bwhat (?:year|date|time|percent)|多少|几|何时|什么时候|哪一?年|多久|多长/i.test(
    question,
  );
}

function weightOf(terms: Iterable<string>, weights: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const term of terms) total += weights.get(term) ?? 0;
  return total;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function isSingleCharacter(term: string): boolean {
  return /^\P{ASCII}$/u.test(term);
}

function neighbour({ index, passage }: Candidate, all: readonly Candidate[], step: -1 | 1): Candidate | undefined {
  const found = all[index + step];
  return found?.passage === passage ? found : undefined;
}

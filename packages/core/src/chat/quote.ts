import { documentTerms, queryTerms } from "../knowledge/text/analyze.ts";
import type { Passage } from "../knowledge/passages.ts";
import { neighbour, pointsBack, rank, type Candidate, type Ranking } from "./relevance.ts";
import { sentences, type Sentence } from "./sentence.ts";

/** What was chosen from one passage: neighbouring sentences, verbatim. */
export interface Quote {
  passage: number;
  text: string;
  /** The heading inside the passage that it stands under. */
  heading: string;
  /** The question that it answers, when somebody wrote it as the answer to another one than was asked. */
  question: string | null;
  /** Ends with a table or listing: nothing can follow on its last line. */
  block: boolean;
}

const limits = { sentences: 4, characters: 1_200, whole: 2_000 };

/** A further sentence scores this share of the best one's, or less if it holds so much of what is still unsaid. */
const another = { anyway: 0.72, ifItAdds: 0.6, adds: 0.25 };

/** The sentences of the passages that answer the question best, verbatim. The passages come best first. */
export function quote(question: string, passages: readonly Passage[]): Quote[] {
  const [first] = passages;
  const answered = first?.question ? likeness(question, first.question) : undefined;
  // an answer that somebody wrote to this very question is all that is needed
  const relevant = answered && answered.held >= 0.6 ? passages.slice(0, 1) : passages;
  const chosen = choose(rank(question, relevant, unitsOf));
  return assemble(chosen, relevant).map((quoted) => {
    const asked = relevant[quoted.passage]?.question;
    return { ...quoted, question: asked && likeness(question, asked).same < 0.6 ? asked : null };
  });
}

/** An answer that somebody wrote is one unit, unless it is very long; a passage is its sentences. */
function unitsOf({ question, text }: Passage): Sentence[] {
  if (!question || text.length > limits.whole) return sentences(text);
  const kind = /(?:\||```|~~~)\s*$/.test(text) ? "code" : "prose";
  return [{ text, start: 0, end: text.length, kind, group: 0, heading: "" }];
}

/** How much of the first question the second one holds, and how far they are the same. */
function likeness(asked: string, other: string): { held: number; same: number } {
  const terms = new Set(queryTerms(asked));
  const others = new Set(documentTerms(other));
  const both = [...terms].filter((term) => others.has(term)).length;
  const all = new Set([...terms, ...queryTerms(other)]).size;
  return { held: terms.size ? both / terms.size : 0, same: all ? both / all : 0 };
}

function choose({ best: ranked, inOrder, weightOf, total }: Ranking): Candidate[] {
  const [best] = ranked;
  if (!best) return [];
  const chosen = new Set(withCompanions(best, inOrder));
  const covered = new Set([...chosen].flatMap((candidate) => [...candidate.terms]));
  let characters = lengthOf(chosen);
  for (const candidate of ranked) {
    if (chosen.size >= limits.sentences) break;
    const added = weightOf([...candidate.terms].filter((term) => !covered.has(term)));
    const enough = added >= another.adds * total ? another.ifItAdds : another.anyway;
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

/** Neighbours under one heading stand together in their own order; passages in the order of their best sentence. */
function assemble(chosen: readonly Candidate[], passages: readonly Passage[]): Omit<Quote, "question">[] {
  const order = [...new Set(chosen.map((candidate) => candidate.passage))];
  return order.flatMap((passage) => {
    const own = chosen.filter((candidate) => candidate.passage === passage).toSorted((a, b) => a.index - b.index);
    const runs: Candidate[][] = [];
    for (const candidate of own) {
      const last = runs.at(-1)?.at(-1);
      const follows = last?.index === candidate.index - 1 && last.sentence.heading === candidate.sentence.heading;
      if (follows) runs.at(-1)?.push(candidate);
      else runs.push([candidate]);
    }
    return runs.map((run) => {
      const [from, to] = [run[0]?.sentence, run.at(-1)?.sentence];
      return {
        passage,
        text: (passages[passage]?.text ?? "").slice(from?.start, to?.end),
        heading: from?.heading ?? "",
        block: to?.kind === "table" || to?.kind === "code",
      };
    });
  });
}

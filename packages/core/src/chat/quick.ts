import { documentTerms, queryTerms } from "../knowledge/text/analyze.ts";
import type { Found, Hit } from "../knowledge/search.ts";

/** A row of questions and answers that answers at once, and the measure that says so. */
export interface Quick {
  hit: Hit;
  measure: "same-words" | "vector-question";
  value: number;
  cut: number;
}

/** Measured, see docs/benchmarks.md: at this share of meaning and this far ahead of the next row, 19 of 20 are right. */
const meaningCut = 0.72;
const ahead = 0.1;
/** So much of the words of both questions are the same. */
const wordsCut = 0.9;

/**
 * The row whose question is close enough to what is asked to answer without a model, verbatim. A number that only one
 * of the two questions has keeps it from answering: "form 12" is not "form 13". Another wording that somebody accepted for
 * a row asks the same; a question written for a passage does not, since what answers it is somewhere in there.
 */
export function quickAnswer(question: string, { hits, routes }: Pick<Found, "hits" | "routes">): Quick | undefined {
  const rows = hits.filter((hit) => askedBy(hit).some((asked) => sameNumbers(question, asked)));
  const same = rows
    .map((hit) => ({ hit, value: Math.max(...askedBy(hit).map((asked) => sameness(question, asked))) }))
    .sort((a, b) => b.value - a.value)[0];
  if (same && same.value >= wordsCut) return { ...same, measure: "same-words", cut: wordsCut };
  const [first, second] = routes["vector-question"] ?? [];
  const hit = rows.find(({ chunkId }) => chunkId === first?.chunkId);
  if (!first || !hit || first.share < meaningCut || first.share - (second?.share ?? 0) < ahead) return undefined;
  return { hit, measure: "vector-question", value: first.share, cut: meaningCut };
}

/** The wordings of the question that a row answers. */
function askedBy({ question, written }: Hit): string[] {
  if (question === null) return [];
  return written?.kind === "question" ? [question, written.text] : [question];
}

/** How far two questions are the same: the share of their words that both have. */
function sameness(asked: string, other: string): number {
  const a = new Set(queryTerms(asked));
  const b = new Set(queryTerms(other));
  const both = [...a].filter((term) => b.has(term)).length;
  const all = new Set([...a, ...b]).size;
  return all > 0 ? both / all : 0;
}

function sameNumbers(asked: string, other: string): boolean {
  const numbers = (text: string) =>
    [...new Set(documentTerms(text).filter((term) => /\d/.test(term)))].sort().join(" ");
  return numbers(asked) === numbers(other);
}

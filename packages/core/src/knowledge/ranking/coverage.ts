import { documentTerms, queryTerms } from "../text/analyze.ts";
import type { Passage } from "../passages.ts";

/** The share of the question's words that the best of the passages holds, 0 to 1. */
export function coverage(question: string, passages: readonly Passage[]): number {
  const terms = queryTerms(question);
  // pairs of Chinese characters carry the words, single ones stand almost anywhere
  const weight = (term: string) => (/^\P{ASCII}$/u.test(term) ? 0.3 : 1);
  const weigh = (some: readonly string[]) => some.reduce((sum, term) => sum + weight(term), 0);
  const held = passages.map(({ title, headings, question: asked, text }) => {
    const holds = new Set(documentTerms([title, ...headings, asked ?? "", text].join("\n")));
    return weigh(terms.filter((term) => holds.has(term)));
  });
  return terms.length ? Math.max(0, ...held) / weigh(terms) : 0;
}

import { documentTerms, isContentTerm } from "../knowledge/text/analyze.ts";
import type { Passage } from "../knowledge/passages.ts";
import { scriptOf } from "../knowledge/text/script.ts";
import { citedStatements } from "./cite.ts";

export interface Support {
  /** Cited statements that were held against their passages. */
  checked: number;
  /** Those that their passages do not bear out, verbatim. */
  unsupported: string[];
}

/** So much of a statement's words has to stand in the passages that it cites. Names and numbers have to stand there all. */
const heldMin = 0.4;
const statementsMax = 40;

/**
 * Holds each cited statement of an answer against the passages it cites. Numbers that stand in none of them make it
 * unsupported, and so does having few words in common. Across scripts only the numbers can be compared.
 */
export function support(answer: string, passages: readonly Passage[]): Support {
  const statements = citedStatements(answer).slice(0, statementsMax);
  const unsupported = statements.filter(({ text, numbers }) => {
    const cited = numbers.flatMap((n) => passages[n - 1] ?? []);
    return cited.length > 0 && !isSupported(text, cited);
  });
  return { checked: statements.length, unsupported: unsupported.map(({ text }) => text) };
}

function isSupported(statement: string, passages: readonly Passage[]): boolean {
  const material = passages.map(({ title, headings, question, text }) =>
    [title, ...headings, question ?? "", text].join("\n"),
  );
  const held = new Set(material.flatMap(documentTerms));
  const terms = documentTerms(statement);
  if (terms.some((term) => /^\d[\d.,:]*$/.test(term) && term.length > 1 && !held.has(term))) return false;
  if (!material.some((text) => scriptOf(text) === scriptOf(statement))) return true;
  const words = [
    ...new Set(terms.filter((term) => isContentTerm(term) && (term.length > 1 || /[a-z0-9]/i.test(term)))),
  ];
  return words.length === 0 || words.filter((term) => held.has(term)).length / words.length >= heldMin;
}

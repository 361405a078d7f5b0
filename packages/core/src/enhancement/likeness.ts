import { queryTerms } from "../knowledge/text/analyze.ts";

/** So much of the words of two questions are the same where one says nothing that the other does not. */
const alike = 0.8;

/** Questions by their words: tells whether one much like it is there already. "Form 12" is never like "form 13". */
export class Likeness {
  readonly #known: Set<string>[] = [];

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  has(text: string): boolean {
    const terms = new Set(queryTerms(text));
    return this.#known.some((known) => shareOfBoth(terms, known) >= alike && sameNumbers(terms, known));
  }

  add(text: string): void {
    this.#known.push(new Set(queryTerms(text)));
  }

  /** Those of these texts that are not like a known one nor like one before them; they are known from now on. */
  new(texts: readonly string[]): string[] {
    return texts.filter((text) => {
      if (this.has(text)) return false;
      this.add(text);
      return true;
    });
  }
}

function shareOfBoth(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((term) => b.has(term)).length;
  const all = a.size + b.size - both;
  return all > 0 ? both / all : 0;
}

function sameNumbers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const numbers = (terms: ReadonlySet<string>) =>
    [...terms]
      .filter((term) => /\d/.test(term))
      .sort()
      .join(" ");
  return numbers(a) === numbers(b);
}

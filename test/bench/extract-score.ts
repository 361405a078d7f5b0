import { round } from "./figures.ts";
import { squeezed, truthOf, type Truth } from "./extract-truth.ts";

/** How much of a document came through; shares from 0 to 1, and null where the document has nothing of the kind. */
export interface Score {
  /** Sentences that were found, word for word. */
  text: number | null;
  headings: Found;
  tableRows: Found;
  links: number | null;
  /** Characters that would have to be changed, of all that there are. */
  characterErrors: number | null;
  /** The same with white space counted as characters. */
  withSpaces: number | null;
}

interface Found {
  /** Of those that the document has. */
  recall: number | null;
  /** Of those that were reported. */
  precision: number | null;
}

export function score(truth: Truth, markdown: string, compareCharacters: boolean): Score {
  const got = truthOf(markdown);
  const all = squeezed(got.text);
  const spaces = (text: string) => text.normalize("NFKC").replace(/\s+/g, " ").trim();
  return {
    text: share(truth.sentences, (sentence) => all.includes(sentence)),
    headings: found(truth.headings, got.headings),
    tableRows: found(truth.rows, got.rows),
    links: share(truth.links, (link) => got.links.includes(link)),
    characterErrors: compareCharacters ? errors(squeezed(truth.text), all) : null,
    withSpaces: compareCharacters ? errors(spaces(truth.text), spaces(got.text)) : null,
  };
}

function found(wanted: readonly string[], got: readonly string[]): Found {
  return {
    recall: share(wanted, (one) => got.includes(one)),
    precision: wanted.length > 0 ? share(got, (one) => wanted.includes(one)) : null,
  };
}

function share(list: readonly string[], isFound: (one: string) => boolean): number | null {
  return list.length > 0 ? round(list.filter(isFound).length / list.length, 3) : null;
}

/** Edit distance by the length of what it should be. */
function errors(wanted: string, got: string): number {
  let row = Array.from({ length: got.length + 1 }, (_, n) => n);
  for (let i = 1; i <= wanted.length; i++) {
    const next = [i];
    for (let j = 1; j <= got.length; j++) {
      const same = wanted.charCodeAt(i - 1) === got.charCodeAt(j - 1) ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return round((row[got.length] ?? 0) / Math.max(1, wanted.length), 4);
}

/** The mean of scores, each part over those that have it. */
export function meanOf(scores: readonly Score[]): Score {
  const mean = (pick: (score: Score) => number | null) => {
    const values = scores.map(pick).filter((value) => value !== null);
    return values.length > 0 ? round(values.reduce((sum, value) => sum + value, 0) / values.length, 4) : null;
  };
  return {
    text: mean((one) => one.text),
    headings: { recall: mean((one) => one.headings.recall), precision: mean((one) => one.headings.precision) },
    tableRows: { recall: mean((one) => one.tableRows.recall), precision: mean((one) => one.tableRows.precision) },
    links: mean((one) => one.links),
    characterErrors: mean((one) => one.characterErrors),
    withSpaces: mean((one) => one.withSpaces),
  };
}

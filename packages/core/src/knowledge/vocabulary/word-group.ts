import { PublicError, type ErrorKind } from "../../error.ts";
import { keyOf } from "../text/phrase.ts";

const groupWords = { least: 2, most: 20 };
export const wordCharactersMax = 80;

/** Why a group of words cannot be kept. */
export type Problem =
  | { type: "few" }
  | { type: "many" }
  | { type: "long"; word: string }
  | { type: "unreadable"; word: string }
  /** The word stands in another group. */
  | { type: "taken"; word: string; group: string[] };

/** Words without blanks around them, each once: what the analyzer takes for the same is the same word. */
export function tidy(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words
    .map((word) => word.replace(/\s+/g, " ").trim())
    .filter((word) => {
      const key = keyOf(word) || word;
      return word !== "" && !seen.has(key) && seen.add(key);
    });
}

/** What is wrong with a tidy group by itself. */
export function problemIn(words: readonly string[]): Problem | undefined {
  const long = words.find((word) => word.length > wordCharactersMax);
  if (long !== undefined) return { type: "long", word: `${long.slice(0, wordCharactersMax)}…` };
  const unreadable = words.find((word) => !keyOf(word));
  if (unreadable !== undefined) return { type: "unreadable", word: unreadable };
  if (words.length < groupWords.least) return { type: "few" };
  return words.length > groupWords.most ? { type: "many" } : undefined;
}

/** Knows which group each word stands in, so that no word stands in two. */
export class Taken {
  readonly #groups = new Map<string, string[]>();

  add(words: string[]): void {
    for (const word of words) this.#groups.set(keyOf(word), words);
  }

  problemIn(words: readonly string[]): Problem | undefined {
    for (const word of words) {
      const group = this.#groups.get(keyOf(word));
      if (group) return { type: "taken", word, group };
    }
    return undefined;
  }
}

/** The problem as an error for people. */
export function errorFor(problem: Problem): PublicError {
  const kind: ErrorKind = problem.type === "taken" ? "conflict" : "invalid";
  return new PublicError(kind, `synonym.${problem.type}`, sentence(problem));
}

function sentence(problem: Problem): string {
  switch (problem.type) {
    case "few":
      return "A group needs two words that differ. Capitals, plurals and traditional characters make no difference.";
    case "many":
      return `A group may have ${groupWords.most} words. Leave out those that nobody uses.`;
    case "long":
      return `A word or phrase may have ${wordCharactersMax} characters; shorten “${problem.word}”.`;
    case "unreadable":
      return `“${problem.word}” has neither letters nor digits, so no question can be searched for it. Leave it out.`;
    case "taken":
      return `“${problem.word}” stands in the group “${problem.group.join(", ")}” already. Change that group, or leave the word out.`;
  }
}

import type { Tier } from "../chat/citation.ts";
import { simplify } from "../knowledge/text/characters.ts";
import type { Target } from "./test-set.sql.ts";

/** What an answer came to, as far as a case asks about it. */
export interface Came {
  tier: Tier;
  text: string;
  /** What was found, best first. */
  found: readonly { documentId: string; text: string }[];
}

export interface Expected {
  mustFind: readonly Target[];
  mustSay: readonly string[];
  mustRefuse: boolean;
}

export interface Verdict {
  passed: boolean;
  ranks: (number | null)[];
  unsaid: string[];
}

/** Holds an answer against what a case asks of it. A case that need not refuse needs an answer. */
export function judge({ mustFind, mustSay, mustRefuse }: Expected, { tier, text, found }: Came): Verdict {
  const isAnswer = tier === "answer" || tier === "hedged";
  if (mustRefuse) return { passed: !isAnswer, ranks: [], unsaid: [] };
  const ranks = mustFind.map(({ documentId, quote }) => {
    const at = found.findIndex((one) => one.documentId === documentId && (!quote || holds(one.text, quote)));
    return at < 0 ? null : at + 1;
  });
  const unsaid = mustSay.filter((words) => !holds(text, words));
  return { passed: isAnswer && unsaid.length === 0 && !ranks.includes(null), ranks, unsaid };
}

/** Whether a text says these words, however they are set: marks of citations, emphasis and width do not count. */
export function holds(text: string, words: string): boolean {
  return plain(text).includes(plain(words));
}

function plain(text: string): string {
  return Array.from(text.normalize("NFKC"), simplify)
    .join("")
    .replace(/\[\d+\]/g, "")
    .replace(/[*_`#|>]/g, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/\s?([，。！？；：,.!?;:])/g, "$1")
    .trim();
}

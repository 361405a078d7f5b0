import { grammar } from "./grammar.ts";

/** A text on its way, cut where Markdown can no longer change its mind: finished blocks, and a tail that is still open. */
export interface Split {
  text: string;
  /** Where the tail begins. */
  cut: number;
  blocks: readonly Block[];
}

export interface Block {
  /** Where it begins in the text; a block keeps this for life. */
  at: number;
  markdown: string;
}

export const emptySplit: Split = { text: "", cut: 0, blocks: [] };

/** The beginning of a number: with the next letters it may become an item of the list before it. */
const mayJoin = /^\d{1,9}[.)]?\s*$/;

/** Takes in the text as it is now. Only the tail is read again, unless what came before has changed. */
export function advance(split: Split, text: string): Split {
  if (text === split.text) return split;
  const kept = text.startsWith(split.text.slice(0, split.cut)) ? split : emptySplit;
  const tail = text.slice(kept.cut);
  const starts = grammar.parse(tail).children.map((node) => node.position?.start.offset ?? 0);
  const last = starts.at(-1);
  if (starts.length < 2 || last === undefined || mayJoin.test(tail.slice(last))) return { ...kept, text };
  const closed = starts.slice(0, -1).map((start, index) => ({
    at: kept.cut + start,
    markdown: tail.slice(start, starts[index + 1]),
  }));
  return { text, cut: kept.cut + last, blocks: [...kept.blocks, ...closed] };
}

/** The open end of the text. */
export function tailOf(split: Split): Block {
  return { at: split.cut, markdown: split.text.slice(split.cut) };
}

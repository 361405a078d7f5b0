import type { Ink } from "./ink.ts";

/** A character that was read, and where its middle stands on the strip. */
export interface Character {
  text: string;
  at: number;
}

/** An empty place this wide, as a share of the size of the type, is a space. */
const spaceWidth = 0.24;
const word = /[A-Za-z0-9]/;
const opens = /[A-Za-z0-9([$#"']/;
const closes = /[A-Za-z0-9)\].,;:!?%"']/;

/** Puts in the spaces between words that the model left out, where the strip shows an empty place. */
export function spaced(characters: readonly Character[], { columns }: Ink, size: number): string {
  const text = characters.map((character) => character.text).join("");
  if (!word.test(text)) return text;
  const gaps = gapsIn(columns, size * spaceWidth);
  const missing = characters.map((character, n) => {
    const next = characters[n + 1];
    if (!next || !closes.test(character.text) || !opens.test(next.text)) return false;
    return gaps.some((gap) => gap > character.at && gap < next.at);
  });
  // type that stands wide, as of a typewriter, shows such places between any two letters
  if (missing.filter(Boolean).length > characters.length * 0.3) return text;
  return characters.map((character, n) => character.text + (missing[n] ? " " : "")).join("");
}

/** The middles of empty places of at least this width, those at the ends left out. */
function gapsIn(columns: Uint32Array, width: number): number[] {
  const gaps: number[] = [];
  let last = -1;
  for (const [x, count] of columns.entries()) {
    if (count === 0) continue;
    if (last >= 0 && x - last - 1 >= width) gaps.push((x + last) / 2);
    last = x;
  }
  return gaps;
}

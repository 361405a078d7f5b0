import type { Ink } from "./ink.ts";

/** Heights of characters as shares of the size of their type. */
const han = 0.92;
const ascending = 0.76;
const capital = 0.73;
const low = 0.54;
const below = 0.22;

/** The size of the type of a line: how high its ink stands, by the characters it is made of. */
export function typeSize({ rows }: Ink, text: string): number {
  const isInk = (y: number) => (rows[y] ?? 0) >= 2;
  // from the middle outwards: what stands apart belongs to other lines
  let top = rows.length >> 1;
  let bottom = top;
  while (top > 0 && isInk(top - 1)) top--;
  while (bottom < rows.length - 1 && isInk(bottom + 1)) bottom++;
  return (bottom - top + 1) / expected(text);
}

function expected(text: string): number {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return han;
  const isTall = /[A-Z0-9it$%&!?'"]/.test(text);
  const above = /[bdfhjkl()[\]{}/]/.test(text) ? ascending : isTall ? capital : low;
  return above + (/[gjpqy()[\]{},;/$Q]/.test(text) ? below : 0);
}

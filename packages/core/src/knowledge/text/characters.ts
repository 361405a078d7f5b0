import traditionalToSimplified from "opencc-js/dict/TSCharacters";

/** What the analyzer does with one UTF-16 code unit. */
export const kind = { unknown: 0, separator: 1, letter: 2, upper: 3, digit: 4, cjk: 5, mark: 6, surrogate: 7 } as const;

const kinds = new Uint8Array(0x10000);
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const letter = /[\p{L}\p{Nl}]/u;
const mark = /\p{M}/u;
const digit = /\p{Nd}/u;

/** Kind of a code unit; looked up in the Unicode tables once, remembered after that. */
export function kindOf(unit: number): number {
  const known = kinds[unit] ?? kind.separator;
  if (known !== kind.unknown) return known;
  return (kinds[unit] = unit >= 0xd800 && unit < 0xe000 ? kind.surrogate : kindOfCodePoint(unit));
}

export function kindOfCodePoint(point: number): number {
  if (point >= 0x41 && point <= 0x5a) return kind.upper;
  const character = String.fromCodePoint(point);
  if (digit.test(character)) return kind.digit;
  if (cjk.test(character)) return letter.test(character) || mark.test(character) ? kind.cjk : kind.separator;
  if (letter.test(character)) return kind.letter;
  return mark.test(character) ? kind.mark : kind.separator;
}

const folded = new Map<string, string>();
const foldedUnits = new Uint16Array(0x10000);

/** One character in its simplified form: a question in either script finds text in the other. */
export function simplify(character: string): string {
  load();
  if (character.length > 1) return folded.get(character) ?? character;
  const unit = foldedUnits[character.charCodeAt(0)];
  return unit ? String.fromCharCode(unit) : (folded.get(character) ?? character);
}

function load(): void {
  if (folded.size > 0) return;
  for (const pair of traditionalToSimplified.split("|")) {
    const [from = "", to = ""] = pair.split(" ");
    if (from.length === 1 && to.length === 1) foldedUnits[from.charCodeAt(0)] = to.charCodeAt(0);
    else folded.set(from, to);
  }
}

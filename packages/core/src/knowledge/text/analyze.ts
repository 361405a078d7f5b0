import snowball from "snowball-stemmers";
import { kind, kindOf, kindOfCodePoint, simplify } from "./characters.ts";
import { chineseStopCharacters, chineseStopPairs, englishStopWords } from "./stop-words.ts";

/** Part of the index generation: rows made by another version do not match this version's queries. */
export const analyzerVersion = "a1";

export const queryTermsMax = 64;
const termLengthMax = 64;

/** The terms of a text, in order and with repetitions, as the index stores them. */
export function documentTerms(text: string): string[] {
  const terms: string[] = [];
  scan(text.normalize("NFKC"), terms);
  return terms;
}

/**
 * The terms to look for: without repetitions and function words, at most 64. A query of nothing but function words
 * keeps them. A long query keeps the terms it repeats most, whole words and pairs of characters before single ones.
 */
export function queryTerms(text: string): string[] {
  const counts = new Map<string, number>();
  for (const term of documentTerms(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const all = [...counts.keys()];
  const content = all.filter(isContentTerm);
  const kept = content.length > 0 ? content : all;
  if (kept.length <= queryTermsMax) return kept;
  const weight = (term: string) => (counts.get(term) ?? 0) * (isSingle(term) ? 0.5 : 1);
  const heaviest = new Set(kept.toSorted((a, b) => weight(b) - weight(a)).slice(0, queryTermsMax));
  return kept.filter((term) => heaviest.has(term));
}

/** Whether a term says what is asked about, and not only how. */
export function isContentTerm(term: string): boolean {
  if (englishStops.has(term) || chineseStopPairs.has(term)) return false;
  return term.length > 2 || Array.from(term).some((character) => !chineseStopCharacters.has(character));
}

/** Whether a term comes from a script without spaces, where terms are characters and pairs of them. */
export function isSpaceless(term: string): boolean {
  return kindAt(term, 0) === kind.cjk;
}

function isSingle(term: string): boolean {
  return term.length === 1 || (term.length === 2 && term.charCodeAt(0) >= 0xd800 && term.charCodeAt(0) < 0xdc00);
}

function scan(text: string, terms: string[]): void {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const here = kindAt(text, at);
    if (here === kind.separator || here === kind.mark) at += width(text, at);
    else if (here === kind.cjk) at = scanCharacters(text, at, terms);
    else at = scanIdentifier(text, at, terms);
  }
}

/** A run of a script without spaces: its single characters and its pairs. */
function scanCharacters(text: string, from: number, terms: string[]): number {
  let at = from;
  let previous = "";
  while (at < text.length && kindAt(text, at) === kind.cjk) {
    const next = at + width(text, at);
    const character = simplify(text.slice(at, next));
    if (previous) terms.push(previous + character);
    terms.push(character);
    previous = character;
    at = next;
  }
  return at;
}

/** Words joined by `.`, `_` or `:` without a space, such as `s3:GetObject`: the whole as one term, then its words. */
function scanIdentifier(text: string, from: number, terms: string[]): number {
  const words: string[] = [];
  let at = from;
  for (;;) {
    const end = wordEnd(text, at);
    words.push(text.slice(at, Math.min(end, at + termLengthMax)));
    at = end;
    const joined = joins(text.charCodeAt(at)) && at + 1 < text.length && isWordKind(kindAt(text, at + 1));
    if (!joined) break;
    at += 1;
  }
  if (words.length > 1 && at - from <= termLengthMax) terms.push(text.slice(from, at).toLowerCase());
  for (const word of words) pushWord(word, terms);
  return skipPossessive(text, at);
}

function pushWord(word: string, terms: string[]): void {
  terms.push(stem(fold(word)));
  const parts = humps(word);
  if (parts) for (const part of parts) terms.push(stem(fold(part)));
}

/** Parts of a camelCase word, or nothing where a part would be a single letter (`IPv4`, `vCPU`, `IDs`). */
function humps(word: string): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  for (let i = 1; i < word.length; i++) {
    const upper = isUpper(word, i);
    const startsPart = upper && (!isUpper(word, i - 1) || (i + 1 < word.length && isLower(word, i + 1)));
    if (!startsPart) continue;
    if (i - start < 2) return undefined;
    parts.push(word.slice(start, i));
    start = i;
  }
  if (parts.length === 0 || word.length - start < 2) return undefined;
  parts.push(word.slice(start));
  return parts;
}

function isUpper(word: string, at: number): boolean {
  const unit = word.charCodeAt(at);
  return unit >= 0x41 && unit <= 0x5a;
}

function isLower(word: string, at: number): boolean {
  const unit = word.charCodeAt(at);
  return unit >= 0x61 && unit <= 0x7a;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordKind(kindAt(text, at))) at += width(text, at);
  return at;
}

/** `.`, `:` and `_`; a hyphen or a slash separates words, since both stand between ordinary words too often. */
function joins(unit: number): boolean {
  return unit === 0x2e || unit === 0x3a || unit === 0x5f;
}

/** Drops the `s` of `company's` and the `t` of `don't`, which would be words of one letter. */
function skipPossessive(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit !== 0x27 && unit !== 0x2019) return at;
  const end = wordEnd(text, at + 1);
  return end - at - 1 <= 2 ? end : at;
}

function isWordKind(value: number): boolean {
  return value === kind.letter || value === kind.upper || value === kind.digit || value === kind.mark;
}

function kindAt(text: string, at: number): number {
  const value = kindOf(text.charCodeAt(at));
  return value === kind.surrogate ? kindOfCodePoint(text.codePointAt(at) ?? 0) : value;
}

function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const accents = /[\u0300-\u036f]/g;

function fold(word: string): string {
  const lower = word.toLowerCase();
  return isAscii(lower) ? lower : lower.normalize("NFD").replace(accents, "").normalize("NFC");
}

function isAscii(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 0x7f) return false;
  return true;
}

const english = snowball.newStemmer("english");
const stems = new Map<string, string>();
const stemsMax = 50_000;

/** Stems are remembered: the stemmer manages 70,000 words a second, the map some millions. */
function stem(word: string): string {
  if (word.length < 3) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const made = /^[a-z]+$/.test(word) ? english.stem(word) : word;
  if (stems.size >= stemsMax) stems.clear();
  stems.set(word, made);
  return made;
}

const englishStops = new Set(englishStopWords.map(stem));

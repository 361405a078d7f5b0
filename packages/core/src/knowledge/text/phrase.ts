import { documentTerms, isSpaceless } from "./analyze.ts";

/** A word or, in a script without spaces, one character: what phrases are made of, as the analyzer sees it. */
export interface Token {
  term: string;
  /** Place in the text: of its first code unit, and after its last. */
  from: number;
  to: number;
}

// characters of scripts without spaces one by one, other words whole and with their 's
const spaceless = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]`;
const letters = String.raw`[\p{L}\p{Nl}\p{Nd}\p{M}]`;
const piece = new RegExp(
  String.raw`[${spaceless}&&${letters}]|[${letters}--${spaceless}]+(?:['’]\p{L}{1,2}(?!\p{L}))?`,
  "gv",
);

/** The form of a text that `tokens` gives places in. */
export function plain(text: string): string {
  return text.normalize("NFKC");
}

/** The tokens of a plain text, in order. Capitals, endings and traditional characters make no difference to them. */
export function tokens(text: string): Token[] {
  return Array.from(text.matchAll(piece)).flatMap((match) => {
    const [word] = match;
    const [term] = documentTerms(word.toLowerCase());
    return term === undefined ? [] : [{ term, from: match.index, to: match.index + word.length }];
  });
}

/** What is the same for all spellings of a phrase; empty for a text without letters and digits. */
export function keyOf(phrase: string): string {
  return joined(tokens(plain(phrase)));
}

/** The key of tokens that follow each other. Characters stand together only where they do in the text. */
export function joined(run: readonly Token[]): string {
  let key = "";
  let before: Token | undefined;
  for (const token of run) {
    const together = before?.to === token.from && isSpaceless(before.term) && isSpaceless(token.term);
    key += before && !together ? ` ${token.term}` : token.term;
    before = token;
  }
  return key;
}

/** Whether a text says a phrase, in whatever spelling. */
export function mentions(text: string, phrase: string): boolean {
  const wanted = tokens(plain(phrase));
  const key = joined(wanted);
  if (!key) return false;
  const all = tokens(plain(text));
  return all.some((_, at) => joined(all.slice(at, at + wanted.length)) === key);
}

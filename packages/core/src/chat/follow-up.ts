import { documentTerms, isContentTerm, isSpaceless } from "../knowledge/text/analyze.ts";

/** Words that stand for something said before. */
const standsFor =
  /\b(?:he|she|it|they|him|her|his|hers|its|their|theirs|them|this|that|these|those|ones?|others?|another|else|same|then|former|latter|such|both|instead)\b/i;
const standsForInChinese =
  /[它他她该此]|[这那](?!样的话)|其(?!实|余人)|上面|上述|以上|前者|后者|刚才|之前说|还有呢|另外|另一|别的|其他|同样|一样/;
/** Of those, the ones that a name in the same question explains. */
const possessive = /\b(?:his|her|its|their)\b/i;
const opening = /^\W*(?:and|or|but|so|also|because|(?:what|how) about)\b/i;
const openingInChinese = /^\P{L}*(?:那|还有|以及|然后|但是?|可是|所以)|呢\P{L}*$/u;
/** A word with a capital inside the sentence, an abbreviation, or something in quotation marks. */
const name = /(?<=[\p{L}\p{N},;:]\s+["'(]?)(?!I\b)\p{Lu}[\p{L}\p{N}]|\b\p{Lu}{2,}\b|"[^"]+"|[“《「][^”》」]+[”》」]/u;

/** Words that ask, and are no stop words for a search. */
const asking = /\bhow (?:many|much|long|often|far|old)\b|\b(?:tell|please|any|many|much)\b/gi;

/** With so few words to say what it is about, a question without a name leans on what was said before. */
const contentMax = 3;

/**
 * Whether a question may be understood only together with what was said before it: it points back, begins as the rest of
 * a sentence, or says little and names nothing. Asks nobody: a question that stands alone costs no model call and cannot
 * be changed for the worse.
 */
export function leansOnHistory(question: string): boolean {
  const text = question.normalize("NFKC").replaceAll("’", "'").trim();
  if (opening.test(text) || openingInChinese.test(text) || standsForInChinese.test(text)) return true;
  const named = name.exec(text);
  const pointing = standsFor.exec(text);
  if (pointing) return !(named && named.index < pointing.index && possessive.test(pointing[0]));
  return !named && contentOf(text.replace(asking, " ")) <= contentMax;
}

/** How many words say what is asked about; two Chinese characters are a word. */
function contentOf(text: string): number {
  const terms = new Set(documentTerms(text).filter(isContentTerm));
  let words = 0;
  for (const term of terms) words += !isSpaceless(term) ? 1 : Array.from(term).length === 1 ? 0.5 : 0;
  return words;
}

/** A question as it was rewritten, and how people would have rewritten it. */
export interface Rewritten {
  text: string;
  references: readonly string[];
}

const order = 4;

/**
 * BLEU of a corpus with words up to four in a row, several references and the brevity penalty against the reference
 * nearest in length, without smoothing (Papineni et al. 2002). Words are compared as `wordsOf` cuts them.
 */
export function bleu4(corpus: readonly Rewritten[]): number {
  const matched = Array<number>(order).fill(0);
  const written = Array<number>(order).fill(0);
  let length = 0;
  let lengthWanted = 0;
  for (const { text, references } of corpus) {
    const words = wordsOf(text);
    const wanted = references.map(wordsOf);
    length += words.length;
    lengthWanted += nearestLength(words.length, wanted);
    for (let n = 1; n <= order; n++) {
      const own = runsOf(words, n);
      const theirs = wanted.map((one) => runsOf(one, n));
      for (const [run, count] of own) {
        written[n - 1] = (written[n - 1] ?? 0) + count;
        const most = Math.max(0, ...theirs.map((runs) => runs.get(run) ?? 0));
        matched[n - 1] = (matched[n - 1] ?? 0) + Math.min(count, most);
      }
    }
  }
  if (matched.includes(0)) return 0;
  const precision = matched.reduce((sum, count, i) => sum + Math.log(count / (written[i] ?? 1)), 0) / order;
  return Math.exp(Math.min(0, 1 - lengthWanted / length) + precision);
}

/** The mean over a corpus of F1 by the longest common subsequence of words, with the best reference (Lin 2004). */
export function rougeL(corpus: readonly Rewritten[]): number {
  const each = corpus.map(({ text, references }) => {
    const words = wordsOf(text);
    return Math.max(0, ...references.map((reference) => f1OfCommon(words, wordsOf(reference))));
  });
  return each.reduce((sum, value) => sum + value, 0) / (each.length || 1);
}

/** Whether two texts have the same words in the same order; case, punctuation and spaces do not count. */
export function hasSameWords(a: string, b: string): boolean {
  return wordsOf(a).join(" ") === wordsOf(b).join(" ");
}

const word =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?!\p{sc=Han})[\p{L}\p{M}\p{N}])+(?:'(?:(?!\p{sc=Han})[\p{L}\p{M}\p{N}])+)*/gu;

/** Lower-case words with their apostrophes; every character by itself in scripts without spaces. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  return plain.match(word) ?? [];
}

function runsOf(words: readonly string[], length: number): Map<string, number> {
  const runs = new Map<string, number>();
  for (let at = 0; at + length <= words.length; at++) {
    const run = words.slice(at, at + length).join(" ");
    runs.set(run, (runs.get(run) ?? 0) + 1);
  }
  return runs;
}

function nearestLength(length: number, references: readonly string[][]): number {
  const lengths = references.map((words) => words.length);
  const [nearest = 0] = lengths.sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b);
  return nearest;
}

function f1OfCommon(a: readonly string[], b: readonly string[]): number {
  let before = Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const row = [0];
    for (const [at, other] of b.entries()) {
      row.push(word === other ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0));
    }
    before = row;
  }
  const common = before[b.length] ?? 0;
  return common > 0 ? (2 * common) / (a.length + b.length) : 0;
}

import { documentTerms, isContentTerm, isSpaceless } from "../text/analyze.ts";

/** Content words that stand next to each other in a query. Chinese has no need of them: its terms are pairs already. */
export function neighbours(query: string): [string, string][] {
  const words = documentTerms(query).filter(isContentTerm);
  const pairs = new Map<string, [string, string]>();
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before === undefined || before === word || isSpaceless(before) || isSpaceless(word)) continue;
    pairs.set(`${before} ${word}`, [before, word]);
  }
  return [...pairs.values()];
}

const distanceMax = 4;

/** The pairs of which both words stand within four words of each other in a text, given as its terms in order. */
export function near(pairs: readonly [string, string][], terms: readonly string[]): [string, string][] {
  if (pairs.length === 0) return [];
  const wanted = new Set(pairs.flat());
  const places = new Map<string, number[]>();
  for (const [place, term] of terms.entries()) {
    if (!wanted.has(term)) continue;
    const known = places.get(term);
    if (known) known.push(place);
    else places.set(term, [place]);
  }
  return pairs.filter(([a, b]) => areNear(places.get(a) ?? [], places.get(b) ?? []));
}

/** Both lists ascend, so one walk along both is enough. */
function areNear(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const distance = (b[j] ?? 0) - (a[i] ?? 0);
    if (Math.abs(distance) <= distanceMax) return true;
    if (distance > 0) i++;
    else j++;
  }
  return false;
}

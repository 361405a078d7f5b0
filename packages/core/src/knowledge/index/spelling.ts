/** Short words have too many neighbours, and other scripts are indexed by characters and not by words. */
const correctable = /^[a-z]{4,64}$/;
const lettersForTwoEdits = 8;
const rowsRead = 50;
const candidatesMax = 8;
const rowsCounted = 500;

/** The rows that a word may be corrected from. */
export interface Spellings {
  /** Of the rows that hold a term which begins like this one and is a letter or two away from it: their terms, blanks between. */
  near(term: string, most: number): Promise<string[]>;
  /** How many rows hold the term, counted up to so many. */
  count(term: string, most: number): Promise<number>;
}

/** The most frequent term of these rows that is a slip or two away from one that no row holds. */
export async function nearTerm(spellings: Spellings, term: string): Promise<string | undefined> {
  if (!correctable.test(term)) return undefined;
  const edits = new Map<string, number>();
  for (const terms of await spellings.near(term, rowsRead)) {
    for (const candidate of terms.split(" ")) {
      if (!edits.has(candidate) && correctable.test(candidate)) edits.set(candidate, editsBetween(term, candidate));
    }
  }
  const most = term.length >= lettersForTwoEdits ? 2 : 1;
  const near = [...edits].filter(([, count]) => count <= most);
  const fewest = Math.min(...near.map(([, count]) => count));
  const nearest = near.filter(([, count]) => count === fewest).slice(0, candidatesMax);
  if (nearest.length < 2) return nearest[0]?.[0];
  const counted = await Promise.all(
    nearest.map(async ([candidate]) => ({ candidate, count: await spellings.count(candidate, rowsCounted) })),
  );
  return counted.toSorted((a, b) => b.count - a.count)[0]?.candidate;
}

/** Letters to put in, take out, exchange or swap with their neighbour to make one word of the other; many when the first differs. */
function editsBetween(from: string, to: string): number {
  if (from[0] !== to[0] || Math.abs(from.length - to.length) > 2) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[to.length] ?? Infinity;
}

import { z } from "zod";
import type { TermsColumn } from "./rows.ts";
import type { CompanyTable } from "./table.ts";

/** Short words have too many neighbours, and other scripts are indexed by characters and not by words. */
const correctable = /^[a-z]{4,64}$/;
const lettersForTwoEdits = 8;
const rowsRead = 50;
const candidatesMax = 8;
const rowsCounted = 500;

/** The most frequent term of the rows let through that is a slip or two away from one that no row holds. */
export async function nearTerm(
  company: CompanyTable,
  column: TermsColumn,
  term: string,
  filter: string,
): Promise<string | undefined> {
  if (!correctable.test(term)) return undefined;
  const rows = await company
    .fuzzySearch(column, term)
    .where(filter)
    .select([column, "_score"])
    .limit(rowsRead)
    .toArray();
  const edits = new Map<string, number>();
  for (const row of rows) {
    for (const candidate of Terms.parse(row[column]).split(" ")) {
      if (!edits.has(candidate) && correctable.test(candidate)) edits.set(candidate, editsBetween(term, candidate));
    }
  }
  const most = term.length >= lettersForTwoEdits ? 2 : 1;
  const near = [...edits].filter(([, count]) => count <= most);
  const fewest = Math.min(...near.map(([, count]) => count));
  const nearest = near.filter(([, count]) => count === fewest).slice(0, candidatesMax);
  if (nearest.length < 2) return nearest[0]?.[0];
  const counted = await Promise.all(
    nearest.map(async ([candidate]) => {
      const holding = company.textSearch(column, [candidate]).where(filter).select(["_score"]);
      const rows = await holding.limit(rowsCounted).toArray();
      return { candidate, count: rows.length };
    }),
  );
  return counted.toSorted((a, b) => b.count - a.count)[0]?.candidate;
}

const Terms = z.string();

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

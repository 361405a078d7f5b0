import { z } from "zod";
import { createMemory } from "../memory.ts";
import type { TermsColumn } from "./rows.ts";
import type { CompanyTable } from "./table.ts";
import type { Ceiling } from "../search-index.ts";

const Top = z.object({ _score: z.number() });

/** Each term's best score alone. */
export function createCeilings() {
  // a term that no row held may stand in the next one added
  const memory = createMemory<Ceiling>(({ held }) => held);
  return {
    of: (company: CompanyTable, column: TermsColumn, terms: readonly string[]): Promise<Ceiling[]> =>
      Promise.all(terms.map((term) => memory.of(company, `${column} ${term}`, () => topScore(company, column, term)))),
  };
}

async function topScore(company: CompanyTable, column: TermsColumn, term: string): Promise<Ceiling> {
  const rows: unknown[] = await company.textSearch(column, [term]).select(["_score"]).limit(1).toArray();
  const [top] = rows;
  if (top !== undefined) return { score: Top.parse(top)._score, held: true };
  return { score: absentTermScore(await company.table.countRows(`${column} IS NOT NULL`)), held: false };
}

/**
 * BM25's weight of a term in one row of so many, at mean length. Not in none of them: in a desk of three documents that
 * would outweigh every term that is there, and no question would be answered.
 */
function absentTermScore(rows: number): number {
  return Math.log(1 + (Math.max(rows, 1) - 0.5) / 1.5);
}

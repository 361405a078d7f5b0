import { z } from "zod";
import type { CompanyTable } from "./lancedb-table.ts";
import type { TermsColumn } from "./lancedb-rows.ts";

interface Remembered {
  /** The table's count of changes when the first of these was asked for. */
  since: number;
  scores: Map<string, number>;
}

const termsMax = 20_000;
const Top = z.object({ _score: z.number() });

/**
 * Each term's best score alone. They move only as fast as a term's share of all rows does, so they are remembered until
 * one row in a hundred has changed, and in a small table until anything has.
 */
export function createCeilings() {
  const companies = new Map<string, Remembered>();

  const rememberedOf = async (companyId: string, company: CompanyTable): Promise<Remembered> => {
    const known = companies.get(companyId);
    if (known && company.changes() - known.since <= (await company.table.countRows()) / 100) return known;
    const fresh = { since: company.changes(), scores: new Map<string, number>() };
    companies.set(companyId, fresh);
    return fresh;
  };

  return {
    async of(company: CompanyTable, companyId: string, column: TermsColumn, terms: readonly string[]) {
      const { scores } = await rememberedOf(companyId, company);
      return Promise.all(
        terms.map(async (term) => {
          const key = `${column} ${term}`;
          const score = scores.get(key) ?? (await topScore(company, column, term));
          // set again, so that the first in the map is the one not asked for longest
          scores.delete(key);
          scores.set(key, score);
          if (scores.size > termsMax) for (const oldest of scores.keys()) return (scores.delete(oldest), score);
          return score;
        }),
      );
    },
  };
}

async function topScore(company: CompanyTable, column: TermsColumn, term: string): Promise<number> {
  const rows: unknown[] = await company.textSearch(column, [term]).select(["_score"]).limit(1).toArray();
  const [top] = rows;
  if (top !== undefined) return Top.parse(top)._score;
  return absentTermScore(await company.table.countRows(`${column} IS NOT NULL`));
}

/**
 * BM25's weight of a term in one row of so many, at mean length. Not in none of them: in a desk of three documents that
 * would outweigh every term that is there, and no question would be answered.
 */
function absentTermScore(rows: number): number {
  return Math.log(1 + (Math.max(rows, 1) - 0.5) / 1.5);
}

import { z } from "zod";
import type { Spellings } from "../spelling.ts";
import type { TermsColumn } from "./rows.ts";
import type { CompanyTable } from "./table.ts";

const Terms = z.string();

/** The rows of a table that the filter lets through, as words are corrected from them. */
export function spellingsOf(company: CompanyTable, column: TermsColumn, filter: string): Spellings {
  return {
    async near(term, most) {
      const found = company.fuzzySearch(column, term).where(filter).select([column, "_score"]);
      const rows: unknown[] = await found.limit(most).toArray();
      return rows.map((row) => Terms.parse(Object(row)[column]));
    },
    async count(term, most) {
      const holding = company.textSearch(column, [term]).where(filter).select(["_score"]);
      return (await holding.limit(most).toArray()).length;
    },
  };
}

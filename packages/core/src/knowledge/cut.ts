import { eq } from "drizzle-orm";
import { cutTable, type CutBasis } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";

/** What is held against a cut: each on its own scale, never compared with another. */
export const measures = [
  "lexical-passage",
  "lexical-question",
  "vector-passage",
  "vector-question",
  "rerank",
  "coverage",
] as const;
export type Measure = (typeof measures)[number];

/** Where answers begin on one measure. */
export interface Cut {
  /** Below it nothing is answered on this measure's word. */
  hard: number;
  /** From it on the answer is given without reserve. */
  soft: number;
  /** Null for Docent's own cut, which no labelled questions of the company stand behind. */
  basis: CutBasis | null;
}

/** The cuts that the company has measured or set. */
export async function stored(scope: Scope): Promise<Map<string, Cut>> {
  const rows = await scope.db
    .select()
    .from(cutTable)
    .where(eq(cutTable.companyId, requireCompany(scope)));
  return new Map(rows.map(({ measure, hard, soft, basis }) => [measure, { hard, soft, basis }]));
}

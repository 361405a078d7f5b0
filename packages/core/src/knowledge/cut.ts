import { and, eq, inArray } from "drizzle-orm";
import { cutTable, type CutBasis } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";

/** What each route comes to by itself. A cut on one of these keeps hits below it out of everything that follows. */
const routeMeasures = ["lexical-passage", "lexical-question", "vector-passage", "vector-question"] as const;

/**
 * What decides whether to answer. `words`: the best passage's share by words, where there are no vectors. `fit`: its
 * shares by words and by meaning together. `across`: the same for a passage in another script than the question.
 * `coverage`: how many of the question's words it holds, in a small library. `rerank`: what the reranker gave it.
 */
export const decidingMeasures = ["rerank", "fit", "across", "words", "coverage"] as const;

/** What is held against a cut: each on its own scale, never compared with another. */
export const measures = [...routeMeasures, ...decidingMeasures] as const;
export type Measure = (typeof measures)[number];

/** The best value of each measure that had anything to measure. */
export type Values = Partial<Record<Measure, number>>;

/** Where answers begin on one measure. */
export interface Cut {
  /** Below it nothing is answered on this measure's word. */
  hard: number;
  /** From it on the answer is given without reserve. */
  soft: number;
  /** Null for Docent's own cut, which no labelled questions of the company stand behind. */
  basis: CutBasis | null;
}

export type Place = Pick<Cut, "hard" | "soft">;
export type Places = Partial<Record<Measure, Place>>;

/** A cut that no value reaches: the measure has no say. A number, since numbers without end do not travel as JSON. */
export const never = Number.MAX_VALUE;

/** Docent's own cuts, for a company that has measured none: how they were chosen stands in docs/benchmarks.md. */
export const ours: Places = {
  words: { hard: 0.43, soft: 0.55 },
  fit: { hard: 0.78, soft: 0.9 },
  across: { hard: 0.25, soft: 0.35 },
  coverage: { hard: 0.45, soft: 0.6 },
};

export interface Decision {
  /** Whether what was found answers the question, may answer it, or does not. */
  standing: "above" | "between" | "below";
  /** Who decided: the measure that reached furthest. */
  measure?: Measure;
}

/**
 * The best that any measure says wins. A reranker has read question and passage together: where it had a say, the
 * others have none; when it was skipped, they decide.
 */
export function decide(values: Values, cuts: Places): Decision {
  const read = values.rerank !== undefined && (cuts.rerank?.hard ?? never) < never;
  const asked = decidingMeasures.filter((measure) => (measure === "rerank") === read && values[measure] !== undefined);
  const reached = (end: keyof Place) =>
    asked.find((measure) => (values[measure] ?? -Infinity) >= (cuts[measure]?.[end] ?? never));
  const above = reached("soft");
  if (above) return { standing: "above", measure: above };
  const between = reached("hard");
  if (between) return { standing: "between", measure: between };
  const [first] = asked;
  return { standing: "below", ...(first && { measure: first }) };
}

/** The cuts that the company has measured or set. */
export async function stored(scope: Scope): Promise<Map<string, Cut>> {
  const rows = await scope.db
    .select()
    .from(cutTable)
    .where(eq(cutTable.companyId, requireCompany(scope)));
  return new Map(rows.map(({ measure, hard, soft, basis }) => [measure, { hard, soft, basis }]));
}

/** The cuts that decide now: the company's where it has some, else Docent's own. */
export async function inForce(scope: Scope): Promise<Places> {
  const own = Array.from(await stored(scope), ([measure, { hard, soft }]) => [measure, { hard, soft }] as const);
  return { ...ours, ...Object.fromEntries(own) };
}

/** What would decide if these cuts were stored in place of all others; null: Docent's own. Throws `cut.disordered`. */
export async function asIf(scope: Scope, cuts: Places | null): Promise<Places> {
  requireOrder(cuts ?? {});
  const after = { ...ours, ...cuts };
  const silent = (measure: Measure): Place => {
    const isRoute = routeMeasures.some((one) => one === measure);
    return isRoute ? { hard: -never, soft: -never } : { hard: never, soft: never };
  };
  const left = measures.filter((measure) => !after[measure]);
  return { ...after, ...Object.fromEntries(left.map((measure) => [measure, silent(measure)])) };
}

/** Puts these cuts in force at once, in place of all that were stored. Throws `cut.disordered`. */
export async function store(scope: Scope, cuts: Places, basis: CutBasis): Promise<void> {
  requireRole(scope, "admin");
  const companyId = requireCompany(scope);
  const createdBy = scope.actor.type === "user" ? scope.actor.userId : null;
  requireOrder(cuts);
  const rows = measures.flatMap((measure) => {
    const place = cuts[measure];
    return place ? [{ companyId, measure, ...place, basis, createdBy, createdAt: scope.now() }] : [];
  });
  await inTransaction(scope, async ({ db }) => {
    await db.delete(cutTable).where(eq(cutTable.companyId, companyId));
    if (rows.length > 0) await db.insert(cutTable).values(rows);
  });
}

/** Goes back to Docent's own cuts, for these measures or for all. */
export async function reset(scope: Scope, only?: readonly Measure[]): Promise<void> {
  requireRole(scope, "admin");
  const own = eq(cutTable.companyId, requireCompany(scope));
  await scope.db.delete(cutTable).where(only ? and(own, inArray(cutTable.measure, [...only])) : own);
}

function requireOrder(cuts: Places): void {
  const wrong = measures.find((measure) => (cuts[measure]?.hard ?? -never) > (cuts[measure]?.soft ?? never));
  if (wrong) throw disordered(wrong);
}

function disordered(measure: string): PublicError {
  return new PublicError(
    "invalid",
    "cut.disordered",
    `On ${measure} the cut for answers without reserve lies below the one for answers at all. Move it up.`,
  );
}

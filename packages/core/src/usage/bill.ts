import { inArray } from "drizzle-orm";
import { documentTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import type { CallState } from "./usage.sql.ts";
import type { Cost } from "./money.ts";
import type { Stage } from "./stage.ts";

/** What calls of models are put down to. Calls made under a scope that carries one are also listed in it. */
export interface Bill {
  /** The answer that they are made for; null when it is none that is kept. */
  runId: string | null;
  /** Who it is for, where that is not the actor. */
  userId?: string | null;
  /** The libraries whose passages go into them, as soon as that is known. */
  libraryIds: string[];
  calls: Call[];
}

/** One call of a model as it ended. */
export interface Call {
  stage: Stage;
  model: string;
  tokens: { input: number; output: number; cached?: number };
  /** Absent when the model has no price. */
  cost?: Cost;
  /** The vendor did not say how many tokens it took. */
  estimated?: true;
  state: CallState;
  milliseconds: number;
}

export function newBill(runId: string | null, userId?: string | null): Bill {
  return { runId, ...(userId !== undefined && { userId }), libraryIds: [], calls: [] };
}

/** Notes whose passages go into the calls that follow. */
export async function noteLibraries(
  { db, bill }: Pick<Scope, "db" | "bill">,
  passages: readonly { documentId: string }[],
): Promise<void> {
  if (!bill || passages.length === 0) return;
  const documentIds = passages.map(({ documentId }) => documentId);
  const rows = await db
    .selectDistinct({ libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(inArray(documentTable.id, documentIds));
  bill.libraryIds = rows.map(({ libraryId }) => libraryId);
}

import { and, eq, inArray, ne } from "drizzle-orm";
import { calibrationTable, type MeasuredLabel } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import * as Search from "../knowledge/search.ts";
import { lexicalRoutes, vectorRoutes } from "../knowledge/index/search-index.ts";
import { requireCompany, type Scope } from "../scope.ts";
import * as Basis from "./basis.ts";
import * as Label from "./label.ts";

/** A cut on a route hides what lies below it; here all of it is wanted. */
const unhidden = Object.fromEntries([...lexicalRoutes, ...vectorRoutes].map((route) => [route, { hard: 0, soft: 0 }]));

/** So many questions are searched for at once; people who ask meanwhile come in between. */
const sliceSize = 4;

/** Searches for every label's question and keeps what each came to. Safe to repeat: what was stopped or has ended stays so. */
export async function run(scope: Scope, calibrationId: string): Promise<void> {
  const [row] = await scope.db
    .update(calibrationTable)
    .set({ state: "running", done: 0 })
    .where(and(own(scope, calibrationId), inArray(calibrationTable.state, ["queued", "running"])))
    .returning();
  if (!row) return;
  try {
    const basis = await Basis.current(scope);
    const labels = await Label.accepted(scope);
    const measured: MeasuredLabel[] = [];
    for (let from = 0; from < labels.length; from += sliceSize) {
      const slice = labels.slice(from, from + sliceSize);
      measured.push(...(await Promise.all(slice.map((label) => measure(scope, label, row.libraryIds)))));
      if (!(await note(scope, calibrationId, { done: measured.length, total: labels.length }))) return;
    }
    const finished = { state: "finished" as const, finishedAt: scope.now(), measured };
    const kept = await note(scope, calibrationId, { ...finished, basis: { ...basis, labels: measured.length } });
    if (kept) await forgetOthers(scope, calibrationId);
  } catch (error) {
    if (!(error instanceof PublicError)) scope.log.error("calibration.failed", { calibrationId, error });
    const { code, message } =
      error instanceof PublicError
        ? error
        : { code: "calibration.failed", message: "Something went wrong on our side. Measure again." };
    await note(scope, calibrationId, { state: "failed", errorCode: code, error: message, finishedAt: scope.now() });
  }
}

async function measure(scope: Scope, label: Label.Info, libraryIds: string[] | null): Promise<MeasuredLabel> {
  const { evidence } = await Search.run(scope, {
    text: label.question,
    limit: 10,
    settings: { cuts: unhidden },
    ...(libraryIds && { libraryIds }),
  });
  return { labelId: label.id, expected: label.expected, values: evidence };
}

/** False when somebody stopped the run. */
async function note(scope: Scope, id: string, change: Partial<typeof calibrationTable.$inferInsert>): Promise<boolean> {
  const rows = await scope.db
    .update(calibrationTable)
    .set(change)
    .where(and(own(scope, id), eq(calibrationTable.state, "running")))
    .returning({ id: calibrationTable.id });
  return rows.length > 0;
}

/** Only the newest values are looked at. */
async function forgetOthers(scope: Scope, id: string): Promise<void> {
  const { companyId } = calibrationTable;
  await scope.db.delete(calibrationTable).where(and(eq(companyId, requireCompany(scope)), ne(calibrationTable.id, id)));
}

function own(scope: Scope, id: string) {
  return and(eq(calibrationTable.id, id), eq(calibrationTable.companyId, requireCompany(scope)));
}

import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { calibrationTable, type CutBasis, type Rate } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import * as Cut from "../knowledge/cut.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Basis from "./basis.ts";
import {
  labelsMin,
  softLabelsMin,
  mistakes,
  mistakesHeldOut,
  propose,
  separation,
  type Labelled,
  type Mistakes,
  type Separation,
} from "./calibrate.ts";
import { distributionOf, type Distribution } from "./distribution.ts";
import type { calibrationStates, MeasuredLabel } from "./evaluation.sql.ts";
import * as Label from "./label.ts";

export const Start = z.strictObject({
  /** Search only these; all when absent. */
  libraryIds: z.array(z.string()).min(1).max(200).optional(),
});
const Place = z.strictObject({ hard: z.number(), soft: z.number() });
export const At = z.strictObject({ cuts: z.partialRecord(z.enum(Cut.measures), Place) });
export type At = z.infer<typeof At>;

/** How far the newest run through the labels is. */
export interface Progress {
  id: string;
  state: (typeof calibrationStates)[number];
  done: number;
  total: number;
  errorCode: string | null;
  error: string | null;
  libraryIds: string[] | null;
  createdAt: Date;
}

export interface MeasureView extends Separation, Distribution {
  measure: Cut.Measure;
  /** Whether it has a say in what is answered; the others are the routes that it is made of. */
  decides: boolean;
}

export interface View {
  labels: Label.Counts;
  /** How many labels of a kind are the least for proposals, and how many to refuse for what the soft cut promises. */
  least: { labels: number; soft: number };
  /** The newest run, finished or not; null before the first. */
  progress: Progress | null;
  /** The newest finished run; null before the first. */
  measured: Measured | null;
  /** The cuts that decide now. */
  inForce: Cut.Places;
  /** What stands behind the stored cuts; null while Docent's own decide. */
  basis: CutBasis | null;
  /** What has changed since the stored cuts were measured. */
  stale: Basis.Change[];
}

export interface Measured {
  finishedAt: Date | null;
  measures: MeasureView[];
  verdict: Separation["verdict"];
  proposed: Cut.Places;
  softProven: boolean;
  /** What the proposed cuts promise for other questions than those they were chosen on. */
  promised: Mistakes | null;
  /** What the cuts that decide now make of these labels. */
  now: Mistakes;
  /** What has changed since the labels were run through the search. */
  stale: Basis.Change[];
  /** Whether questions were labelled, labelled otherwise or taken away since. */
  relabelled: boolean;
}

const unfinished: ("queued" | "running")[] = ["queued", "running"];

/** Runs every label through the search, in a job. One at a time; an earlier one's values go when this one ends. */
export async function start(scope: Scope, { libraryIds }: z.infer<typeof Start>): Promise<{ id: string }> {
  requireRole(scope, "editor");
  const { answer, refuse } = await Label.counts(scope);
  if (answer + refuse === 0) {
    const message = "There are no labelled questions yet. Add some, then measure.";
    throw new PublicError("conflict", "calibration.no_labels", message);
  }
  const companyId = requireCompany(scope);
  return inTransaction(scope, async (scope) => {
    const [running] = await scope.db
      .select({ id: calibrationTable.id })
      .from(calibrationTable)
      .where(and(eq(calibrationTable.companyId, companyId), inArray(calibrationTable.state, unfinished)));
    if (running) return running;
    const id = newId("calibration");
    const row = { id, companyId, libraryIds: libraryIds ?? null, total: answer + refuse, createdAt: scope.now() };
    await scope.db.insert(calibrationTable).values(row);
    await scope.queue.send("calibrate", [{ companyId, calibrationId: id }]);
    return { id };
  });
}

/** Stops the run under way, if there is one. The values of the one before stay. */
export async function stop(scope: Scope): Promise<void> {
  requireRole(scope, "editor");
  await scope.db
    .update(calibrationTable)
    .set({ state: "stopped", finishedAt: scope.now() })
    .where(and(eq(calibrationTable.companyId, requireCompany(scope)), inArray(calibrationTable.state, unfinished)));
}

/** How far the newest run is; null before the first. */
export async function progress(scope: Scope): Promise<Progress | null> {
  requireRole(scope, "editor");
  const row = await newestRow(scope);
  return row ? toProgress(row) : null;
}

/** Everything the studio shows. */
export async function get(scope: Scope): Promise<View> {
  requireRole(scope, "editor");
  const [labels, accepted, newest, last, stored, basis] = await Promise.all([
    Label.counts(scope),
    Label.accepted(scope),
    newestRow(scope),
    newestRow(scope, "finished"),
    Cut.stored(scope),
    Basis.current(scope),
  ]);
  const inForce = await Cut.inForce(scope);
  const behind = [...stored.values()].find((cut) => cut.basis)?.basis ?? null;
  return {
    labels,
    least: { labels: labelsMin, soft: softLabelsMin },
    progress: newest ? toProgress(newest) : null,
    measured: last ? toMeasured(last, inForce, basis, accepted) : null,
    inForce,
    basis: behind,
    stale: behind ? Basis.changes(behind, basis) : [],
  };
}

export interface Outlook {
  mistakes: Mistakes;
  /** The questions that these cuts decide wrongly, at most fifty of each kind. */
  answeredWrongly: { labelId: string; question: string }[];
  refusedWrongly: { labelId: string; question: string }[];
}

const listedMax = 50;

/** What these cuts would make of the measured questions. No question is searched for. */
export async function at(scope: Scope, { cuts }: At): Promise<Outlook> {
  requireRole(scope, "editor");
  const { measured } = await lastFinished(scope);
  const questions = new Map((await Label.accepted(scope)).map(({ id, question }) => [id, question]));
  const wrong = (expected: Labelled["expected"]) =>
    measured
      .filter((one) => one.expected === expected)
      .filter((one) => (Cut.decide(one.values, cuts).standing === "below") === (expected === "answer"))
      .flatMap(({ labelId }) => {
        const question = questions.get(labelId);
        return question ? [{ labelId, question }] : [];
      })
      .slice(0, listedMax);
  return { mistakes: mistakes(measured, cuts), answeredWrongly: wrong("refuse"), refusedWrongly: wrong("answer") };
}

/** Puts cuts in force, with what stands behind them. Throws `calibration.none` before anything was measured. */
export async function store(scope: Scope, { cuts }: At): Promise<void> {
  requireRole(scope, "admin");
  const { measured, basis } = await lastFinished(scope);
  if (!basis) throw new Error("a finished calibration without a basis");
  const { falseAnswer, falseRefusal } = promiseOf(measured, cuts);
  await Cut.store(scope, cuts, { ...basis, labels: measured.length, falseAnswer, falseRefusal });
}

/** Goes back to Docent's own cuts. */
export async function reset(scope: Scope): Promise<void> {
  await Cut.reset(scope);
}

/** Cuts that were moved by hand were chosen on the very questions they are judged by; proposed ones need not be. */
function promiseOf(measured: readonly MeasuredLabel[], cuts: Cut.Places): { falseAnswer: Rate; falseRefusal: Rate } {
  const { cuts: proposed, verdict } = propose(measured);
  const same = Cut.decidingMeasures.every((measure) => {
    const place = proposed[measure];
    return !place || (place.hard === cuts[measure]?.hard && place.soft === cuts[measure]?.soft);
  });
  return (verdict === "separable" && same && mistakesHeldOut(measured, cuts)) || mistakes(measured, cuts);
}

type Row = typeof calibrationTable.$inferSelect;

async function newestRow(scope: Scope, state?: Row["state"]): Promise<Row | undefined> {
  const [row] = await scope.db
    .select()
    .from(calibrationTable)
    .where(and(eq(calibrationTable.companyId, requireCompany(scope)), state && eq(calibrationTable.state, state)))
    .orderBy(desc(calibrationTable.createdAt), desc(calibrationTable.id))
    .limit(1);
  return row;
}

async function lastFinished(scope: Scope): Promise<Row> {
  const row = await newestRow(scope, "finished");
  if (row) return row;
  const message = "The labelled questions were not measured yet. Press “Measure” first.";
  throw new PublicError("conflict", "calibration.none", message);
}

function toProgress({ id, state, done, total, errorCode, error, libraryIds, createdAt }: Row): Progress {
  return { id, state, done, total, errorCode, error, libraryIds, createdAt };
}

function toMeasured(
  { measured, basis, finishedAt }: Row,
  inForce: Cut.Places,
  now: Basis.Basis,
  labels: readonly Label.Info[],
): Measured {
  const { verdict, cuts, softProven } = propose(measured);
  return {
    finishedAt,
    measures: Cut.measures.flatMap((measure) => {
      const distribution = distributionOf(measured, measure);
      const decides = Cut.decidingMeasures.some((one) => one === measure);
      return distribution ? [{ measure, decides, ...separation(measured, measure), ...distribution }] : [];
    }),
    verdict,
    proposed: cuts,
    softProven,
    promised: (verdict === "separable" && mistakesHeldOut(measured, inForce)) || null,
    now: mistakes(measured, inForce),
    stale: basis ? Basis.changes(basis, now) : [],
    relabelled: differ(measured, labels),
  };
}

function differ(measured: readonly MeasuredLabel[], labels: readonly Label.Info[]): boolean {
  const expected = new Map(labels.map((label) => [label.id, label.expected]));
  return measured.length !== labels.length || measured.some((one) => expected.get(one.labelId) !== one.expected);
}

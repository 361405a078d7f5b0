import { and, asc, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { documentTable, labelTable, runEventTable, runHitTable, runTable, traceTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import { quickModel, quotingModel } from "./answer.ts";
import { exchangesMax } from "./history.ts";
import type { Outcome } from "./run-event.ts";
import { emptied, reduced } from "./withhold.ts";

type ScrubScope = Pick<Scope, "db" | "now">;
type LogScope = ScrubScope & Pick<Scope, "runLog">;

/**
 * Takes out of the kept answers, their logs and traces what they say of removed documents, for good; the questions that
 * people asked stay. To be called while the documents' rows are still there, so that an interrupted removal begins anew.
 */
export async function scrub({ db, now, runLog }: LogScope, documentIds: readonly string[]): Promise<void> {
  const found = await db
    .selectDistinct({ runId: runHitTable.runId, conversationId: runTable.conversationId })
    .from(runHitTable)
    .innerJoin(documentTable, eq(documentTable.id, runHitTable.documentId))
    .innerJoin(runTable, eq(runTable.id, runHitTable.runId))
    .where(and(inArray(runHitTable.documentId, [...documentIds]), isNotNull(documentTable.removedAt)));
  for (const [conversationId, runs] of Map.groupBy(found, (run) => run.conversationId)) {
    const changed = await db.transaction(async (db) => {
      await forgetWordings(
        db,
        runs.map(({ runId }) => runId),
      );
      return scrubConversation({ db, now }, conversationId, new Set(documentIds));
    });
    await runLog.forget(changed);
  }
}

/**
 * The same for an answer that ends now, in the transaction that ends it: a document that it stands on, or an answer that
 * it had in view, may be gone since it began. Gives the runs whose logs are to be forgotten.
 */
export async function scrubEnding({ db, now }: ScrubScope, runId: string): Promise<string[]> {
  const others = sql<boolean>`exists (
    select 1 from run other where other.conversation_id = ${runTable.conversationId} and other.outcome ? 'withheld')`;
  const [run] = await db
    .select({ conversationId: runTable.conversationId, outcome: runTable.outcome, others })
    .from(runTable)
    .where(eq(runTable.id, runId));
  if (!run) return [];
  const gone = new Set(run.outcome?.sources.map(({ documentId }) => documentId));
  if (gone.size) {
    const there = await db
      .select({ id: documentTable.id })
      .from(documentTable)
      .where(and(inArray(documentTable.id, [...gone]), isNull(documentTable.removedAt)))
      // whoever removes one of them waits for this, and finds the answer then
      .for("share");
    for (const { id } of there) gone.delete(id);
  }
  return gone.size || run.others ? scrubConversation({ db, now }, run.conversationId, gone) : [];
}

interface Turn {
  id: string;
  question: string;
  outcome: Outcome | null;
  retriedBy: string | null;
  createdAt: Date;
}

/** Gives the runs whose logs say more than their answers do now. */
async function scrubConversation(
  { db, now }: ScrubScope,
  conversationId: string,
  gone: Set<string>,
): Promise<string[]> {
  const { id, question, outcome, retriedBy, createdAt } = runTable;
  const turns = await db
    .select({ id, question, outcome, retriedBy, createdAt })
    .from(runTable)
    .where(eq(runTable.conversationId, conversationId))
    .orderBy(asc(createdAt), asc(id));
  const { changed, inView } = without(turns, gone, now());
  for (const turn of changed) await db.update(runTable).set({ outcome: turn.outcome }).where(eq(id, turn.id));
  const changedIds = changed.map((turn) => turn.id);
  if (changedIds.length) await db.delete(runEventTable).where(inArray(runEventTable.runId, changedIds));
  await forgetRewritten(db, inView);
  await forgetWordings(db, [...changedIds, ...inView]);
  return changedIds;
}

/**
 * The answers that lose something, and the turns that had one of them in view. What a model wrote with such an answer in
 * view, and without citing a passage of its own, may say it again.
 */
function without(turns: readonly Turn[], gone: ReadonlySet<string>, now: Date): { changed: Turn[]; inView: string[] } {
  const changed: Turn[] = [];
  const inView: string[] = [];
  /** Of the exchanges that the next turn sees, until when their answers could be read. */
  let before: string[] = [];
  for (const turn of turns) {
    const { id, question, outcome, createdAt } = turn;
    const sees = before.some((until) => createdAt.toISOString() <= until);
    if (sees) inView.push(id);
    if (!outcome) continue;
    const { outcome: left, hidden } = reduced(question, outcome, (documentId) => !gone.has(documentId));
    const hides = hidden || (sees && isWrittenFromView(outcome));
    const withheld = hides ? (outcome.withheld ?? now.toISOString()) : undefined;
    if (withheld && !outcome.withheld) changed.push({ ...turn, outcome: { ...emptied(question, outcome), withheld } });
    else if (!hides && left !== outcome) changed.push({ ...turn, outcome: left });
    if (turn.retriedBy === null) before = [...before, withheld ?? ""].slice(-exchangesMax);
  }
  return { changed, inView };
}

function isWrittenFromView({ model, sources, drawn }: Outcome): boolean {
  return !drawn && model !== quotingModel && model !== quickModel && !sources.some(({ cited }) => cited);
}

/** A question put into other words with an answer in view may repeat it, and so may a label that it was given. */
async function forgetRewritten(db: Database, runIds: readonly string[]): Promise<void> {
  if (!runIds.length) return;
  const ofThem = inArray(runTable.id, [...runIds]);
  const rewritten = db
    .select({ id: labelTable.id })
    .from(labelTable)
    .innerJoin(runTable, eq(runTable.id, labelTable.runId))
    .where(and(ofThem, ne(labelTable.question, runTable.question)));
  await db.delete(labelTable).where(inArray(labelTable.id, rewritten));
  const trace = sql`${traceTable.trace} - 'rewritten'`;
  await db
    .update(traceTable)
    .set({ trace })
    .where(inArray(traceTable.runId, [...runIds]));
}

/** A question's spelling may have been put right after a document's. */
async function forgetWordings(db: Database, runIds: readonly string[]): Promise<void> {
  if (!runIds.length) return;
  const trace = sql`${traceTable.trace} - 'wordings'`;
  await db
    .update(traceTable)
    .set({ trace })
    .where(inArray(traceTable.runId, [...runIds]));
}

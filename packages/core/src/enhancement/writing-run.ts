import { and, eq, inArray, sql } from "drizzle-orm";
import { triggerTable, writingTable, writtenTextTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { inLanes } from "../models/in-lanes.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { wholeAnswer, type WholeAnswer } from "../models/whole-answer.ts";
import { forLibrary, type Scope } from "../scope.ts";
import { newBill } from "../usage/bill.ts";
import { Likeness } from "./likeness.ts";
import * as Pending from "./pending.ts";
import { writingPrompt } from "./prompts/writing.ts";
import { read, wantedFor, type Written } from "./written.ts";

/** Calls at the same time: a server has use for several, a model on this machine is not overrun. */
const lanes = 3;
const chunksAtOnce = 24;
const perChunkMs = 120_000;
const watchMs = 500;
/** A model that fails so often in a row will fail again. */
const failuresMax = 5;

type Row = typeof writingTable.$inferSelect;

/**
 * Has the model write for one chunk after the other. Safe to kill and to repeat: what was written for a chunk is kept
 * together with the note that its text is done. A run that somebody paused or stopped, or that has ended, stays so.
 */
export async function run(scope: Scope, writingId: string): Promise<void> {
  const [row] = await scope.db
    .update(writingTable)
    .set({ state: "running", turn: sql`${writingTable.turn} + 1` })
    .where(and(eq(writingTable.id, writingId), inArray(writingTable.state, ["queued", "running"])))
    .returning();
  if (!row) return;
  const own = { ...forLibrary(scope, row, "write-triggers"), bill: newBill(null, row.createdBy) };
  const stopping = new AbortController();
  const look = async () => {
    if (!(await isOurs(own, row).catch(() => false))) stopping.abort();
  };
  const watching = setInterval(() => void look(), watchMs);
  try {
    const model = await ModelConnection.current(own);
    const reason = model ? await goThrough(own, row, model, stopping.signal) : noModel();
    if (!stopping.signal.aborted) await end(own, row, reason);
  } catch (error) {
    own.log.error("writing.broke_off", { writingId, error });
    await end(own, row, brokenOff());
  } finally {
    clearInterval(watching);
  }
}

/** Queues again the runs that were on their way when the process ended. */
export async function recover(scope: Scope): Promise<void> {
  const stranded = await scope.db
    .select({ writingId: writingTable.id, companyId: writingTable.companyId })
    .from(writingTable)
    .where(inArray(writingTable.state, ["queued", "running"]));
  await scope.queue.send("write-triggers", stranded);
}

/** Gives why it ended before its time, if it did. */
async function goThrough(
  scope: Scope,
  row: Row,
  model: ChatModel,
  signal: AbortSignal,
): Promise<PublicError | undefined> {
  let inARow = 0;
  let reason: PublicError | undefined;
  const { done: before } = row;
  for (let left = (row.callsMax ?? Infinity) - before; left > 0 && !signal.aborted;) {
    const chunks = await Pending.next(scope, row, row.id, Math.min(left, chunksAtOnce));
    if (chunks.length === 0) return undefined;
    left -= chunks.length;
    const failures = await inLanes(chunks, lanes, async (chunk) => {
      if (signal.aborted || inARow >= failuresMax) return undefined;
      const failure = await writeFor(scope, row, model, chunk, signal);
      inARow = !failure ? 0 : isSpent(failure) ? failuresMax : inARow + 1;
      return failure;
    });
    reason = failures.findLast((failure) => failure !== undefined) ?? reason;
    if (inARow >= failuresMax) return reason;
  }
  return undefined;
}

async function writeFor(
  scope: Scope,
  row: Row,
  model: ChatModel,
  chunk: Pending.PendingChunk,
  signal: AbortSignal,
): Promise<PublicError | undefined> {
  const wanted = wantedFor(chunk);
  try {
    const answer = await wholeAnswer(model, writingPrompt(chunk, wanted), perChunkMs, signal);
    const written = read(answer.text, wanted);
    if (answer.late && written.questions.length === 0) throw tooSlow();
    await keep(scope, row.id, model.id, chunk, written, answer);
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof PublicError)) throw error;
    if (isSpent(error)) return error;
    await keepFailure(scope, row.id, chunk, error);
    return error;
  }
}

/** There is no money for the others either; the text is none the worse, and is written for another time. */
function isSpent({ code }: PublicError): boolean {
  return code === "budget.spent";
}

/** Proposals and the note that this text is done, in one step: neither is ever there without the other, or twice. */
async function keep(
  scope: Scope,
  writingId: string,
  model: string,
  chunk: Pending.PendingChunk,
  written: Written,
  { tokens }: WholeAnswer,
): Promise<void> {
  await inTransaction(scope, async (scope) => {
    const { companyId } = await note(scope, writingId, { inputTokens: tokens.input, outputTokens: tokens.output });
    // edited or replaced meanwhile: its new text comes in its turn
    if (!companyId || !(await Pending.isUnchanged(scope, chunk))) return;
    const isNew = await settle(scope, { companyId, writingId, chunk, outcome: "done", errorCode: null });
    if (!isNew) return;
    const rows = await proposals(scope, chunk, written);
    if (rows.length > 0) {
      // ids of one millisecond have no order of their own
      const common = { companyId, versionId: chunk.versionId, chunkId: chunk.id, model, createdAt: scope.now() };
      await scope.db
        .insert(triggerTable)
        .values(rows.map((one, at) => ({ id: newId("trigger", Date.now() + at), ...common, ...one })));
    }
    await note(scope, writingId, { done: 1, written: rows.length, empty: rows.length === 0 ? 1 : 0 });
  });
}

async function keepFailure(
  scope: Scope,
  writingId: string,
  chunk: Pending.PendingChunk,
  { code }: PublicError,
): Promise<void> {
  await inTransaction(scope, async (scope) => {
    const { companyId } = await note(scope, writingId, { done: 1, failed: 1 });
    if (companyId) await settle(scope, { companyId, writingId, chunk, outcome: "failed", errorCode: code });
  });
}

/** False when this text is done already. */
async function settle(scope: Scope, { companyId, writingId, chunk, outcome, errorCode }: Settled): Promise<boolean> {
  const { documentId, hash: textHash, id: chunkId } = chunk;
  const row = { companyId, documentId, textHash, writingId, chunkId, outcome, errorCode, createdAt: scope.now() };
  const rows = await scope.db
    .insert(writtenTextTable)
    .values(row)
    .onConflictDoUpdate({
      target: [writtenTextTable.documentId, writtenTextTable.textHash],
      set: row,
      setWhere: eq(writtenTextTable.outcome, "failed"),
    })
    .returning({ textHash: writtenTextTable.textHash });
  return rows.length > 0;
}

interface Settled {
  companyId: string;
  writingId: string;
  chunk: Pending.PendingChunk;
  outcome: "done" | "failed";
  errorCode: string | null;
}

/** What is not like anything that was written for this document before, whatever became of that. */
async function proposals(scope: Scope, chunk: Pending.PendingChunk, { questions, summary }: Written) {
  const held = await scope.db
    .select({ text: triggerTable.text, kind: triggerTable.kind, chunkId: triggerTable.chunkId })
    .from(triggerTable)
    .where(eq(triggerTable.versionId, chunk.versionId));
  const asked = held.flatMap(({ kind, text }) => (kind === "question" ? [text] : []));
  const known = new Likeness([...asked, ...(chunk.question === null ? [] : [chunk.question])]);
  const summed = held.some(({ kind, chunkId }) => kind === "summary" && chunkId === chunk.id);
  return [
    ...known.new(questions).map((text) => ({ kind: "question" as const, text })),
    ...(summary && !summed ? [{ kind: "summary" as const, text: summary }] : []),
  ];
}

type Counted = "done" | "written" | "empty" | "failed" | "inputTokens" | "outputTokens";

/** Adds to the counts of a run; without a company when its row is gone. */
async function note(scope: Scope, id: string, more: Partial<Record<Counted, number>>): Promise<{ companyId?: string }> {
  const set = Object.fromEntries(
    Object.entries(more).map(([name, by]) => [name, sql`${writingTable[name as Counted]} + ${by}`]),
  );
  const [row] = await scope.db
    .update(writingTable)
    .set({ ...set, total: sql`greatest(${writingTable.total}, ${writingTable.done} + ${more.done ?? 0})` })
    .where(eq(writingTable.id, id))
    .returning({ companyId: writingTable.companyId });
  return row ?? {};
}

/** Whether nobody paused or stopped it, and no other worker took it up. */
async function isOurs(scope: Scope, row: Row): Promise<boolean> {
  const rows = await scope.db.select({ id: writingTable.id }).from(writingTable).where(ours(row));
  return rows.length > 0;
}

function ours({ id, turn }: Row) {
  return and(eq(writingTable.id, id), eq(writingTable.state, "running"), eq(writingTable.turn, turn));
}

async function end(scope: Scope, row: Row, reason?: PublicError): Promise<void> {
  const ended = reason
    ? { state: "failed" as const, errorCode: reason.code, error: reason.message }
    : { state: "finished" as const };
  await scope.db
    .update(writingTable)
    .set({ ...ended, finishedAt: scope.now() })
    .where(ours(row));
}

function noModel(): PublicError {
  const message = "There is no model any more. Connect one under Settings > Model and start again.";
  return new PublicError("conflict", "writing.no_model", message);
}

function tooSlow(): PublicError {
  const message = `The model did not answer within ${perChunkMs / 1000} seconds. Is the server free?`;
  return new PublicError("unavailable", "model.too_slow", message);
}

function brokenOff(): PublicError {
  return new PublicError("unavailable", "writing.broke_off", "Something went wrong on our side. Start again.");
}

import { and, eq, inArray, isNull, lt, or } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { runTable, traceTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Ports, Scope } from "../scope.ts";
import { answer } from "./answer.ts";
import * as Hit from "./hit.ts";
import { progressOf } from "./progress.ts";
import type { Outcome, RunError, RunEvent, TerminalEvent } from "./run-event.ts";
import { caller } from "../telemetry/caller.ts";
import { moment } from "../telemetry/clock.ts";
import { newBill, timedCalls } from "../usage/bill.ts";
import { unfinishedStates } from "./chat.sql.ts";
import { scrubEnding } from "./scrub.ts";
import type { Trace } from "./trace.ts";
import type { Turn } from "./work.ts";
import { blankTrace, stagesOf } from "./tracing.ts";

/** Why a generation is called off. */
export type Halt = "stopped" | "closing" | "lost";

export interface Claim {
  runId: string;
  /** Who claims it; the run is written only as long as this holds. */
  worker: string;
  leaseMs: number;
}

const interrupted: RunError = {
  code: "run.interrupted",
  message: "Docent was restarted while answering. Ask again.",
};

/** A run that a worker holds. */
export type Held = Turn & { actor: Extract<Scope["actor"], { type: "user" }>; stopRequested: boolean };

/**
 * Answers one run, once. However it goes, the run ends with its terminal event, its row and its trace written in one
 * transaction.
 */
export async function generate(ports: Ports, claim: Claim, run: Held, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const bill = newBill(run.runId);
  const scope: Scope = { ...ports, actor: run.actor, bill };
  const trace = blankTrace({ runId: run.runId, userId: run.actor.userId, question: run.question });
  trace.calls = bill.calls;
  ports.runLog.begin(run.runId);
  const progress = progressOf((events) => ports.runLog.append(run.runId, events), start);
  let error: RunError | undefined;
  let halted = false;
  try {
    await openTrace(scope, trace);
    await answer(scope, run, { progress, trace, signal });
    await progress.settle();
  } catch (failure) {
    halted = signal.aborted;
    if (!halted) error = toRunError(failure);
    if (error?.code === "run.failed") ports.log.error("run.failed", { runId: run.runId, error: failure });
  } finally {
    const reason: unknown = halted ? signal.reason : undefined;
    if (reason === "closing") error = interrupted;
    // what the log refused shows again, and for good, when the run ends
    await progress.settle().catch(() => undefined);
    const outcome = progress.outcome();
    trace.milliseconds["total"] = outcome.milliseconds.total;
    if (reason !== "lost") {
      const event = toEvent(outcome, error, halted);
      await end(ports, claim, event, trace);
      report(scope, { run, event, trace, start });
    }
  }
}

interface Reported {
  run: Held;
  event: TerminalEvent;
  trace: Trace;
  start: number;
}

function report({ telemetry, bill }: Scope, { run, event, trace, start }: Reported): void {
  const { text, tier, degraded, milliseconds } = event.outcome;
  telemetry?.answered({
    runId: run.runId,
    companyId: run.actor.companyId,
    caller: caller(),
    start: performance.timeOrigin + start,
    end: moment(),
    state: event.type,
    errorCode: event.type === "failed" ? event.error.code : undefined,
    tier,
    intent: trace.intent?.name ?? undefined,
    model: trace.model,
    degraded,
    firstMs: milliseconds.firstText,
    stages: stagesOf(trace),
    calls: bill ? timedCalls(bill) : [],
    question: run.question,
    answer: text,
  });
}

/** Ends a run whose worker is gone, with what it had written. */
export async function abandon(ports: Ports, claim: Claim): Promise<void> {
  const run = await take(ports, claim);
  if (!run) return;
  const events = (await ports.runLog.list(claim.runId)).map(({ event }) => event);
  const [row] = await ports.db.select().from(traceTable).where(eq(traceTable.runId, claim.runId));
  const outcome = rebuilt(events, row?.trace.model ?? "");
  await end(ports, claim, toEvent(outcome, run.stopRequested ? undefined : interrupted, run.stopRequested), row?.trace);
}

/** Makes the run this worker's, unless it ended or another one holds it. */
export async function take({ db, now }: Ports, { runId, worker, leaseMs }: Claim): Promise<Held | undefined> {
  const at = now();
  const [row] = await db
    .update(runTable)
    .set({ state: "running", worker, leaseUntil: new Date(at.getTime() + leaseMs) })
    .from(userTable)
    .where(
      and(
        eq(runTable.id, runId),
        eq(userTable.id, runTable.userId),
        inArray(runTable.state, unfinishedStates),
        or(isNull(runTable.leaseUntil), lt(runTable.leaseUntil, at)),
      ),
    )
    .returning({
      conversationId: runTable.conversationId,
      companyId: runTable.companyId,
      userId: runTable.userId,
      role: userTable.role,
      question: runTable.question,
      libraryIds: runTable.libraryIds,
      filter: runTable.filter,
      pictureIds: runTable.pictureIds,
      draws: runTable.draws,
      settings: runTable.settings,
      stopRequestedAt: runTable.stopRequestedAt,
    });
  if (!row) return undefined;
  const { userId, companyId, role, stopRequestedAt, ...asked } = row;
  const actor = { type: "user" as const, userId, companyId, role };
  return { runId, ...asked, actor, stopRequested: stopRequestedAt !== null };
}

async function openTrace(scope: Scope, trace: Trace): Promise<void> {
  const { companyId } = scope.actor.type === "public" ? { companyId: "" } : scope.actor;
  await scope.db
    .insert(traceTable)
    .values({ runId: trace.runId, companyId, trace, createdAt: scope.now() })
    .onConflictDoNothing();
}

async function end(
  { runLog, now }: Ports,
  claim: Claim,
  event: TerminalEvent,
  trace: Trace | undefined,
): Promise<void> {
  const error = event.type === "failed" ? event.error : undefined;
  const change = {
    state: event.type,
    outcome: event.outcome,
    errorCode: error?.code ?? null,
    error: error?.message ?? null,
    worker: null,
    leaseUntil: null,
    finishedAt: now(),
  };
  const store = async (db: Database) => {
    const [ended] = await db
      .update(runTable)
      .set(change)
      .where(and(eq(runTable.id, claim.runId), eq(runTable.worker, claim.worker), eq(runTable.state, "running")))
      .returning({ companyId: runTable.companyId, createdAt: runTable.createdAt });
    if (!ended) throw new Error(`run ${claim.runId} is no longer this worker's`);
    if (!trace) return;
    const closed: Trace = { ...trace, ...(error && { error }) };
    await db.update(traceTable).set({ trace: closed }).where(eq(traceTable.runId, claim.runId));
    await Hit.note(db, ended, trace, event.outcome);
  };
  await runLog.end(claim.runId, event, async (db) => {
    await store(db);
    return scrubEnding({ db, now }, claim.runId);
  });
}

function toEvent(outcome: Outcome, error: RunError | undefined, halted: boolean): TerminalEvent {
  if (error) return { type: "failed", outcome, error };
  return { type: halted ? "stopped" : "finished", outcome };
}

function toRunError(failure: unknown): RunError {
  if (failure instanceof PublicError) return { code: failure.code, message: failure.message };
  const message = "Something went wrong on our side while answering. Ask again; if it stays, tell an administrator.";
  return { code: "run.failed", message };
}

function rebuilt(events: readonly RunEvent[], model: string): Outcome {
  const outcome: Outcome = {
    text: "",
    tier: "answer",
    sources: [],
    model,
    milliseconds: { total: 0, firstText: null },
  };
  for (const event of events) {
    if (event.type === "text-delta") outcome.text = outcome.text.slice(0, event.offset) + event.text;
    if (event.type === "sources") outcome.sources = event.sources;
  }
  return outcome;
}

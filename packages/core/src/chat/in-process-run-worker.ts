import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, lt, notInArray, or } from "drizzle-orm";
import { runTable } from "../db/schema.ts";
import type { Ports } from "../scope.ts";
import { caller, calledBy } from "../telemetry/caller.ts";
import { abandon, generate, take, type Halt } from "./generation.ts";
import { unfinishedStates } from "./chat.sql.ts";
import type { RunWorker } from "./run-worker.ts";

export interface InProcessRunWorker extends RunWorker {
  /** Looks for runs whose worker is gone: those that nobody heard of begin again, the others end as failed. */
  sweep(): Promise<void>;
  /** Waits until nothing is under way and nothing waits. */
  settle(): Promise<void>;
  /** Calls off what is under way and waits for it to end. */
  close(): Promise<void>;
}

interface Active {
  controller: AbortController;
  /** Whether the run's row says that it is ours. */
  held: boolean;
  done: Promise<void>;
}

/** A run older than this is not begun again: whoever asked has left, and it may be what brought the process down. */
const beginAgainMs = 10 * 60_000;

/** Generates answers in this process, a limited number at once; the others wait in the order in which they came. */
export function inProcessRunWorker(
  base: Omit<Ports, "runWorker">,
  { runsMax = 64, leaseMs = 15_000, renewMs = 4_000 } = {},
): InProcessRunWorker {
  const name = randomUUID();
  const active = new Map<string, Active>();
  const waiting = new Set<string>();
  const callers = new Map<string, string | undefined>();
  const { db, log, now } = base;
  const worker: InProcessRunWorker = { start, stop, sweep, settle, close };
  const ports: Ports = { ...base, runWorker: worker };

  const tick = setInterval(() => {
    renew()
      .then(sweep)
      .catch((error: unknown) => log.warn("runs.sweep_failed", { error }));
  }, renewMs);
  tick.unref();
  sweep().catch((error: unknown) => log.warn("runs.sweep_failed", { error }));

  async function start(runId: string): Promise<void> {
    if (!active.has(runId)) waiting.add(runId);
    callers.set(runId, caller());
    fill();
  }

  function fill(): void {
    for (const runId of waiting) {
      if (active.size >= runsMax) return;
      begin(runId);
    }
  }

  function begin(runId: string): Active {
    waiting.delete(runId);
    const begun: Active = { controller: new AbortController(), held: false, done: Promise.resolve() };
    active.set(runId, begun);
    begun.done = work(runId, begun)
      .catch((error: unknown) => log.error("run.not_ended", { runId, error }))
      .finally(() => {
        active.delete(runId);
        callers.delete(runId);
        fill();
      });
    return begun;
  }

  async function work(runId: string, begun: Active): Promise<void> {
    const claim = { runId, worker: name, leaseMs };
    const run = await take(ports, claim);
    if (!run) return;
    begun.held = true;
    const traceparent = callers.get(runId);
    await calledBy(traceparent, () => generate(ports, claim, run, begun.controller.signal));
  }

  async function stop(runId: string): Promise<void> {
    const run = active.get(runId) ?? (waiting.has(runId) ? begin(runId) : undefined);
    halt(run, "stopped");
    await run?.done;
  }

  /** Promises to be alive a while longer, and hears of runs that were stopped or taken elsewhere. */
  async function renew(): Promise<void> {
    const runIds = [...active].flatMap(([runId, run]) => (run.held ? [runId] : []));
    if (!runIds.length) return;
    const held = await db
      .update(runTable)
      .set({ leaseUntil: new Date(now().getTime() + leaseMs) })
      .where(and(inArray(runTable.id, runIds), eq(runTable.worker, name), eq(runTable.state, "running")))
      .returning({ runId: runTable.id, stopRequestedAt: runTable.stopRequestedAt });
    const stopRequested = new Map(held.map((run) => [run.runId, run.stopRequestedAt !== null]));
    for (const runId of runIds) {
      const requested = stopRequested.get(runId);
      if (requested === undefined) halt(active.get(runId), "lost");
      else if (requested) halt(active.get(runId), "stopped");
    }
  }

  async function sweep(): Promise<void> {
    const mine = [...active.keys(), ...waiting];
    const since = new Date(now().getTime() - beginAgainMs);
    const orphans = await db
      .select({
        runId: runTable.id,
        stopRequestedAt: runTable.stopRequestedAt,
        createdAt: runTable.createdAt,
      })
      .from(runTable)
      .where(
        and(
          inArray(runTable.state, unfinishedStates),
          or(isNull(runTable.leaseUntil), lt(runTable.leaseUntil, now())),
          mine.length ? notInArray(runTable.id, mine) : undefined,
        ),
      )
      .limit(200);
    for (const { runId, stopRequestedAt, createdAt } of orphans) {
      if (active.has(runId) || waiting.has(runId)) continue;
      const told = (await base.runLog.list(runId)).length > 0;
      if (!told && !stopRequestedAt && createdAt > since) await start(runId);
      else await abandon(ports, { runId, worker: name, leaseMs });
    }
  }

  async function settle(): Promise<void> {
    while (active.size) await Promise.all(Array.from(active.values(), (run) => run.done));
  }

  async function close(): Promise<void> {
    clearInterval(tick);
    waiting.clear();
    const runs = [...active.values()];
    for (const run of runs) halt(run, "closing");
    await Promise.all(runs.map((run) => run.done));
  }

  return worker;
}

function halt(run: Active | undefined, reason: Halt): void {
  run?.controller.abort(reason);
}

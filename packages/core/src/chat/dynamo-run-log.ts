import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { eq } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { runTable } from "../db/schema.ts";
import type { Log } from "../telemetry/log.ts";
import { isTerminal, type RunEvent, type TerminalEvent } from "./run-event.ts";
import type { NumberedEvent, RunLog } from "./run-log.ts";
import * as Portion from "./run-portions.ts";

export interface DynamoRunLogOptions {
  client: DynamoDBClient;
  table: string;
  db: Database;
  log: Pick<Log, "warn">;
  now?: () => number;
  /** How often a reader looks for more. */
  pollMs?: number;
  /** After so long without an event a reader looks whether the run still goes on. */
  idleMs?: number;
}

const forgottenAtOnce = 20;

/** A run that this process writes. */
interface Live {
  /** The number of the last event that is in the table. */
  durable: number;
  pending: RunEvent[];
  /** Set when the run is gone or somebody else writes it now. */
  lost?: Error;
  writing?: Promise<void>;
}

/**
 * Keeps the events of runs in DynamoDB, for readers in whatever process. What comes while a portion is written leaves with
 * the next. See docs/decisions/032-one-table-chained-portions.md.
 */
export function dynamoRunLog(options: DynamoRunLogOptions): RunLog {
  const { client, table, db, log, now = Date.now, pollMs = 120, idleMs = 2000 } = options;
  const portions: Portion.Portions = { client, table, now };
  const lives = new Map<string, Promise<Live>>();

  function open(runId: string): Promise<Live> {
    const known = lives.get(runId);
    if (known) return known;
    const opened = Portion.last(portions, runId).then((durable): Live => ({ durable, pending: [] }));
    lives.set(runId, opened);
    opened.catch(() => lives.delete(runId));
    return opened;
  }

  /** Writes what is pending, one portion after the other. */
  function write(runId: string, live: Live): Promise<void> {
    if (!live.pending.length || live.lost) return live.writing ?? Promise.resolve();
    return (live.writing ??= writeAll(runId, live));
  }

  async function writeAll(runId: string, live: Live): Promise<void> {
    try {
      while (live.pending.length) {
        const events = live.pending.slice(0, Portion.portionEventsMax);
        await Portion.put(portions, runId, live.durable + 1, events);
        live.pending.splice(0, events.length);
        live.durable += events.length;
      }
    } catch (error) {
      if (!(error instanceof Portion.PortionRefused)) throw error;
      live.lost = error;
    } finally {
      delete live.writing;
    }
  }

  async function end(runId: string, event: TerminalEvent, alongside: Parameters<RunLog["end"]>[2]): Promise<void> {
    if ((await open(runId)).lost) lives.delete(runId);
    const live = await open(runId);
    try {
      await write(runId, live).catch((error: unknown) => log.warn("run_log.not_written", { runId, error }));
      const scrubbed = (await db.transaction(alongside)) ?? [];
      // the row tells by now how it ended; what fails here costs its watchers a moment
      await finish(runId, live, event, scrubbed).catch((error: unknown) =>
        log.warn("run_log.not_ended", { runId, error }),
      );
    } finally {
      lives.delete(runId);
    }
  }

  async function finish(runId: string, live: Live, event: TerminalEvent, scrubbed: readonly string[]): Promise<void> {
    for (const id of scrubbed) await Portion.forget(portions, id);
    if (scrubbed.includes(runId)) return;
    live.pending.push(event);
    await write(runId, live);
  }

  async function* read(runId: string, from: number, signal?: AbortSignal): AsyncGenerator<NumberedEvent> {
    let at = from;
    let isBoundary = false;
    let lookAt = 0;
    while (!signal?.aborted) {
      const { events, gone } = await Portion.after(portions, runId, at, { isBoundary });
      for (const numbered of events) {
        yield numbered;
        at = numbered.number;
        if (isTerminal(numbered.event)) return;
      }
      if (gone) return;
      if (events.length) {
        isBoundary = true;
        lookAt = Date.now() + idleMs;
        continue;
      }
      if (Date.now() >= lookAt) {
        const isOver = !(await isUnderWay(runId));
        const rest = isOver ? await Portion.after(portions, runId, at, { consistent: true }) : undefined;
        if (rest && !rest.events.length) return;
        lookAt = Date.now() + idleMs;
        if (rest) continue;
      }
      await sleep(pollMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
    }
  }

  async function isUnderWay(runId: string): Promise<boolean> {
    const [row] = await db.select({ state: runTable.state }).from(runTable).where(eq(runTable.id, runId));
    return row?.state === "queued" || row?.state === "running";
  }

  return {
    begin(runId) {
      lives.set(runId, Promise.resolve({ durable: 0, pending: [] }));
    },
    async append(runId, events) {
      const live = await open(runId);
      if (live.lost) throw live.lost;
      live.pending.push(...events);
      const last = live.durable + live.pending.length;
      // a failed write is tried again with the next; what never gets through shows when the run ends
      write(runId, live).catch((error: unknown) => log.warn("run_log.not_written", { runId, error }));
      return last;
    },
    async flush(runId) {
      const live = await lives.get(runId);
      if (live) await write(runId, live);
      if (live?.lost) throw live.lost;
    },
    end,
    async list(runId) {
      await lives.get(runId)?.then((live) => write(runId, live));
      const all: NumberedEvent[] = [];
      for (;;) {
        const { events } = await Portion.after(portions, runId, all.length, { consistent: true, isBoundary: true });
        if (!events.length) return all;
        all.push(...events);
      }
    },
    read,
    async forget(runIds) {
      for (let from = 0; from < runIds.length; from += forgottenAtOnce) {
        const some = runIds.slice(from, from + forgottenAtOnce);
        for (const runId of some) lives.delete(runId);
        await Promise.all(some.map((runId) => Portion.forget(portions, runId)));
      }
    },
    /** The table's time to live does it. */
    async purge() {},
  };
}

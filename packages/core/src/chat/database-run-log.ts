import { and, asc, eq, gt, inArray, lt, max } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { runEventTable, runTable } from "../db/schema.ts";
import { isTerminal, type TerminalEvent } from "./run-event.ts";
import type { NumberedEvent, RunLog } from "./run-log.ts";

/** A run that this process writes: its events from `base` on are in memory, those up to `durable` in the database too. */
interface Live {
  base: number;
  events: NumberedEvent[];
  durable: number;
  /** Set when the run is gone or somebody else writes it now. */
  lost?: Error;
  ending?: boolean;
}

const rowsAtOnce = 1000;

/**
 * Keeps the events of runs written here in memory until they end, and writes them to the database in batches, those of
 * all runs together. Readers of runs that another process writes look into the database again and again.
 */
export function databaseRunLog(db: Database, { flushMs = 75, pollMs = 300 } = {}): RunLog {
  const lives = new Map<string, Live>();
  const waiting = new Map<string, Set<() => void>>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  async function open(runId: string): Promise<Live> {
    const known = lives.get(runId);
    if (known) return known;
    const [row] = await db
      .select({ number: max(runEventTable.number) })
      .from(runEventTable)
      .where(eq(runEventTable.runId, runId));
    return lives.get(runId) ?? openAt(runId, row?.number ?? 0);
  }

  function openAt(runId: string, base: number): Live {
    const live: Live = { base, events: [], durable: base };
    lives.set(runId, live);
    return live;
  }

  function forget(runId: string, live: Live): void {
    if (lives.get(runId) === live) lives.delete(runId);
    wake(runId);
  }

  /** Writes what is pending of all runs; one after the other, so that numbers never overtake each other. */
  function flushAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return (flushing = flushing.then(writePending, writePending));
  }

  async function writePending(): Promise<void> {
    const batch = [...lives].filter(([, live]) => !live.ending && last(live) > live.durable);
    if (!batch.length) return;
    try {
      await write(db, batch);
    } catch (error) {
      if (batch.length === 1 && !isRefusal(error)) throw error;
      // one run that was removed or taken over must not hold up the others
      for (const one of batch) await write(db, [one]).catch((refusal: unknown) => lose(one, refusal));
    }
  }

  function lose([runId, live]: [string, Live], error: unknown): void {
    if (!isRefusal(error)) throw error;
    live.lost = new Error("the run was removed or is written elsewhere", { cause: error });
    forget(runId, live);
  }

  async function end(runId: string, event: TerminalEvent, alongside: Parameters<RunLog["end"]>[2]): Promise<void> {
    const live = await open(runId);
    live.ending = true;
    await flushing.catch(() => undefined);
    const numbered = { number: last(live) + 1, event };
    try {
      await db.transaction(async (tx) => {
        await write(tx, [[runId, { ...live, events: [...live.events, numbered] }]]);
        const scrubbed = await alongside(tx);
        if (scrubbed?.length) await tx.delete(runEventTable).where(inArray(runEventTable.runId, [...scrubbed]));
      });
      live.events.push(numbered);
    } finally {
      forget(runId, live);
    }
  }

  async function* read(runId: string, after: number, signal?: AbortSignal): AsyncGenerator<NumberedEvent> {
    let at = after;
    while (!signal?.aborted) {
      const live = lives.get(runId);
      if (live && at >= live.base) {
        yield* follow(live);
      } else {
        const { exists, ended, events } = await stored(db, runId, at);
        for (const numbered of events) {
          yield numbered;
          at = numbered.number;
          if (isTerminal(numbered.event)) return;
        }
        if (!exists || (ended && !events.length)) return;
        if (!events.length && !lives.has(runId)) await change(runId, pollMs, signal);
      }
    }

    /** Yields from memory until the run ends here. */
    async function* follow(live: Live): AsyncGenerator<NumberedEvent> {
      while (!signal?.aborted) {
        const next = live.events[at - live.base];
        if (next) {
          yield next;
          at = next.number;
        } else if (lives.get(runId) === live) await change(runId, undefined, signal);
        else return;
      }
    }
  }

  function change(runId: string, timeoutMs: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const waiters = waiting.get(runId) ?? new Set();
      const done = () => {
        clearTimeout(timeout);
        signal?.removeEventListener("abort", done);
        waiters.delete(done);
        if (!waiters.size && waiting.get(runId) === waiters) waiting.delete(runId);
        resolve();
      };
      const timeout = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs);
      signal?.addEventListener("abort", done);
      waiters.add(done);
      waiting.set(runId, waiters);
    });
  }

  function wake(runId: string): void {
    for (const done of waiting.get(runId) ?? []) done();
  }

  return {
    begin(runId) {
      if (!lives.has(runId)) openAt(runId, 0);
    },
    async append(runId, events) {
      const live = await open(runId);
      if (live.lost) throw live.lost;
      for (const event of events) live.events.push({ number: last(live) + 1, event });
      wake(runId);
      // a failed write is tried again with the next; what never gets through shows when the run ends
      timer ??= setTimeout(() => void flushAll().catch(() => undefined), flushMs);
      return last(live);
    },
    async flush(runId) {
      const live = lives.get(runId);
      if (live && last(live) > live.durable) await flushAll();
      if (live?.lost) throw live.lost;
    },
    end,
    async list(runId) {
      const live = lives.get(runId);
      const before = live?.base === 0 ? [] : await list(db, runId, live?.base);
      return [...before, ...(live?.events ?? [])];
    },
    read,
    async forget(runIds) {
      if (runIds.length) await db.delete(runEventTable).where(inArray(runEventTable.runId, [...runIds]));
    },
    async purge(before) {
      const ended = db.select({ id: runTable.id }).from(runTable).where(lt(runTable.finishedAt, before));
      await db.delete(runEventTable).where(inArray(runEventTable.runId, ended));
    },
  };
}

function last(live: Live): number {
  return live.base + live.events.length;
}

/** Writes what is not in the database yet, and notes that it is. */
async function write(db: Database, batch: [string, Live][]): Promise<void> {
  const marks = batch.map(([, live]) => ({ live, durable: last(live) }));
  const rows = batch.flatMap(([runId, live]) =>
    live.events.slice(live.durable - live.base).map(({ number, event }) => ({ runId, number, event })),
  );
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await db.insert(runEventTable).values(rows.slice(at, at + rowsAtOnce));
  }
  for (const { live, durable } of marks) live.durable = durable;
}

async function list(db: Database, runId: string, upTo?: number): Promise<NumberedEvent[]> {
  const { number, event } = runEventTable;
  return db
    .select({ number, event })
    .from(runEventTable)
    .where(and(eq(runEventTable.runId, runId), upTo === undefined ? undefined : lt(number, upTo + 1)))
    .orderBy(asc(number));
}

async function stored(db: Database, runId: string, after: number) {
  const rows = await db
    .select({ state: runTable.state, number: runEventTable.number, event: runEventTable.event })
    .from(runTable)
    .leftJoin(runEventTable, and(eq(runEventTable.runId, runTable.id), gt(runEventTable.number, after)))
    .where(eq(runTable.id, runId))
    .orderBy(asc(runEventTable.number))
    .limit(rowsAtOnce);
  const state = rows[0]?.state;
  const events = rows.flatMap(({ number, event }) => (number !== null && event ? [{ number, event }] : []));
  return { exists: state !== undefined, ended: state !== "queued" && state !== "running", events };
}

/** The database took the batch to be wrong (a number taken, a run gone), rather than being out of reach. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === "object" && cause !== null && "code" in cause && String(cause.code).startsWith("23");
}

import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Outcome, RunEvent, TerminalEvent } from "@docent/core/chat/run-event";
import type { NumberedEvent, RunLog } from "@docent/core/chat/run-log";
import type { Database } from "@docent/core/db/database";
import { companyTable, conversationTable, runTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";

export interface RunLogUnderTest {
  db: Database;
  /** A log of this process, or with `again` of another process on the same store. */
  open(): RunLog;
  /** Has the log of a run that ended forgotten, as time does. */
  expire(runId: string): Promise<void>;
}

const delta = (offset: number, text: string): RunEvent => ({ type: "text-delta", offset, text });
const outcome: Outcome = {
  text: "ok",
  tier: "answer",
  sources: [],
  model: "m",
  milliseconds: { total: 1, firstText: 1 },
};
const finished: TerminalEvent = { type: "finished", outcome };

/** Every adapter passes the same promises; an adapter's own file only says how to build it. */
export function runLogContract(name: string, prepare: () => Promise<RunLogUnderTest>) {
  let under: RunLogUnderTest;
  beforeEach(async () => {
    under = await prepare();
  });

  const endRun = (log: RunLog, runId: string, event: TerminalEvent = finished) =>
    log.end(runId, event, async (db) => {
      await db.update(runTable).set({ state: event.type, finishedAt: new Date() }).where(eq(runTable.id, runId));
    });

  const remove = async (log: RunLog, runId: string) => {
    await under.db.delete(runTable).where(eq(runTable.id, runId));
    await log.forget([runId]);
  };

  test(`${name} numbers events from 1, without gaps, whatever the portions`, async () => {
    const log = under.open();
    const runId = await newRun(under.db);
    log.begin(runId);

    expect(await log.append(runId, [{ type: "stage", stage: "searching" }])).toBe(1);
    expect(await log.append(runId, [delta(0, "a"), delta(1, "b")])).toBe(3);
    await endRun(log, runId);

    expect((await log.list(runId)).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(await collect(log.read(runId, 0))).toEqual(await log.list(runId));
  });

  test(`${name} shows events at once to readers that are waiting, the same to each`, async () => {
    const log = under.open();
    const runId = await newRun(under.db);
    const first = collect(log.read(runId, 0));
    const second = collect(log.read(runId, 0));
    const seen = read(log, runId, 0);

    await log.append(runId, [delta(0, "a")]);
    expect(await seen.next()).toEqual({ number: 1, event: delta(0, "a") });
    await log.append(runId, [delta(1, "b")]);
    await endRun(log, runId);

    expect(await first).toEqual([numbered(1, delta(0, "a")), numbered(2, delta(1, "b")), numbered(3, finished)]);
    expect(await second).toEqual(await first);
  });

  test(`${name} goes on from any number, during the run and after it`, async () => {
    const log = under.open();
    const runId = await newRun(under.db);
    await log.append(runId, [delta(0, "a"), delta(1, "b"), delta(2, "c")]);

    const during = collect(log.read(runId, 2));
    await endRun(log, runId);

    expect(await during).toEqual([numbered(3, delta(2, "c")), numbered(4, finished)]);
    expect(await collect(log.read(runId, 2))).toEqual(await during);
    expect(await collect(log.read(runId, 4))).toEqual([]);
  });

  test(`${name} keeps what was flushed when the process is gone`, async () => {
    const runId = await newRun(under.db);
    const log = under.open();
    await log.append(runId, [delta(0, "a"), delta(1, "b")]);
    await log.flush(runId);

    const later = under.open();

    expect(await later.list(runId)).toEqual([numbered(1, delta(0, "a")), numbered(2, delta(1, "b"))]);
    await endRun(later, runId);
    expect((await collect(under.open().read(runId, 0))).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test(`${name} keeps everything when a run ends, flushed or not`, async () => {
    const runId = await newRun(under.db);
    const log = under.open();
    for (let i = 0; i < 250; i++) await log.append(runId, [delta(i, "x")]);
    await endRun(log, runId);

    const events = await collect(under.open().read(runId, 0));

    expect(events.map(({ number }) => number)).toEqual(Array.from({ length: 251 }, (_, i) => i + 1));
    expect(events.at(-1)?.event).toEqual(finished);
  });

  test(`${name} lets another process watch a run, and sees it end`, async () => {
    const runId = await newRun(under.db);
    const writer = under.open();
    const elsewhere = collect(under.open().read(runId, 0));

    await writer.append(runId, [delta(0, "a")]);
    await writer.flush(runId);
    await writer.append(runId, [delta(1, "b")]);
    await endRun(writer, runId);

    expect(await elsewhere).toEqual([numbered(1, delta(0, "a")), numbered(2, delta(1, "b")), numbered(3, finished)]);
  });

  test(`${name} has no end of a run whose row could not be written with it`, async () => {
    const runId = await newRun(under.db);
    const log = under.open();
    await log.append(runId, [delta(0, "a")]);

    const attempt = log.end(runId, finished, async () => {
      throw new Error("not yours");
    });

    await expect(attempt).rejects.toThrow("not yours");
    expect((await under.open().list(runId)).map(({ event }) => event.type)).not.toContain("finished");
    await endRun(log, runId);
    expect((await log.list(runId)).at(-1)?.event).toEqual(finished);
  });

  test(`${name} forgets with the end of a run the logs that say too much by then, its own too`, async () => {
    const log = under.open();
    const [before, ending] = [await newRun(under.db), await newRun(under.db)];
    await log.append(before, [delta(0, "secret")]);
    await endRun(log, before);
    await log.append(ending, [delta(0, "secret")]);

    await log.end(ending, finished, async (db) => {
      await db.update(runTable).set({ state: "finished", finishedAt: new Date() }).where(eq(runTable.id, ending));
      return [before, ending];
    });

    expect(await under.open().list(before)).toEqual([]);
    expect(await under.open().list(ending)).toEqual([]);
    expect(await collect(under.open().read(ending, 1))).toEqual([]);
  });

  test(`${name} lets nobody write on a run that another took over`, async () => {
    const runId = await newRun(under.db);
    const [first, second] = [under.open(), under.open()];
    await first.append(runId, [delta(0, "a")]);
    await first.flush(runId);
    await second.append(runId, [delta(1, "b")]);
    await second.flush(runId);

    await expect(first.append(runId, [delta(1, "c")]).then(() => first.flush(runId))).rejects.toThrow("elsewhere");

    expect(await under.open().list(runId)).toEqual([numbered(1, delta(0, "a")), numbered(2, delta(1, "b"))]);
  });

  test(`${name} leaves a reader go when its signal aborts, and when the run is removed`, async () => {
    const log = under.open();
    const [kept, removed] = [await newRun(under.db), await newRun(under.db)];
    const stop = new AbortController();
    const left = collect(log.read(kept, 0, stop.signal));
    const gone = collect(log.read(removed, 0));

    stop.abort();
    await remove(log, removed);

    expect(await left).toEqual([]);
    expect(await gone).toEqual([]);
  });

  test(`${name} is not held up by a run that was removed while it was written`, async () => {
    const log = under.open();
    const [kept, removed] = [await newRun(under.db), await newRun(under.db)];
    await log.append(removed, [delta(0, "a")]);
    await log.append(kept, [delta(0, "b")]);
    await remove(under.open(), removed);

    await log.flush(kept);

    expect(await under.open().list(kept)).toHaveLength(1);
    await expect(log.append(removed, [delta(1, "c")]).then(() => log.flush(removed))).rejects.toThrow("removed");
  });

  test(`${name} forgets the events of runs that ended before a moment, and no others`, async () => {
    const log = under.open();
    const [old, fresh] = [await newRun(under.db), await newRun(under.db)];
    await endRun(log, old);
    await log.append(fresh, [delta(0, "a")]);

    await under.expire(old);

    expect(await log.list(old)).toEqual([]);
    expect(await collect(log.read(old, 0))).toEqual([]);
    expect(await log.list(fresh)).toHaveLength(1);
  });
}

function numbered(number: number, event: RunEvent): NumberedEvent {
  return { number, event };
}

async function collect(events: AsyncIterable<NumberedEvent>): Promise<NumberedEvent[]> {
  const collected: NumberedEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

/** A reader that is asked for one event after the other. */
function read(log: RunLog, runId: string, after: number) {
  const iterator = log.read(runId, after)[Symbol.asyncIterator]();
  return {
    next: async (): Promise<NumberedEvent | undefined> => (await iterator.next()).value as NumberedEvent | undefined,
  };
}

/** A run that somebody has begun. */
export async function newRun(db: Database): Promise<string> {
  const [companyId, userId, conversationId, id] = [
    newId("company"),
    newId("user"),
    newId("conversation"),
    newId("run"),
  ];
  await db.insert(companyTable).values({ id: companyId, name: "Test" });
  await db.insert(userTable).values({ id: userId, companyId, name: "n", email: `${userId}@example.org` });
  await db.insert(conversationTable).values({ id: conversationId, companyId, userId, title: "t" });
  await db.insert(runTable).values({ id, companyId, conversationId, userId, question: "q", state: "running" });
  return id;
}

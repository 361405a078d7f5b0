import { expect, test, vi } from "vitest";
import type { Outcome } from "@docent/core/chat/run-event";
import { createLiveRuns, flushMs, type LiveRunsOptions, type Question, type WatchHandlers } from "./live-runs.ts";

const question: Question = { conversationId: "con_1", runId: "run_1", question: "年假有几天？" };
const outcome: Outcome = {
  text: "Fifteen days.",
  tier: "answer",
  sources: [],
  model: "quoting",
  milliseconds: { total: 10, firstText: 5 },
};

/** A desk that answers when it is told to, and remembers what it was asked. */
function desk(overrides: Partial<LiveRunsOptions> = {}) {
  const sent: Question[] = [];
  const stopped: string[] = [];
  const ended: string[] = [];
  const readings: { after: number; handlers: WatchHandlers; open: boolean }[] = [];
  const runs = createLiveRuns({
    send: async (asked) => void sent.push(asked),
    stop: async (runId) => void stopped.push(runId),
    watch: (_runId, after, handlers) => {
      const reading = { after, handlers, open: true };
      readings.push(reading);
      return { unsubscribe: () => void (reading.open = false) };
    },
    problemOf: (error) => ({ code: "connection.lost", message: String(error) }),
    onEnd: (runId) => void ended.push(runId),
    ...overrides,
  });
  const text = (number: number, offset: number, text: string) =>
    readings.at(-1)?.handlers.onEvents({ number, event: { type: "text-delta", offset, text } });
  const finish = (number: number) =>
    readings.at(-1)?.handlers.onEvents({ number, event: { type: "finished", outcome } });
  const flushed = () => new Promise((resolve) => setTimeout(resolve, flushMs + 30));
  return { runs, sent, stopped, ended, readings, text, finish, flushed };
}

test("nobody watches a run before the desk has heard of it", async () => {
  let heard = () => {};
  const { runs, readings } = desk({ send: () => new Promise((resolve) => (heard = resolve)) });

  const asking = runs.ask(question);
  runs.follow("run_1");
  expect(readings).toHaveLength(0);
  expect(runs.get("run_1").phase).toBe("sending");
  heard();
  await asking;

  expect(readings).toMatchObject([{ after: 0, open: true }]);
});

test("many events cost one drawing", async () => {
  const { runs, text, flushed } = desk();
  await runs.ask(question);
  runs.follow("run_1");
  text(1, 0, "Fif");
  await flushed();
  const drawn = vi.fn();
  runs.subscribe("run_1", drawn);

  text(2, 3, "teen");
  text(3, 7, " days");
  text(4, 12, ".");
  await flushed();

  expect(drawn).toHaveBeenCalledTimes(1);
  expect(runs.get("run_1").answer.text.text).toBe("Fifteen days.");
});

test("a reading that breaks off is taken up from the last event", async () => {
  const { runs, readings, text, finish, flushed, ended } = desk();
  await runs.ask(question);
  runs.follow("run_1");
  text(1, 0, "Fifteen");

  readings[0]?.handlers.onClosed();
  await vi.waitFor(() => expect(readings).toHaveLength(2), 3_000);
  expect(readings[1]?.after).toBe(1);
  finish(2);
  await flushed();

  expect(ended).toEqual(["run_1"]);
  expect(readings[1]?.open).toBe(false);
});

test("a lost connection shows until something arrives again", async () => {
  const { runs, readings, text, flushed } = desk();
  await runs.ask(question);
  runs.follow("run_1");

  readings[0]?.handlers.onConnection(false);
  expect(runs.get("run_1").disconnected).toBe(true);
  text(1, 0, "Fifteen");
  await flushed();

  expect(runs.get("run_1").disconnected).toBe(false);
});

test("a question that could not be sent is sent again as the same run", async () => {
  let online = false;
  const tried: string[] = [];
  const { runs } = desk({
    send: (asked) => {
      tried.push(asked.runId);
      return online ? Promise.resolve() : Promise.reject(new Error("offline"));
    },
  });

  await runs.ask(question);
  expect(runs.get("run_1")).toMatchObject({ phase: "unsent", problem: { code: "connection.lost" } });
  online = true;
  await runs.askAgain("run_1");

  expect(tried).toEqual(["run_1", "run_1"]);
  expect(runs.get("run_1")).toMatchObject({ phase: "watching", problem: null });
});

test("stopping while the question is still being sent stops it as soon as it has arrived", async () => {
  let heard = () => {};
  const { runs, stopped } = desk({ send: () => new Promise((resolve) => (heard = resolve)) });
  const asking = runs.ask(question);

  await runs.stop("run_1");
  expect(stopped).toEqual([]);
  heard();
  await asking;

  expect(stopped).toEqual(["run_1"]);
});

test("a run that nobody looks at any more is read from its beginning when somebody comes back", async () => {
  const { runs, readings, text, flushed } = desk();
  const leave = runs.follow("run_1");
  text(1, 0, "Fifteen");
  await flushed();

  leave();
  runs.follow("run_1");

  expect(readings.map(({ after, open }) => ({ after, open }))).toEqual([
    { after: 0, open: false },
    { after: 0, open: true },
  ]);
});

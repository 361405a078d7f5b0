import type { Source } from "@docent/core/chat/citation";
import type { Outcome, RunEvent } from "@docent/core/chat/run-event";
import { expect, test } from "vitest";
import { newAnswer, reduce, type NumberedEvent } from "./answer-state.ts";

const source: Source = {
  n: 1,
  chunkId: "ver_1_0000",
  documentId: "doc_1",
  title: "休假制度",
  headings: ["年假"],
  page: 3,
  quote: "每年 15 天。",
  cited: true,
};
const whole = "第一段说明年假 [1]。\n\n- 十五天\n- 可以结转\n\n最后一段。";
const outcome: Outcome = {
  text: whole,
  tier: "answer",
  sources: [source],
  model: "quoting",
  milliseconds: { total: 900, firstText: 300 },
};

/** A run as the desk logs it: stages, sources, text in small portions, the end. */
function recorded(end: RunEvent = { type: "finished", outcome }): NumberedEvent[] {
  const events: RunEvent[] = [
    { type: "stage", stage: "searching" },
    { type: "sources", sources: [{ ...source, cited: false }] },
    { type: "stage", stage: "reading", count: 1 },
  ];
  for (let offset = 0; offset < whole.length; offset += 4) {
    events.push({ type: "text-delta", offset, text: whole.slice(offset, offset + 4) });
  }
  return [...events, end].map((event, index) => ({ number: index + 1, event }));
}

test("an event log, replayed at once or one by one, gives the same answer", () => {
  const log = recorded();

  const atOnce = reduce(newAnswer, log);
  const oneByOne = log.reduce((state, event) => reduce(state, [event]), newAnswer);

  expect(oneByOne).toEqual(atOnce);
  expect(atOnce).toMatchObject({ number: log.length, end: { state: "finished" }, sources: [source] });
  expect(atOnce.text.text).toBe(whole);
});

test("what a reader sees while text arrives is always the beginning of the answer", () => {
  let state = newAnswer;
  for (const event of recorded().slice(0, -1)) {
    state = reduce(state, [event]);
    expect(whole.startsWith(state.text.text)).toBe(true);
  }
  expect(state.text.text).toBe(whole);
  expect(state.stage).toMatchObject({ stage: "reading", count: 1 });
  expect(state.end).toBeNull();
});

test("frames that come twice, or late, change nothing", () => {
  const log = recorded();
  const half = reduce(newAnswer, log.slice(0, 8));

  const again = reduce(half, log.slice(2, 8));
  const resumed = reduce(half, [...log.slice(4), ...log]);

  expect(again).toBe(half);
  expect(resumed).toEqual(reduce(newAnswer, log));
});

test("text that was logged twice under new numbers is not shown twice", () => {
  const state = reduce(newAnswer, [
    { number: 1, event: { type: "text-delta", offset: 0, text: "Fifteen days" } },
    { number: 2, event: { type: "text-delta", offset: 0, text: "Fifteen" } },
    { number: 3, event: { type: "text-delta", offset: 8, text: "days a year" } },
  ]);

  expect(state.text.text).toBe("Fifteen days a year");
});

test("text with a hole before it waits for the end, which brings the whole", () => {
  const hole = reduce(newAnswer, [
    { number: 1, event: { type: "text-delta", offset: 0, text: whole.slice(0, 4) } },
    { number: 3, event: { type: "text-delta", offset: 8, text: whole.slice(8, 12) } },
  ]);
  const ended = reduce(hole, [{ number: 9, event: { type: "finished", outcome } }]);

  expect(hole.text.text).toBe(whole.slice(0, 4));
  expect(ended.text.text).toBe(whole);
});

test("a failed answer keeps what was written and says why", () => {
  const error = { code: "model.broken_off", message: "The model broke off." };
  const state = reduce(newAnswer, recorded({ type: "failed", outcome: { ...outcome, text: "第一段" }, error }));

  expect(state.end).toEqual({ state: "failed", outcome: { ...outcome, text: "第一段" }, error });
  expect(state.text.text).toBe("第一段");
});

test("nothing follows the end of a run", () => {
  const ended = reduce(newAnswer, recorded({ type: "stopped", outcome }));

  const after = reduce(ended, [{ number: 99, event: { type: "text-delta", offset: whole.length, text: "more" } }]);

  expect(after).toBe(ended);
});

test("finished blocks keep their identity while the tail grows", () => {
  const log = recorded().slice(0, -1);
  const before = reduce(newAnswer, log.slice(0, -3));

  const after = reduce(before, log);

  expect(before.text.blocks.length).toBeGreaterThan(0);
  expect(after.text.blocks.slice(0, before.text.blocks.length)).toEqual(before.text.blocks);
  expect(after.text.blocks[0]).toBe(before.text.blocks[0]);
});

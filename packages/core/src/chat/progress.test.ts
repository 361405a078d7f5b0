import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { progressOf } from "./progress.ts";
import type { RunEvent } from "./run-event.ts";

function recording() {
  const events: RunEvent[] = [];
  const progress = progressOf(async (more) => void events.push(...more));
  const text = () => events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  return { events, progress, text };
}

test("tells the first text at once and what follows in few portions, each where the last one ended", async () => {
  const { events, progress, text } = recording();

  for (let i = 0; i < 40; i++) {
    progress.write(`w${i} `);
    await sleep(5);
  }
  await progress.settle();

  expect(events[0]).toEqual({ type: "text-delta", offset: 0, text: "w0 " });
  expect(events.length).toBeLessThan(15);
  expect(text()).toBe(progress.draft.text);
  let offset = 0;
  for (const event of events) {
    if (event.type !== "text-delta") continue;
    expect(event.offset).toBe(offset);
    offset += event.text.length;
  }
});

test("never tells half a character, and nothing that a database refuses", async () => {
  const { events, progress } = recording();

  for (const unit of "a🙂\u0000b\ud83d") progress.write(unit.length > 1 ? (unit[0] ?? "") : unit);
  for (const unit of ["\ud83d", "\ude00"]) progress.write(unit);
  await progress.settle();

  expect(JSON.stringify(events)).not.toMatch(/\\ud[89a-f]|\\u0000/i);
  expect(progress.draft.text).toContain("😀");
});

test("keeps the order of stages, sources and text", async () => {
  const { events, progress } = recording();

  progress.stage("searching");
  progress.write("one");
  progress.write(" two");
  progress.stage("writing");
  await progress.settle();

  expect(events.map((event) => event.type)).toEqual(["stage", "text-delta", "text-delta", "stage"]);
});

test("text that was taken back is not kept", async () => {
  const { progress } = recording();

  progress.write("thinking aloud");
  progress.retract();
  progress.write("the answer");

  expect(progress.outcome()).toMatchObject({ text: "the answer" });
});

test("says so when the log refuses", async () => {
  const progress = progressOf(async () => {
    throw new Error("gone");
  });

  progress.write("a");

  await expect(progress.settle()).rejects.toThrow("gone");
});

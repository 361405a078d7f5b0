import { expect, test } from "vitest";
import { inOrder, placeOf, type Sent, type Waiting } from "./queue.ts";

const now = 1_000_000;
const waits = (id: string, userId: string, at: number, more: Partial<Waiting> = {}): Waiting => {
  return { id, userId, background: false, at, tokens: 100, ...more };
};
const sent = (userId: string, secondsAgo: number, tokens = 100): Sent => ({
  userId,
  at: now - secondsAgo * 1000,
  tokens,
});
const order = (calls: Waiting[], before: Sent[] = []) => inOrder(before, calls).map(({ id }) => id);

test("people take turns, however many calls one of them has queued", () => {
  const calls = [waits("a1", "ann", 1), waits("a2", "ann", 2), waits("a3", "ann", 3), waits("b1", "bob", 4)];
  expect(order(calls)).toEqual(["a1", "b1", "a2", "a3"]);
});

test("whoever was served much in the last minute comes after whoever was not", () => {
  expect(order([waits("a1", "ann", 1), waits("b1", "bob", 2)], [sent("ann", 10)])).toEqual(["b1", "a1"]);
});

test("work that nobody waits for comes after people", () => {
  expect(order([waits("w", "", 1, { background: true }), waits("b1", "bob", 2)])).toEqual(["b1", "w"]);
});

test("a call goes at once while the minute has room", () => {
  expect(placeOf("a", { requests: 2 }, [sent("bob", 5)], [waits("a", "ann", now)], now)).toEqual({ go: true });
  expect(placeOf("a", {}, [sent("bob", 5)], [waits("a", "ann", now)], now)).toEqual({ go: true });
});

test("whoever waits hears how many go before and how long it takes", () => {
  const minute = [sent("bob", 50), sent("bob", 20)];
  const queue = [waits("x", "cyd", now - 10), waits("a", "ann", now)];
  expect(placeOf("x", { requests: 2 }, minute, queue, now)).toEqual({ go: false, ahead: 0, ms: 10_000 });
  expect(placeOf("a", { requests: 2 }, minute, queue, now)).toEqual({ go: false, ahead: 1, ms: 40_000 });
  const third = [...queue, waits("z", "zoe", now + 1)];
  expect(placeOf("z", { requests: 2 }, minute, third, now)).toEqual({ go: false, ahead: 2, ms: 70_000 });
});

test("tokens are limited too, and a call larger than a whole minute goes when nothing else does", () => {
  const large = [waits("a", "ann", now, { tokens: 5_000 })];
  expect(placeOf("a", { tokens: 1_000 }, [sent("bob", 30, 10)], large, now)).toMatchObject({ go: false, ms: 30_000 });
  expect(placeOf("a", { tokens: 1_000 }, [], large, now)).toEqual({ go: true });
  expect(placeOf("a", { tokens: 1_000 }, [sent("bob", 30, 950)], [waits("a", "ann", now)], now)).toMatchObject({
    go: false,
    ms: 30_000,
  });
});

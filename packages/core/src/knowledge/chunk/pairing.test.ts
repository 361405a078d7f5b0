import { expect, test } from "vitest";
import { pair, type Changed, type Place } from "./pairing.ts";

const place = (id: string, key: string, position: number, headings: string[] = []): Place => ({
  id,
  key,
  position,
  headings,
});
const changed = (...of: Parameters<typeof place>): Changed => ({ ...place(...of), matters: true });
const plain = (...of: Parameters<typeof place>): Changed => ({ ...place(...of), matters: false });

test("a text is found again wherever it stands now", () => {
  const pairs = pair([changed("a", "A", 0), changed("b", "B", 1)], [place("x", "B", 0), place("y", "A", 7)]);

  expect(Object.fromEntries(pairs)).toEqual({ a: "y", b: "x" });
});

test("a text that is gone has no pair", () => {
  expect(pair([changed("a", "A", 0)], [place("x", "B", 0)]).size).toBe(0);
});

test("of the same text several times, those under the same headings belong together", () => {
  const old = [plain("a", "A", 0, ["One"]), changed("b", "A", 1, ["Two"])];

  const pairs = pair(old, [place("x", "A", 0, ["Two"]), place("y", "A", 1, ["One"])]);

  expect(Object.fromEntries(pairs)).toEqual({ a: "y", b: "x" });
});

test("of the same text under the same headings, the order decides", () => {
  const old = [plain("a", "A", 0), changed("b", "A", 1)];

  expect(Object.fromEntries(pair(old, [place("x", "A", 3), place("y", "A", 5)]))).toEqual({ a: "x", b: "y" });
});

test("where a text stands less often now, the changed ones are kept, and each new chunk is taken once", () => {
  const old = [plain("a", "A", 0), changed("b", "A", 1), changed("c", "A", 2), plain("d", "A", 3)];

  expect(Object.fromEntries(pair(old, [place("x", "A", 0), place("y", "A", 1)]))).toEqual({ b: "x", c: "y" });
});

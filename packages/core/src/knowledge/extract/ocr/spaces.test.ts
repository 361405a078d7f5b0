import { expect, test } from "vitest";
import { spaced } from "./spaces.ts";

/** A strip on which each character takes ten columns, and the given ones are followed by so many empty columns. */
function strip(text: string, empty: Record<number, number>) {
  const columns: number[] = [];
  const characters = Array.from(text, (character, n) => {
    const at = columns.length + 5;
    columns.push(...Array<number>(10).fill(3), ...Array<number>(empty[n] ?? 2).fill(0));
    return { text: character, at };
  });
  return { characters, ink: { rows: new Uint32Array(), columns: Uint32Array.from(columns) } };
}

test("a wide empty place between words is a space, a narrow one between letters is not", () => {
  const { characters, ink } = strip("within30days", { 5: 9, 7: 9 });

  expect(spaced(characters, ink, 30)).toBe("within 30 days");
});

test("no spaces are put between Chinese characters, nor into type that stands wide", () => {
  const chinese = strip("年假十天", { 0: 12, 1: 12 });
  const wide = strip("typed", { 0: 12, 1: 12, 2: 12, 3: 12 });

  expect(spaced(chinese.characters, chinese.ink, 30)).toBe("年假十天");
  expect(spaced(wide.characters, wide.ink, 30)).toBe("typed");
});

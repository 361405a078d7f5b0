import type { Ruling, Rulings } from "../pdf/rulings.ts";
import type { Line } from "./recognise.ts";
import type { Picture } from "./picture.ts";

/** Pixels that a ruling may be interrupted for, as by a speck of dust. */
const gapMax = 4;
/** What is thicker is a bar or a picture. */
const thicknessMax = 10;
const rulingsMax = 2000;

/** Finds the straight lines drawn in an upright picture, such as those of tables; strokes of the text are no lines. */
export function drawnLines(picture: Picture, lines: readonly Line[]): Rulings {
  const { width, height } = picture;
  const dark = darkPixels(picture);
  const size = lines.map((line) => line.size).toSorted((a, b) => a - b)[lines.length >> 1] ?? 20;
  const lying = runs(dark, { count: height, length: width, step: 1, next: width }, size * 2.5);
  const standing = runs(dark, { count: width, length: height, step: width, next: 1 }, size * 1.4);
  const isText = (x: number, y: number) =>
    lines.some(({ box, size }) => Math.abs(x - box.x) < box.width / 2 - 2 && Math.abs(y - box.y) < size * 0.45);
  const found = {
    lying: lying.filter(({ from, to, at }) => !isText((from + to) / 2, at)),
    standing: standing.filter(({ from, to, at }) => !isText(at, (from + to) / 2)),
  };
  return found.lying.length + found.standing.length > rulingsMax ? { lying: [], standing: [] } : found;
}

function darkPixels({ width, height, data }: Picture): Uint8Array {
  const dark = new Uint8Array(width * height);
  const shade = (at: number) => (data[at * 3] ?? 0) + (data[at * 3 + 1] ?? 0) + (data[at * 3 + 2] ?? 0);
  let light = 0;
  for (let at = 0; at < dark.length; at += 97) light += shade(at);
  const limit = (light / Math.ceil(dark.length / 97)) * 0.85;
  for (let at = 0; at < dark.length; at++) dark[at] = shade(at) < limit ? 1 : 0;
  return dark;
}

interface Direction {
  /** How many rows, or columns, there are, and how long they are. */
  count: number;
  length: number;
  /** From one pixel of a row to the next one, and from one row to the next. */
  step: number;
  next: number;
}

/** Dark runs of at least this length, those in neighbouring rows put together. */
function runs(dark: Uint8Array, { count, length, step, next }: Direction, shortest: number): Ruling[] {
  const found: (Ruling & { first: number; last: number })[] = [];
  let open: typeof found = [];
  for (let row = 0; row < count; row++) {
    const now: typeof found = [];
    for (const [from, to] of runsOfRow(dark, row * next, length, step, shortest)) {
      const above = open.find((one) => one.from <= to && from <= one.to);
      if (above) {
        Object.assign(above, { from: Math.min(above.from, from), to: Math.max(above.to, to), last: row });
        if (!now.includes(above)) now.push(above);
      } else {
        const fresh = { from, to, at: row, first: row, last: row };
        now.push(fresh);
        found.push(fresh);
        if (found.length > rulingsMax) return [];
      }
    }
    open = now;
  }
  return found
    .filter(({ first, last }) => last - first < thicknessMax)
    .map(({ from, to, first, last }) => ({ from, to, at: (first + last) / 2 }));
}

function runsOfRow(dark: Uint8Array, start: number, length: number, step: number, shortest: number) {
  const found: [number, number][] = [];
  let from = -1;
  let last = -1;
  for (let place = 0; place <= length; place++) {
    const isDark = place < length && dark[start + place * step] === 1;
    if (isDark && from < 0) from = place;
    if (isDark) last = place;
    else if (from >= 0 && (place - last > gapMax || place === length)) {
      if (last - from >= shortest) found.push([from, last]);
      from = -1;
    }
  }
  return found;
}

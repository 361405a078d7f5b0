import type { Fragment } from "../pdf/fragment.ts";
import type { Page } from "../pdf/page.ts";
import type { ReadPage } from "./ocr.ts";
import type { Line } from "./recognise.ts";

/** A page whose lines were read, and how many of its pixels make a point. */
export interface Scan {
  /** Counted from 1. */
  number: number;
  read: ReadPage;
  pixelsPerPoint: number;
}

/** Type this much larger than the rest is a heading; below that the difference is only how well it was measured. */
const larger = 1.2;
/** Headings whose sizes differ by less than this are of one kind. */
const alike = 1.25;

/** Lays what was read out like pages with a text layer. `bodySize` is that of the document's other pages, if any. */
export function pagesOf(scans: readonly Scan[], bodySize?: number): Page[] {
  const sizes = scans.flatMap(({ read, pixelsPerPoint }) =>
    read.lines.map(({ size, text }) => ({ size: size / pixelsPerPoint, characters: text.length })),
  );
  const usual = weightedMedian(sizes);
  const body = bodySize ?? Math.round(usual * 2) / 2;
  const ranks = ranksOf(sizes.map(({ size }) => size / usual));
  return scans.map(({ number, read, pixelsPerPoint: scale }) => {
    const height = read.height / scale;
    const place = (line: Line, middle: number): Fragment => {
      const size = body * ranks(line.size / scale / usual);
      const left = (line.box.x - line.box.width / 2) / scale;
      const right = (line.box.x + line.box.width / 2) / scale;
      return {
        text: line.text.replace(/^[·•]\s*(?=[\p{L}\p{N}“"])/u, "• "),
        left,
        right,
        y: height - middle / scale - size * 0.35,
        size,
        bold: false,
        mono: false,
      };
    };
    const rulings = {
      lying: read.rulings.lying.map(({ from, to, at }) => ({
        from: from / scale,
        to: to / scale,
        at: height - at / scale,
      })),
      standing: read.rulings.standing.map(({ from, to, at }) => ({
        from: height - to / scale,
        to: height - from / scale,
        at: at / scale,
      })),
    };
    const fragments = rowsOf(read.lines).flatMap((row) => {
      const middle = row.reduce((sum, line) => sum + line.box.y, 0) / row.length;
      return row.map((line) => place(line, middle));
    });
    return { number, height, fragments, rulings, painted: { anything: true, picture: 1 } };
  });
}

/** Lines that stand beside one another, in columns or cells; boxes lie a little higher or lower by what is in them. */
function rowsOf(lines: readonly Line[]): Line[][] {
  const rows: Line[][] = [];
  for (const line of lines.toSorted((a, b) => a.box.y - b.box.y)) {
    const row = rows.slice(-4).findLast(([first]) => first && isBeside(first, line));
    if (row) row.push(line);
    else rows.push([line]);
  }
  return rows;
}

function isBeside(one: Line, other: Line): boolean {
  return Math.abs(one.box.y - other.box.y) < Math.min(one.size, other.size) * 0.4;
}

function weightedMedian(sizes: readonly { size: number; characters: number }[]): number {
  let left = sizes.reduce((sum, { characters }) => sum + characters, 0) / 2;
  for (const { size, characters } of sizes.toSorted((a, b) => a.size - b.size)) {
    left -= characters;
    if (left <= 0) return size || 10;
  }
  return 10;
}

/** Gives each share of the usual size the one it stands for: 1 for ordinary text, one value for each kind of heading. */
function ranksOf(shares: readonly number[]): (share: number) => number {
  const groups: number[][] = [];
  for (const share of shares.filter((one) => one >= larger).toSorted((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group && share <= (group[0] ?? 0) * alike) group.push(share);
    else groups.push([share]);
  }
  const middles = groups.map((group) => Math.round((group[group.length >> 1] ?? 1) * 20) / 20);
  return (share) => {
    if (share < larger) return share < 0.75 ? 0.75 : 1;
    const at = groups.findIndex((group) => share <= (group.at(-1) ?? 0));
    return middles[at] ?? 1;
  };
}

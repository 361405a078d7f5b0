import type { Fragment } from "./fragment.ts";
import type { Page } from "./page.ts";

const margin = 0.09;
const number = /^[-–—\s]*(\d{1,4}|[ivxlc]{1,6})[-–—\s]*$/i;

/** Takes away what is printed at the head or foot of many pages, page numbers, and what stands on a line with those. */
export function dropRunningLines(pages: readonly Page[]): void {
  const repeated = count(pages.flatMap((page) => [...new Set(edgeOf(page).map((line) => maskOf(page, line)))]));
  const placed = count(pages.flatMap((page) => [...new Set(edgeOf(page).map((line) => placeOf(page, line)))]));
  const steps = count(pages.flatMap((page) => edgeOf(page).flatMap((line) => stepOf(page, line) ?? [])));
  const often = Math.max(3, pages.length * 0.3);

  for (const page of pages) {
    const edge = edgeOf(page);
    const isNumber = (line: Fragment) => (steps.get(stepOf(page, line) ?? NaN) ?? 0) >= 3;
    const numbers = edge.filter((line) => number.test(line.text) && (isNumber(line) || isAlone(page, line)));
    const dropped = edge.filter(
      (line) =>
        (repeated.get(maskOf(page, line)) ?? 0) >= often ||
        (placed.get(placeOf(page, line)) ?? 0) >= 3 ||
        numbers.some((found) => found === line || (isNumber(found) && Math.abs(found.y - line.y) < 2)),
    );
    page.fragments = page.fragments.filter((line) => !dropped.includes(line));
  }
}

function edgeOf(page: Page): Fragment[] {
  return page.fragments.filter(({ y }) => y > page.height * (1 - margin) || y < page.height * margin);
}

/** The text with its numbers masked, so that "Page 3 of 9" is the same on every page. */
function maskOf(page: Page, { text, y }: Fragment): string {
  return (y > page.height / 2 ? "^" : "_") + text.replace(/\d+|\b[ivxlc]{1,6}$/gi, "#");
}

/** The masked text at its very place: a chapter's name at the head of each of its pages. */
function placeOf(page: Page, line: Fragment): string {
  return `${maskOf(page, line)} ${Math.round(line.y)} ${Math.round(line.size)}`;
}

/** How far a number runs ahead of the count of pages: the same on all pages for a page number. */
function stepOf(page: Page, { text }: Fragment): number | undefined {
  const digits = number.exec(text)?.[1];
  return digits && /^\d+$/.test(digits) ? Number(digits) - page.number : undefined;
}

function isAlone(page: Page, line: Fragment): boolean {
  return page.fragments.every((other) => other === line || Math.abs(other.y - line.y) > 2);
}

function count<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

import { joinText, type Fragment } from "./fragment.ts";
import type { Ruling, Rulings } from "./rulings.ts";
import { isTable, type Table } from "./table.ts";

const touch = 3;

/** Finds tables that are drawn with lines. */
export function ruledTables(rulings: Rulings, fragments: readonly Fragment[]): Table[] {
  const tables: Table[] = [];
  for (const { lying, standing } of connected(rulings)) {
    const columns = cluster(standing.map((ruling) => ruling.at));
    const lines = cluster(lying.map((ruling) => ruling.at)).toReversed();
    if (columns.length < 3 || lines.length < 3 || lines.length > 400) continue;
    const table = fill(columns, lines, fragments);
    if (isTable(table.rows)) tables.push(table);
  }
  return tables;
}

function fill(columns: readonly number[], lines: readonly number[], fragments: readonly Fragment[]): Table {
  const rows = Array.from({ length: lines.length - 1 }, () => Array<string>(columns.length - 1).fill(""));
  const used = new Set<Fragment>();
  for (const fragment of fragments.toSorted((a, b) => b.y - a.y || a.left - b.left)) {
    const middle = fragment.y + fragment.size * 0.3;
    const start = fragment.left + Math.min(2, (fragment.right - fragment.left) / 2);
    const row = lines.findLastIndex((line) => middle <= line + 1);
    const column = columns.findLastIndex((line) => start >= line - 1.5);
    const cells = rows[row];
    if (!cells || cells[column] === undefined || middle < (lines.at(-1) ?? 0) - 1) continue;
    cells[column] = joinText(cells[column], fragment.text);
    used.add(fragment);
  }
  return {
    rows: rows.filter((row) => row.some(Boolean)),
    used,
    top: lines[0] ?? 0,
    bottom: lines.at(-1) ?? 0,
    left: columns[0] ?? 0,
    right: columns.at(-1) ?? 0,
  };
}

/** Groups of rulings that touch one another. */
function connected({ lying, standing }: Rulings): Rulings[] {
  const groups: Rulings[] = [];
  const seen = new Set<Ruling>();
  for (const seed of standing) {
    if (seen.has(seed)) continue;
    const group: Rulings = { lying: [], standing: [] };
    const waiting: { ruling: Ruling; stands: boolean }[] = [{ ruling: seed, stands: true }];
    seen.add(seed);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { ruling, stands } = next;
      (stands ? group.standing : group.lying).push(ruling);
      for (const other of stands ? lying : standing) {
        if (seen.has(other) || !meet(ruling, other)) continue;
        seen.add(other);
        waiting.push({ ruling: other, stands: !stands });
      }
    }
    groups.push(group);
  }
  return groups;
}

function meet(one: Ruling, other: Ruling): boolean {
  const reaches = (a: Ruling, b: Ruling) => a.from - touch <= b.at && b.at <= a.to + touch;
  return reaches(one, other) && reaches(other, one);
}

/** Values in order, those that lie close together taken for one. */
function cluster(values: readonly number[]): number[] {
  const found: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    if (value - (found.at(-1) ?? -Infinity) >= touch) found.push(value);
  }
  return found;
}

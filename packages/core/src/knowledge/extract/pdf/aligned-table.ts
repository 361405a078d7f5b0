import { joinText, type Fragment } from "./fragment.ts";
import { contentsEntry, type Style } from "./style.ts";
import { isTable, type Table } from "./table.ts";

interface Row {
  y: number;
  cells: Fragment[];
}

/** Finds tables without lines: rows whose fragments begin at the same places. */
export function alignedTables(part: readonly Fragment[], style: Style): Table[] {
  const rows = rowsOf(part, style);
  const tables: Table[] = [];
  for (let first = 0; first < rows.length; first++) {
    const columns = rows[first]?.cells.map((cell) => cell.left) ?? [];
    if (columns.length < 3) continue;
    const last = endOf(rows, first, columns);
    const found = rows.slice(first, last);
    if (found.filter((row) => row.cells.length > 1).length < 3) continue;
    const table = build(found, columns);
    if (table.rows.length < 3 || !isTable(table.rows)) continue;
    tables.push(table);
    first = last - 1;
  }
  return tables;
}

function rowsOf(part: readonly Fragment[], style: Style): Row[] {
  const rows: Row[] = [];
  for (const fragment of part.toSorted((a, b) => b.y - a.y)) {
    const row = rows.at(-1);
    if (row && Math.abs(row.y - fragment.y) < 2.5) row.cells.push(fragment);
    else rows.push({ y: fragment.y, cells: [fragment] });
  }
  for (const row of rows) row.cells.sort((a, b) => a.left - b.left);
  return rows.filter(({ cells }) => {
    if (style.marksCode && cells.every((cell) => cell.mono)) return false;
    return contentsEntry(cells.map((cell) => cell.text).join(" ")) === undefined;
  });
}

const columnOf = (columns: readonly number[], cell: Fragment) =>
  columns.findIndex((column) => Math.abs(column - cell.left) < 4);

/** The position after the last row that keeps to the columns without a gap. */
function endOf(rows: readonly Row[], first: number, columns: readonly number[]): number {
  let last = first + 1;
  for (; last < rows.length; last++) {
    const row = rows[last];
    const gap = (rows[last - 1]?.y ?? 0) - (row?.y ?? 0);
    const size = Math.max(...(row?.cells.map((cell) => cell.size) ?? []));
    if (!row || gap > size * 2.9 || row.cells.some((cell) => columnOf(columns, cell) < 0)) break;
  }
  // a single cell at the end that is not in the first column may be anything
  const end = rows[last - 1];
  const only = end?.cells.length === 1 ? end.cells[0] : undefined;
  return last > first + 1 && only && columnOf(columns, only) > 0 && !isWrap(rows, last - 1, columns) ? last - 1 : last;
}

/** A row that goes on with the cells of the one above: its first cell is empty and it stands close. */
function isWrap(rows: readonly Row[], position: number, columns: readonly number[]): boolean {
  const [row, above] = [rows[position], rows[position - 1]];
  const cell = row?.cells[0];
  return !!row && !!above && !!cell && columnOf(columns, cell) > 0 && above.y - row.y < cell.size * 1.4;
}

function build(found: readonly Row[], columns: readonly number[]): Table {
  const rows: string[][] = [];
  const used = found.flatMap((row) => row.cells);
  for (const [position, row] of found.entries()) {
    if (position === 0 || !isWrap(found, position, columns)) rows.push(Array<string>(columns.length).fill(""));
    const cells = rows.at(-1) ?? [];
    for (const cell of row.cells) {
      const column = columnOf(columns, cell);
      cells[column] = joinText(cells[column] ?? "", cell.text);
    }
  }
  return {
    rows,
    used: new Set(used),
    top: (found[0]?.y ?? 0) + (used[0]?.size ?? 0),
    bottom: found.at(-1)?.y ?? 0,
    left: columns[0] ?? 0,
    right: Math.max(...used.map((cell) => cell.right)),
  };
}

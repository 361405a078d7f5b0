import type { Fragment } from "./fragment.ts";

/** A table found on a page: its cells, what it is made of, and the space it takes. */
export interface Table {
  rows: string[][];
  used: Set<Fragment>;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Whether cells look like a table rather than a drawing, most of whose would-be cells are empty. */
export function isTable(rows: readonly string[][]): boolean {
  const cells = rows.flat();
  return rows.length >= 2 && cells.filter(Boolean).length >= cells.length * 0.4;
}

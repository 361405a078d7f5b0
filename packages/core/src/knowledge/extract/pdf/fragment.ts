/** A run of text as the PDF draws it. Coordinates are points of an upright page, y upwards. */
export interface Item {
  text: string;
  left: number;
  right: number;
  y: number;
  size: number;
  bold: boolean;
  mono: boolean;
  /** Where a link under the text leads. */
  href?: string;
}

/** Items of one line that stand close enough to read as one. */
export type Fragment = Item;

interface Row {
  y: number;
  size: number;
  items: Item[];
}

/** Gathers items into fragments. `isParted` tells whether a ruling stands between two places of a line. */
export function fragments(
  items: readonly Item[],
  isParted: (left: number, right: number, y: number) => boolean,
): Fragment[] {
  return rowsOf(items).flatMap((row) => {
    const found: Fragment[] = [];
    for (const item of row.items.toSorted((a, b) => a.left - b.left)) {
      const open = found.at(-1);
      const gap = open ? item.left - open.right : 0;
      const near = open && gap < Math.max(item.size, open.size) && gap > -2 * item.size;
      if (near && !isParted(open.right, item.left, row.y)) extend(open, item);
      else found.push({ ...item, y: row.y });
    }
    return found.map((fragment) => ({ ...fragment, text: fragment.text.replace(/\s+/g, " ").trim() }));
  });
}

/** Gathers items that share a baseline. A small raised or lowered one, such as a note's number, joins its line. */
function rowsOf(items: readonly Item[]): Row[] {
  const rows: Row[] = [];
  for (const item of items.toSorted((a, b) => b.y - a.y || a.left - b.left)) {
    const row = rows.slice(-4).findLast((candidate) => Math.abs(candidate.y - item.y) < reach(candidate, item));
    if (!row) {
      rows.push({ y: item.y, size: item.size, items: [item] });
      continue;
    }
    row.items.push(item);
    if (item.size > row.size) Object.assign(row, { y: item.y, size: item.size });
  }
  return rows;
}

function reach(row: Row, item: Item): number {
  const [small, large] = [Math.min(row.size, item.size), Math.max(row.size, item.size)];
  return small < large * 0.8 && small > large * 0.4 ? large * 0.5 : Math.min(small * 0.4, 6);
}

function extend(open: Fragment, item: Item): void {
  const isChinese = isCjk(open.text.at(-1)) || isCjk(item.text[0]);
  const isApart = item.left - open.right > item.size * (isChinese ? 0.6 : 0.15);
  open.text += (isApart && !/\s$/.test(open.text) && !/^\s/.test(item.text) ? " " : "") + item.text;
  open.right = Math.max(open.right, item.right);
  open.size = Math.max(open.size, item.size);
  open.bold &&= item.bold;
  open.mono &&= item.mono;
  if (item.href !== open.href) delete open.href;
}

function isCjk(character = ""): boolean {
  return /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef《》]/.test(character);
}

/** Puts a line after the one before: no blank beside Chinese, and a word parted by a hyphen is put together. */
export function joinText(before: string, after: string): string {
  if (!before || !after) return before + after;
  if (/[A-Za-z]-$/.test(before) && /^[a-z]/.test(after)) return before.slice(0, -1) + after;
  if (/[A-Za-z0-9]-$/.test(before) && /^[A-Za-z0-9]/.test(after)) return before + after;
  return isCjk(before.at(-1)) || isCjk(after[0]) ? before + after : `${before} ${after}`;
}

import { alignedTables } from "./aligned-table.ts";
import { columns } from "./columns.ts";
import { joinText, type Fragment } from "./fragment.ts";
import type { Page } from "./page.ts";
import { ruledTables } from "./ruled-table.ts";
import { isEnded, isHeading, listItem, type Style } from "./style.ts";
import type { Table } from "./table.ts";

/** A block of one page on its way, with what is needed to tell whether the next page goes on with it. */
export interface Draft {
  type: "heading" | "paragraph" | "list" | "code" | "table";
  text: string;
  rows: string[][];
  page: number;
  lastPage: number;
  size: number;
  /** The column it stands in, by its right edge. */
  column: number;
}

/** A line of text, or a table that takes its place among the lines. */
type Line = Fragment & { table?: Table };

interface Column {
  left: number;
  right: number;
}

/** Puts what a page shows into blocks, in reading order. */
export function flow(page: Page, style: Style): Draft[] {
  const ruled = ruledTables(page.rulings, page.fragments);
  const loose = page.fragments.filter((fragment) => !ruled.some((table) => table.used.has(fragment)));
  return columns<Line>([...loose, ...ruled.map(asLine)]).flatMap((part) => {
    const rights = part.map((line) => line.right).toSorted((a, b) => a - b);
    // nearly all lines end before this; a note in the margin does not make the column wider
    const right = rights[Math.floor(rights.length * 0.9)] ?? 0;
    const column = { left: Math.min(...part.map((line) => line.left)), right };
    const aligned = alignedTables(
      part.filter((line) => !line.table),
      style,
    );
    const text = part.filter((line) => !aligned.some((table) => table.used.has(line)));
    return drafts(linesOf([...text, ...aligned.map(asLine)]), column, page.number, style);
  });
}

function asLine(table: Table): Line {
  const text = table.rows.flat().join(" ");
  return { text, left: table.left, right: table.right, y: table.top - 1, size: 1, bold: false, mono: false, table };
}

/** Lines from top to bottom; fragments left apart on one line, such as a number and its heading, are put together. */
function linesOf(part: readonly Line[]): Line[] {
  const lines: Line[] = [];
  for (const next of part.toSorted((a, b) => (Math.abs(a.y - b.y) > 2 ? b.y - a.y : a.left - b.left))) {
    const line = lines.at(-1);
    if (!line || line.table || next.table || Math.abs(line.y - next.y) > 2) lines.push(withLink(next));
    else {
      line.text = `${line.text} ${withLink(next).text}`;
      line.right = Math.max(line.right, next.right);
      line.size = Math.max(line.size, next.size);
      line.bold &&= next.bold;
      line.mono &&= next.mono;
    }
  }
  return lines;
}

function withLink(line: Line): Line {
  const { href, ...rest } = line;
  const isShown = href && !line.mono && /^(?:https?|mailto):/.test(href);
  return isShown ? { ...rest, text: `[${line.text}](${href})` } : { ...rest };
}

/** What a line comes after: the line above, how far down it stands, and what is known of the open paragraph. */
interface Before {
  above: Line | undefined;
  down: number;
  /** Distance of the paragraph's lines, once there are two. */
  step: number | undefined;
  /** Lines the paragraph has so far. */
  count: number;
}

function drafts(lines: readonly Line[], column: Column, page: number, style: Style): Draft[] {
  const found: Draft[] = [];
  const before: Before = { above: undefined, down: Infinity, step: undefined, count: 0 };
  for (const line of lines) {
    const open = found.at(-1);
    const type = typeOf(line, style);
    before.down = before.above ? before.above.y - line.y : Infinity;
    if (open && type === open.type && goesOn(open, line, before.down)) {
      open.text = type === "code" ? `${open.text}\n${indented(line, column)}` : joinText(open.text, line.text);
    } else if (open && type === "paragraph" && isSameParagraph(open, line, before, column)) {
      open.text = joinText(open.text, line.text);
      before.step = before.down > 1 ? before.down : before.step;
      before.count++;
    } else {
      found.push(start(type, line, column, page));
      Object.assign(before, { step: undefined, count: 1 });
    }
    before.above = line;
  }
  return found;
}

function typeOf(line: Line, style: Style): Draft["type"] {
  if (line.table) return "table";
  if (line.mono && style.marksCode) return "code";
  if (isHeading(line, style)) return "heading";
  return listItem(line.text) === undefined ? "paragraph" : "list";
}

function goesOn(open: Draft, line: Line, down: number): boolean {
  if (open.type === "heading") return open.size === line.size && down < line.size * 1.6;
  return open.type === "code" && down < line.size * 2.5;
}

/** The next line of a paragraph or list item: same size, even distance, and nothing that shows the end of the last one. */
function isSameParagraph(open: Draft, line: Line, { above, down, step, count }: Before, column: Column): boolean {
  if (!above || (open.type !== "paragraph" && open.type !== "list") || open.size !== line.size) return false;
  if (down < -1 || down >= line.size * 1.75) return false;
  if (step !== undefined && down > 1 && Math.abs(down - step) >= line.size * 0.25) return false;
  // a last line that leaves much of the column empty, a line that ends where the next one is indented, the end of a hanging indent
  if (above.right < column.right - (column.right - column.left) * 0.3) return false;
  if (open.type === "paragraph" && line.left > above.left + line.size * 1.2 && isEnded(above.text)) return false;
  return count < 2 || line.left > above.left - line.size * 1.2;
}

function start(type: Draft["type"], line: Line, column: Column, page: number): Draft {
  const text =
    type === "list" ? (listItem(line.text) ?? line.text) : type === "code" ? indented(line, column) : line.text;
  const rows = line.table?.rows ?? [];
  return {
    type,
    text: type === "table" ? "" : text,
    rows,
    page,
    lastPage: page,
    size: line.size,
    column: column.right,
  };
}

function indented(line: Line, column: Column): string {
  const width = (line.right - line.left) / Math.max(1, line.text.length);
  return " ".repeat(Math.min(40, Math.max(0, Math.round((line.left - column.left) / (width || 1))))) + line.text;
}

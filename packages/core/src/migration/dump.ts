import { gunzipSync } from "node:zlib";
import { visit } from "jsonc-parser";

/** A row of one of the predecessor's tables, as it stood in a file. */
export interface DumpRow {
  line: number;
  item: Record<string, unknown>;
}

export const dumpKinds = ["person", "template", "session", "feedback", "document", "example"] as const;
export type DumpKind = (typeof dumpKinds)[number];

export interface Dump {
  rows: DumpRow[];
  /** Lines that are no rows. */
  unreadable: { line: number; why: string }[];
}

/** More than this, unpacked, does not fit into one text. */
export const dumpBytesMax = 400 * 1024 * 1024;

/**
 * The rows of a file: what a scan printed, an export's lines, plain objects in an array or one a line; packed with gzip or
 * not. Attributes come with their types (`{"S": "x"}`) or without. Undefined for what holds no rows at all. Throws for
 * what is packed and cannot be unpacked, and what is more than `dumpBytesMax`.
 */
export function readDump(content: Uint8Array): Dump | undefined {
  const text = textOf(content);
  if (!/^\s*[[{]/.test(text)) return undefined;
  const whole = parsed(text);
  if (whole !== undefined) {
    const items = itemsOf(whole);
    const lines = items && linesOf(text);
    return items && { rows: items.map((item, at) => ({ line: lines?.[at] ?? 1, item })), unreadable: [] };
  }
  return readLines(text);
}

function readLines(text: string): Dump | undefined {
  const dump: Dump = { rows: [], unreadable: [] };
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    const value = parsed(line);
    const [item] = (value !== undefined && itemsOf(value)) || [];
    if (item) dump.rows.push({ line: at + 1, item });
    else dump.unreadable.push({ line: at + 1, why: "This line is no JSON object." });
  }
  return dump.rows.length ? dump : undefined;
}

/** What a row is of, by the attributes that only such rows have. */
export function kindOf({ item }: Pick<DumpRow, "item">): DumpKind | undefined {
  const has = (...names: string[]) => names.every((name) => name in item);
  if (has("session-id", "msgid")) return "feedback";
  if (has("session-id", "content")) return "session";
  if (has("template", "template_name")) return "template";
  if (has("filename") && (has("embedding_model") || has("index_name"))) return "document";
  if (has("query") && (has("detection") || has("intention"))) return "example";
  if (has("username") && (has("password") || has("groupname"))) return "person";
  return undefined;
}

function textOf(content: Uint8Array): string {
  const packed = content[0] === 0x1f && content[1] === 0x8b;
  return new TextDecoder().decode(packed ? gunzipSync(content, { maxOutputLength: dumpBytesMax }) : content);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function itemsOf(value: unknown): Record<string, unknown>[] | undefined {
  if (Array.isArray(value)) return value.every(isRecord) ? value.map(plainItem) : undefined;
  if (!isRecord(value)) return undefined;
  const items = value["Items"];
  if (Array.isArray(items)) return items.filter(isRecord).map(plainItem);
  // a line of an export, and of an index
  for (const wrapped of [value["Item"], value["_source"]]) if (isRecord(wrapped)) return [plainItem(wrapped)];
  return [plainItem(value)];
}

/** The lines on which the rows begin. */
function linesOf(text: string): number[] {
  const lines: number[] = [];
  visit(text, {
    onObjectBegin(_offset, _length, line, _character, path) {
      const [first, second, ...rest] = path();
      const isInArray = typeof first === "number" && second === undefined;
      const isInScan = first === "Items" && typeof second === "number" && !rest.length;
      if (isInArray || isInScan) lines.push(line + 1);
    },
  });
  return lines;
}

/** The row with its attributes as they are meant: `{"S": "x"}` is `"x"`. */
function plainItem(item: Record<string, unknown>): Record<string, unknown> {
  const values = Object.values(item);
  if (!values.length || !values.every(isTyped)) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, untyped(value)]));
}

const types = new Set(["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]);

function isTyped(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && types.has(names[0] ?? "");
}

function untyped(value: unknown): unknown {
  if (!isRecord(value) || !isTyped(value)) return value;
  const [[type, held] = []] = Object.entries(value);
  switch (type) {
    case "N":
      return Number(held);
    case "NS":
      return Array.isArray(held) ? held.map(Number) : held;
    case "NULL":
      return null;
    case "L":
      return Array.isArray(held) ? held.map(untyped) : held;
    case "M":
      return isRecord(held)
        ? Object.fromEntries(Object.entries(held).map(([name, inner]) => [name, untyped(inner)]))
        : held;
    default:
      return held;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

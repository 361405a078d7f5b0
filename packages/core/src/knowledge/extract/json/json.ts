import type { Content } from "../block.ts";
import { fileError } from "../file-error.ts";
import { articles, pages } from "./dumps.ts";
import { outline } from "./outline.ts";
import { paragraphs } from "./paragraphs.ts";
import type { Json } from "./value.ts";

/**
 * Reads JSON: paragraphs with their headings, page and article dumps as other systems write them, and anything else as
 * an outline. Lines that are each a value of their own (.jsonl) count as an array.
 */
export function read(text: string): Content {
  const value = parse(text);
  return paragraphs(value) ?? pages(value) ?? articles(value) ?? outline(value);
}

function parse(text: string): Json {
  try {
    return withDigits(text);
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim());
    if (error instanceof RangeError) throw tooDeep(error);
    if (lines.length > 1 && lines.every((line) => /^\s*[[{]/.test(line))) return lines.map(line);
    throw unreadable(error);
  }
}

function line(text: string): Json {
  try {
    return withDigits(text);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(error) : unreadable(error);
  }
}

/** Numbers stay as they are written: long ones lose digits otherwise. */
function withDigits(text: string): Json {
  return JSON.parse(text, (_key, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === "number" && source !== undefined ? source : value,
  ) as Json;
}

function unreadable(cause: unknown) {
  const where = cause instanceof Error ? /\(line \d+ column \d+\)/.exec(cause.message)?.[0] : undefined;
  return fileError(
    "unreadable",
    `This file is not valid JSON${where ? ` ${where}` : ""}. Mend it or export it once more, and add it again.`,
    cause,
  );
}

function tooDeep(cause: unknown) {
  return fileError(
    "too_large_to_read",
    "The parts of this JSON stand too deep in one another to be read. Export what people ask about as a flat list.",
    cause,
  );
}

import type { Passage } from "../knowledge/passages.ts";
import type { Source } from "./citation.ts";
import { toSource } from "./source.ts";
import { nearest } from "./relevance.ts";

/** A citation as it stands in a text: `[1]`, `[1, 2]`, `[1-3]`, `【1】`, `［１］`, `[^1]`. */
interface Mark {
  start: number;
  end: number;
  numbers: number[];
}

const closers: Record<string, string> = { "[": "]", "【": "】", "［": "］" };
const markLengthMax = 40;
const claimLengthMax = 400;
/** So many statements are enough to find the sentence that a passage is cited for. */
const claimsMax = 8;

/**
 * Checks the citations of an answer: each becomes `[n]`, those of passages that do not exist go. Every passage comes
 * back as a source, with the sentence of it that best supports what cites it.
 */
export function cite(
  answer: string,
  passages: readonly Passage[],
  question: string,
): { text: string; sources: Source[] } {
  const claims = new Map<number, string[]>();
  let text = "";
  let from = 0;
  let claim = "";
  for (const mark of marksIn(answer)) {
    const between = answer.slice(from, mark.start);
    const said = between.slice(between.lastIndexOf("\n") + 1).slice(-claimLengthMax);
    if (/[\p{L}\p{N}]/u.test(said)) claim = said;
    const known = mark.numbers.filter((n) => n >= 1 && n <= passages.length);
    for (const n of known) {
      const sofar = claims.get(n) ?? [];
      if (sofar.length < claimsMax) sofar.push(claim);
      claims.set(n, sofar);
    }
    text += known.length ? between + known.map((n) => `[${n}]`).join("") : between.replace(/[ \t]{1,3}$/, "");
    from = mark.end;
  }
  text += answer.slice(from);
  const sources = passages.map((passage, index) => {
    const supports = claims.get(index + 1);
    return toSource(passage, index + 1, nearest(supports?.join("\n") ?? question, passage), Boolean(supports));
  });
  return { text, sources };
}

/** The statements of a text that cite something, each with the numbers it cites. */
export function citedStatements(answer: string): { text: string; numbers: number[] }[] {
  const statements: { text: string; numbers: number[] }[] = [];
  let from = 0;
  for (const { start, end, numbers } of marksIn(answer)) {
    const last = statements.at(-1);
    const text = lastSentence(answer.slice(from, start));
    if (/[\p{L}\p{N}]/u.test(text)) statements.push({ text, numbers: [...numbers] });
    else if (last) last.numbers.push(...numbers);
    from = end;
  }
  return statements;
}

/** What stands after the last end of a sentence or line, without marks of lists. */
function lastSentence(text: string): string {
  const parts = text.slice(-claimLengthMax).split(/(?<=[。！？!?])|(?<=[.:;] )|\n/);
  const said = parts.findLast((part) => /[\p{L}\p{N}]/u.test(part)) ?? "";
  return said.replace(/^[\s>#*+,，;；、.-]+|[\s*_]+$/g, "");
}

/** The text with its own bracketed numbers turned round, so that nobody takes them for citations of ours. */
export function withoutMarks(text: string): string {
  let plain = "";
  let from = 0;
  for (const { start, end } of marksIn(text)) {
    plain += `${text.slice(from, start)}(${text.slice(start + 1, end - 1)})`;
    from = end;
  }
  return plain + text.slice(from);
}

/** The text without any citation, as history for a model. */
export function withoutCitations(text: string): string {
  let plain = "";
  let from = 0;
  for (const { start, end } of marksIn(text)) {
    plain += text.slice(from, start);
    from = end;
  }
  return plain + text.slice(from);
}

/** Marks in order, those in code left out. Looks at most 40 characters ahead: linear on any text. */
function marksIn(text: string): Mark[] {
  const marks: Mark[] = [];
  const code = codeIn(text);
  let skip = 0;
  for (let at = 0; at < text.length; at++) {
    while (skip < code.length && (code[skip]?.end ?? 0) <= at) skip++;
    const inCode = code[skip];
    if (inCode && at >= inCode.start) {
      at = inCode.end - 1;
      continue;
    }
    const closer = closers[text[at] ?? ""];
    if (!closer) continue;
    const mark = markAt(text, at, closer);
    if (!mark) continue;
    marks.push(mark);
    at = mark.end - 1;
  }
  return marks;
}

function markAt(text: string, start: number, closer: string): Mark | undefined {
  const inside = text.slice(start + 1, start + markLengthMax);
  const close = inside.indexOf(closer);
  if (close < 1) return undefined;
  const content = inside.slice(0, close).normalize("NFKC").replace(/†.*$/, "").replace(/^\^/, "").trim();
  if (!/^\d{1,2}(?:\s*[-,、;~–—]\s*\d{1,2}){0,9}$/.test(content)) return undefined;
  const numbers = content.split(/[,、;]/).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[-~–—]/).map(Number);
    return to > from ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [from];
  });
  return { start, end: start + 1 + close + 1, numbers: [...new Set(numbers)] };
}

/** Fenced and inline code, in order. */
function codeIn(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let fenceFrom: number | undefined;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, end);
    if (/^ {0,3}(?:```|~~~)/.test(line)) {
      if (fenceFrom === undefined) fenceFrom = start;
      else {
        found.push({ start: fenceFrom, end });
        fenceFrom = undefined;
      }
    } else if (fenceFrom === undefined) found.push(...inlineCode(line, start));
    start = end;
  }
  if (fenceFrom !== undefined) found.push({ start: fenceFrom, end: text.length });
  return found;
}

/** A run of backticks opens code that the next run of the same length closes. */
function inlineCode(line: string, offset: number): { start: number; end: number }[] {
  const runs = [...line.matchAll(/`+/g)];
  const nextOfLength = new Map<number, number>();
  const closedBy: (number | undefined)[] = [];
  for (let i = runs.length - 1; i >= 0; i--) {
    const length = runs[i]?.[0].length ?? 0;
    closedBy[i] = nextOfLength.get(length);
    nextOfLength.set(length, i);
  }
  const found: { start: number; end: number }[] = [];
  for (let i = 0; i < runs.length; i++) {
    const close = closedBy[i];
    const last = close === undefined ? undefined : runs[close];
    if (close === undefined || !last) continue;
    found.push({ start: offset + (runs[i]?.index ?? 0), end: offset + last.index + last[0].length });
    i = close;
  }
  return found;
}

/** A piece of a passage that can be quoted by itself, verbatim. */
export interface Sentence {
  text: string;
  start: number;
  end: number;
  /** Sentences of one paragraph, items of one list, or a whole table or listing. */
  kind: "prose" | "item" | "table" | "code";
  /** Those of the same paragraph or list share it. */
  group: number;
  /** The heading inside the passage that it stands under. */
  heading: string;
}

interface Line {
  text: string;
  start: number;
  end: number;
}

const fence = /^ {0,3}(?:```|~~~)/;
const headingLine = /^ {0,3}#{1,6}\s+(.*)$/;
const tableLine = /^\s*\|/;
const itemLine = /^\s*(?:[-*+•·]|\d{1,3}[.)、]|[（(]\d{1,3}[)）])\s*\S/;
const blank = /^\s*$/;

/** Cuts a passage in Markdown into its sentences, list items, tables and listings, in order. Headings are not among them. */
export function sentences(passage: string): Sentence[] {
  const found: Sentence[] = [];
  const lines = linesOf(passage);
  let heading = "";
  let group = 0;
  for (let at = 0; at < lines.length; group++) {
    const line = lines[at]?.text ?? "";
    const title = headingLine.exec(line);
    let next = at + 1;
    if (title) {
      heading = plain(title[1] ?? "");
    } else if (fence.test(line)) {
      while (next < lines.length && !fence.test(lines[next]?.text ?? "")) next++;
      next = Math.min(next + 1, lines.length);
      push(at, next, "code");
    } else if (tableLine.test(line)) {
      while (next < lines.length && tableLine.test(lines[next]?.text ?? "")) next++;
      push(at, next, "table");
    } else if (itemLine.test(line)) {
      next = items(at);
    } else if (!blank.test(line)) {
      while (next < lines.length && !opensBlock(lines[next]?.text ?? "")) next++;
      prose(lines.slice(at, next));
    }
    at = next;
  }
  return found;

  /** An item with the lines that belong to it, and the items after it. */
  function items(from: number): number {
    let at = from;
    while (at < lines.length && itemLine.test(lines[at]?.text ?? "")) {
      let next = at + 1;
      while (next < lines.length && !opensBlock(lines[next]?.text ?? "")) next++;
      push(at, next, "item");
      while (
        next + 1 < lines.length &&
        blank.test(lines[next]?.text ?? "") &&
        itemLine.test(lines[next + 1]?.text ?? "")
      )
        next++;
      at = next;
    }
    return at;
  }

  function push(from: number, to: number, kind: Sentence["kind"]): void {
    add(lines[from]?.start ?? 0, lines[to - 1]?.end ?? 0, kind);
  }

  function add(start: number, end: number, kind: Sentence["kind"]): void {
    const raw = passage.slice(start, end);
    const text = raw.trim();
    if (!text) return;
    const from = start + raw.indexOf(text);
    found.push({ text, start: from, end: from + text.length, kind, group, heading });
  }

  function prose(paragraph: Line[]): void {
    const longest = paragraph.reduce((length, line) => Math.max(length, line.text.length), 0);
    let start = paragraph[0]?.start ?? 0;
    for (const line of paragraph) {
      for (let at = line.start; at < line.end; at++) {
        if (!endsSentence(passage, at, line.end)) continue;
        while (at + 1 < line.end && closing.has(passage[at + 1] ?? "")) at++;
        add(start, at + 1, "prose");
        start = at + 1;
      }
      // a line much shorter than the others was meant to end there
      if (line.text.length < longest * 0.6 || isShortLine(line.text)) {
        add(start, line.end, "prose");
        start = line.end;
      }
    }
    add(start, paragraph.at(-1)?.end ?? start, "prose");
  }
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const at = text.indexOf("\n", start);
    const end = at < 0 ? text.length : at;
    lines.push({ text: text.slice(start, end), start, end });
    start = end + 1;
  }
  return lines;
}

function plain(heading: string): string {
  return heading.replace(/[*_`]/g, "").replace(/#+$/, "").trim();
}

function opensBlock(line: string): boolean {
  return blank.test(line) || itemLine.test(line) || tableLine.test(line) || fence.test(line) || headingLine.test(line);
}

function isShortLine(line: string): boolean {
  return /[:：;；]\s*$/.test(line) || line.length < 24;
}

const closing = new Set([
  "”",
  "’",
  "」",
  "』",
  "）",
  ")",
  '"',
  "'",
  "】",
  "》",
  "。",
  "！",
  "？",
  "!",
  "?",
  "…",
  "*",
  "_",
]);
const abbreviations = new Set(
  "mr mrs ms dr prof st jr sr vs etc e.g i.e no vol fig al inc ltd co corp dept est approx p pp ed gen col lt sgt rev u.s u.k".split(
    " ",
  ),
);

/** Whether a sentence ends with the character at `at`; a full stop is looked at closely, since it has many uses. */
function endsSentence(text: string, at: number, lineEnd: number): boolean {
  const character = text[at];
  if (character === "。" || character === "！" || character === "？" || character === "…") return true;
  if (character !== "." && character !== "!" && character !== "?") return false;
  let next = at + 1;
  while (next < lineEnd && closing.has(text[next] ?? "")) next++;
  if (next >= lineEnd) return true;
  if (!/\s/.test(text[next] ?? "")) return false;
  if (character === "." && isShortened(text, at)) return false;
  while (next < lineEnd && /\s/.test(text[next] ?? "")) next++;
  return !/\p{Ll}/u.test(text[next] ?? "");
}

/** Whether the full stop belongs to an abbreviation, an initial or a number. */
function isShortened(text: string, at: number): boolean {
  const word = /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0].toLowerCase() ?? "";
  return abbreviations.has(word) || /^\p{L}$/u.test(word) || /^\d{1,2}$/.test(word);
}

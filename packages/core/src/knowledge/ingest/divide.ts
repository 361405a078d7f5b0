import { cost } from "../text/cost.ts";
import type { Block } from "../extract/block.ts";

interface Sizes {
  target: number;
  limit: number;
}

/** Where a text may be cut, the best places first. A cut never falls inside a surrogate pair. */
const cuts = [
  /\n[ \t]*\n/g, // blank line
  /\n(?=[-*+•] |\d+[.)] )/g, // next item of a list
  /\n/g,
  /(?:[。！？…]+["”’」』）)]*|[.!?]["')\]]*\s+)/g, // end of a sentence
  /[，；、,;]\s*|\s+/g,
];

/** A fence with its lines, where it stands in a list or a quotation. */
const fenced = /^[ \t>]*(```+|~~~+)[^\n]*\n[\s\S]*?(?:^[ \t>]*\1[ \t]*(?:\n|$)|$(?![\s\S]))/gm;
const isFence = /^[ \t>]*(?:```|~~~)/;

/** Cuts a block larger than the limit into blocks of about the target: tables keep their header, code its fence. */
export function divide(block: Block, sizes: Sizes): Block[] {
  if (cost(block.markdown) <= sizes.limit) return [block];
  const { page } = block;
  const part = (markdown: string, type = block.type): Block => ({
    type,
    markdown,
    ...(page !== undefined && { page }),
  });
  switch (block.type) {
    case "table":
      return divideTable(block.markdown, sizes).map((markdown) => part(markdown));
    case "code":
      return divideCode(block.markdown, sizes).map((markdown) => part(markdown));
    case "heading":
      return cutText(block.markdown, sizes).map((markdown) => part(markdown, "paragraph"));
    case "list":
    case "quote":
    case "paragraph":
      return cutText(block.markdown, sizes).map((markdown) => part(flush(markdown)));
  }
}

/** Moves what is cut out of the depth of a list to the margin: indented, it would read as code. */
function flush(markdown: string): string {
  const indent = /^\n*([ \t]+)/.exec(markdown)?.[1]?.length ?? 0;
  return indent === 0 ? markdown : markdown.replace(new RegExp(`^[ \\t]{1,${indent}}`, "gm"), "");
}

function divideTable(markdown: string, sizes: Sizes): string[] {
  const [header = "", rule = "", ...rows] = markdown.split("\n");
  const top = `${header}\n${rule}\n`;
  const room = { target: sizes.target - cost(top), limit: sizes.limit - cost(top) };
  // beside a header this wide nothing else would fit
  if (room.target < sizes.target / 4) return cutText(markdown, sizes);
  const groups = gather(
    rows.map((row) => `${row}\n`),
    room.target,
  );
  return groups.flatMap((group) =>
    cost(group) <= room.limit ? [top + group.trimEnd()] : cutText(group, room).map((cut) => cut.trim()),
  );
}

function divideCode(markdown: string, sizes: Sizes): string[] {
  const lines = markdown.trimEnd().split("\n");
  const fence = /^[\s>]*(?:`{3,}|~{3,})/.exec(lines[0] ?? "")?.[0];
  const last = (lines.at(-1) ?? "").trim();
  const closed = fence !== undefined && lines.length > 1 && last.startsWith(fence.trim());
  const open = fence === undefined ? "" : `${lines[0]}\n`;
  const close = fence === undefined ? "" : `\n${fence}`;
  const body = lines.slice(fence === undefined ? 0 : 1, closed ? -1 : undefined).join("\n");
  const room = sizes.limit - cost(open) - cost(close);
  if (room < sizes.limit / 4) return cutCharacters(markdown, sizes.target);
  // code is cut at lines only, so that it is still code
  return cutText(body, { target: room, limit: room }, [/\n/g]).map((part) => open + part.replace(/\n$/, "") + close);
}

/** Cuts text into parts that together are the text again, but for white space at the cuts. */
function cutText(text: string, sizes: Sizes, places = cuts): string[] {
  if (cost(text) <= sizes.limit) return [text];
  // a fence that stands in a list or a quotation, and is too large for one piece
  if (places.length < cuts.length && isFence.test(text)) return divideCode(text, sizes);
  const [place, ...next] = places;
  if (!place) return cutCharacters(text, sizes.target);
  const parts = partsBetween(text, place).flatMap((part) => cutText(part, sizes, next));
  return gather(parts, sizes.target);
}

function partsBetween(text: string, place: RegExp): string[] {
  const parts: string[] = [];
  const fences = [...text.matchAll(fenced)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
  let start = 0;
  let fence = 0;
  for (const found of text.matchAll(place)) {
    const end = found.index + found[0].length;
    while ((fences[fence]?.end ?? Infinity) <= end) fence++;
    if ((fences[fence]?.start ?? Infinity) < end) continue;
    parts.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

/** Puts neighbours together while they stay within the target. */
function gather(parts: readonly string[], target: number): string[] {
  const groups: string[] = [];
  let room = 0;
  for (const part of parts) {
    const size = cost(part);
    if (groups.length > 0 && size <= room) {
      groups[groups.length - 1] += part;
      room -= size;
    } else {
      groups.push(part);
      room = target - size;
    }
  }
  return groups;
}

function cutCharacters(text: string, target: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let size = 0;
  for (let position = 0; position < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
    const step = cost(character);
    if (size + step > target && position > start) {
      parts.push(text.slice(start, position));
      start = position;
      size = 0;
    }
    size += step;
    position += character.length;
  }
  parts.push(text.slice(start));
  return parts;
}

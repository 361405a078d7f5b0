import type { Block } from "@docent/core/knowledge/extract/block";
import * as Markdown from "@docent/core/knowledge/extract/markdown";

/** What a document says, in the parts that extraction is scored by. */
export interface Truth {
  /** Sentences and items without markup, in their order. */
  sentences: string[];
  /** Each heading with those above it. */
  headings: string[];
  /** Rows of all tables, their cells parted by a bar. */
  rows: string[];
  /** Addresses of links. */
  links: string[];
  /** All the words, in order. */
  text: string;
}

/** Takes Markdown apart into what is compared. */
export function truthOf(source: string): Truth {
  const { blocks } = Markdown.read(source);
  const path: string[] = [];
  const headings = blocks.flatMap(({ level, text }) => {
    if (level === undefined || text === undefined) return [];
    path.length = Math.min(path.length, level - 1);
    path.push(squeezed(text));
    return [path.join(" > ")];
  });
  const texts = blocks.map(wordsOf);
  return {
    sentences: blocks.flatMap((block, n) => (block.type === "table" ? [] : sentencesOf(texts[n] ?? ""))),
    headings,
    rows: blocks.filter((block) => block.type === "table").flatMap(rowsOf),
    links: [...source.matchAll(/\]\((https?:[^)\s]+)\)/g)].map((found) => found[1] ?? ""),
    text: texts.join("\n"),
  };
}

function wordsOf({ type, markdown, text }: Block): string {
  if (text !== undefined) return text;
  const lines = markdown.split("\n");
  if (type === "code") return lines.filter((line) => !/^\s*(?:```|~~~)/.test(line)).join("\n");
  if (type === "table") return rowsOf({ type, markdown }).join("\n");
  return lines.map((line) => Markdown.plainText(line.replace(/^[\s>]*(?:[-*+]|\d+[.)])?\s+/, ""))).join("\n");
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。！？；])|(?<=[.!?;])\s+|\n/)
    .map(squeezed)
    .filter((sentence) => sentence.length > 3);
}

function rowsOf({ markdown }: Block): string[] {
  return markdown
    .split("\n")
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .replace(/^\s*\||\|\s*$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => squeezed(Markdown.plainText(cell)))
        .join("|"),
    );
}

/** Without white space, which formats and readers set as they like, and with one kind of each mark. */
export function squeezed(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\\(?=[<|_*])/g, "");
}

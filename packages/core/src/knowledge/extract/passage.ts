import type { Block } from "./block.ts";
import * as Markdown from "./markdown.ts";
import * as PlainText from "./plain-text.ts";

const looksLikeMarkdown = /^#{1,6} |^ {0,3}(?:```|~~~)|^\|.*\|$/m;

/** Reads text from within another format: as Markdown where it looks like it, its headings below the given level. */
export function read(text: string, under = 0): Block[] {
  if (!looksLikeMarkdown.test(text)) return PlainText.read(text).blocks;
  return Markdown.read(text).blocks.map((block) => lower(block, under));
}

function lower(block: Block, by: number): Block {
  if (block.type !== "heading" || block.level === undefined || by <= 0) return block;
  const level = Math.min(6, block.level + by);
  const text = block.text ?? "";
  return { ...block, level, markdown: `${"#".repeat(level)} ${text}` };
}

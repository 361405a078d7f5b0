import MarkdownIt, { type Token } from "markdown-it";
import type { Block, Content } from "./block.ts";

// Only the block structure is parsed: the text of each block is cut out of the source, never written anew.
const structure = new MarkdownIt({ html: true });
structure.core.ruler.disable(["inline", "linkify", "replacements", "smartquotes", "text_join"]);
const inline = new MarkdownIt({ html: true });

const types: Record<string, Block["type"]> = {
  heading_open: "heading",
  paragraph_open: "paragraph",
  html_block: "paragraph",
  bullet_list_open: "list",
  ordered_list_open: "list",
  fence: "code",
  code_block: "code",
  table_open: "table",
  blockquote_open: "quote",
};

/** Reads Markdown into its top-level blocks. Front matter gives the title and, as a first paragraph, the summary. */
export function read(source: string): Content {
  const { matter, body } = splitFrontMatter(withoutEmbedded(source));
  const lines = body.split("\n");
  const blocks: Block[] = [];
  let end = 0;
  const tokens = structure.parse(body, {});
  for (const [position, token] of tokens.entries()) {
    const type = types[token.type];
    if (token.level !== 0 || !token.map || !type) continue;
    // link definitions make no token of their own; they stay with the text around them
    blocks.push(...loose(lines.slice(end, token.map[0])));
    end = token.map[1];
    const block = cut(type, lines.slice(token.map[0], end), token, tokens[position + 1]);
    if (block) blocks.push(block);
  }
  blocks.push(...loose(lines.slice(end)));

  const summary = matter && (field(matter, "summary") ?? field(matter, "description"));
  if (summary) blocks.splice(blocks[0]?.type === "heading" ? 1 : 0, 0, { type: "paragraph", markdown: summary });
  const title = (matter && field(matter, "title")) ?? blocks.find((block) => block.level === 1)?.text;
  return { ...(title && { title }), blocks, rows: [] };
}

function cut(type: Block["type"], lines: string[], token: Token, next: Token | undefined): Block | undefined {
  let markdown = lines.join("\n").trimEnd();
  if (type === "code") return { type, markdown };
  markdown = withoutAnchors(markdown).trim();
  if (type === "heading") {
    const text = plainText(next?.content ?? "").replace(/\s*\{#[\w.-]+\}$/, "");
    return text ? { type, level: Number(token.tag.slice(1)), text, markdown } : undefined;
  }
  if (token.type === "html_block") markdown = markdown.replace(/<!--[\s\S]*?-->/g, "").trim();
  return markdown ? { type, markdown } : undefined;
}

/** Lines that belong to no block: link definitions are kept, rules and blank lines are not text. */
function loose(lines: string[]): Block[] {
  const kept = lines.filter((line) => /^ {0,3}\[[^\]]+\]:/.test(line));
  return kept.length ? [{ type: "paragraph", markdown: kept.join("\n") }] : [];
}

// Pictures kept inside the text, as letters and digits by the thousand, are nothing to search or show.
function withoutEmbedded(source: string): string {
  return source.includes(";base64,") ? source.replace(/data:[\w.+/-]+;base64,[A-Za-z0-9+/=]{64,}/g, "") : source;
}

// Named anchors show nothing to a reader, but their names would be searched.
function withoutAnchors(markdown: string): string {
  return markdown.includes("<a ") ? markdown.replace(/<a (?:name|id)=["'][^"']*["']>\s*<\/a>/g, "") : markdown;
}

/** The words of a line of Markdown, as a reader sees them. */
export function plainText(markdown: string): string {
  if (!/[\\`*_[\]<>&~!]/.test(markdown)) return markdown.replace(/\s+/g, " ").trim();
  const tokens = inline.parseInline(markdown, {})[0]?.children ?? [];
  const words = tokens.map((token) => {
    if (token.type === "softbreak" || token.type === "hardbreak") return " ";
    return token.type === "html_inline" ? "" : token.content;
  });
  return words.join("").replace(/\s+/g, " ").trim();
}

function splitFrontMatter(source: string): { matter?: string; body: string } {
  const found = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(source);
  if (!found?.[1] || !/^[\w-]+:/m.test(found[1])) return { body: source };
  return { matter: found[1], body: source.slice(found[0].length) };
}

function field(matter: string, name: string): string | undefined {
  const value = new RegExp(`^${name}:[ \\t]*(.+)$`, "im").exec(matter)?.[1]?.trim();
  if (!value || /^[|>]/.test(value)) return undefined;
  return value.replace(/^(["'])(.*)\1$/, "$2");
}

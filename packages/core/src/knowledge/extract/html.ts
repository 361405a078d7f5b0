import type { Element, Root } from "hast";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { heading, type Block, type Content } from "./block.ts";
import { decode } from "./decode.ts";
import * as Markdown from "./markdown.ts";

const toMarkdown = unified()
  .use(rehypeParse, { fragment: true })
  .use(() => giveTablesHeaders)
  .use(rehypeRemark)
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, { bullet: "-", rule: "-", fences: true })
  .freeze();

/** Reads the article of a web page, without its menus and footers. */
export function read(bytes: Uint8Array): Content {
  const { document } = parseHTML(wholePage(decode(bytes, declaredEncoding(bytes))));
  for (const button of document.querySelectorAll("button")) button.remove();
  const headings = document.querySelectorAll("h1");
  const onlyHeading = headings.length === 1 ? headings[0]?.textContent?.trim() : undefined;
  const pageTitle = document.querySelector("title")?.textContent?.trim();
  const main = mainOf(document.body);
  const body = withoutFurniture(main ?? document.body);
  const { blocks } = fromHtml((main ? undefined : articleOf(document, body)) ?? body.html);
  const title = onlyHeading || withoutSite(pageTitle);
  return { ...(title && { title }), blocks: title ? titled(blocks, title) : blocks, rows: [] };
}

/** A page's title without the name of the site, as in "Travel policy | Intranet". */
function withoutSite(title: string | undefined): string | undefined {
  return title?.replace(/\s+[-–—|·_]\s+[^-–—|·_]*$/, "").trim() || title;
}

/** The article finder takes the title out of the text or makes it a heading like others: here it stands on top. */
function titled(blocks: Block[], title: string): Block[] {
  if (blocks.some((block) => block.level === 1)) return blocks;
  const others = blocks.filter((block, position) => position > 2 || block.text !== title);
  return [heading(1, title), ...others];
}

/** A Markdown table must have a header: without one of its own, the first row is taken. */
function giveTablesHeaders(tree: Root): void {
  visit(tree, "element", (table) => {
    if (table.tagName !== "table") return;
    const cells: Element[][] = [];
    visit(table, "element", (row) => {
      if (row.tagName === "tr") cells.push(row.children.filter((cell) => cell.type === "element"));
    });
    if (cells.flat().some((cell) => cell.tagName === "th")) return;
    for (const cell of cells[0] ?? []) cell.tagName = "th";
  });
}

/** Reads clean HTML, such as a converter makes. */
export function fromHtml(html: string): Content {
  return Markdown.read(String(toMarkdown.processSync(html)));
}

// The parser makes no body of its own around a fragment.
function wholePage(html: string): string {
  return /<body[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
}

/** Where the page itself says that its text stands. */
function mainOf(body: HTMLElement): HTMLElement | undefined {
  for (const name of ["main,[role=main]", "article"]) {
    const [only, ...others] = body.querySelectorAll<HTMLElement>(name);
    if (only && others.length === 0 && only.textContent?.trim()) return only;
  }
  return undefined;
}

/** What the article finder takes for the text; undefined where it leaves out more than menus, which are all links. */
function articleOf(document: Document, body: Body): string | undefined {
  const article = new Readability(document, { keepClasses: true, charThreshold: 200 }).parse();
  if (!article?.content) return undefined;
  const kept = withoutFurniture(parseHTML(wholePage(article.content)).document.body);
  return kept.proseLength >= body.proseLength * 0.8 ? article.content : undefined;
}

interface Body {
  html: string;
  /** Characters outside links. */
  proseLength: number;
}

function withoutFurniture(body: HTMLElement): Body {
  const copy = body.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll("script,style,noscript,template,nav,header,footer,aside,form,iframe")) {
    part.remove();
  }
  const html = copy.innerHTML;
  for (const link of copy.querySelectorAll("a")) link.remove();
  return { html, proseLength: copy.textContent?.replace(/\s+/g, "").length ?? 0 };
}

/** The encoding that a page's own first lines name. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(start)?.[1];
}

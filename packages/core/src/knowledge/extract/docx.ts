import mammoth from "mammoth";
import type { Block, Content } from "./block.ts";
import { fromHtml } from "./html.ts";

const styles = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** Reads a Word document: headings by style, lists, tables and links. Of pictures only the description is kept. */
export async function read(bytes: Uint8Array): Promise<Content> {
  const { value: html } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { styleMap: styles, convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })) },
  );
  const content = fromHtml(withoutMarks(html));
  return html.startsWith('<h1 class="title">') ? underTitle(content) : content;
}

/** Takes out what shows nothing outside Word: pictures without a description, bookmarks, links to bookmarks. */
function withoutMarks(html: string): string {
  return html
    .replace(/<img(?![^>]* alt="[^"])[^>]*>|<a id="[^"]*"><\/a>/g, "")
    .replace(/<a href="#[^"]*"[^>]*>([\s\S]*?)<\/a>/g, "$1");
}

/** A document's title stands above its headings, which Word counts from 1 as well. */
function underTitle(content: Content): Content {
  const [title, ...blocks] = content.blocks;
  return { ...content, blocks: [...(title ? [title] : []), ...blocks.map(oneDeeper)] };
}

function oneDeeper(block: Block): Block {
  if (block.type !== "heading" || !block.level || block.level > 5) return block;
  return { ...block, level: block.level + 1, markdown: `#${block.markdown}` };
}

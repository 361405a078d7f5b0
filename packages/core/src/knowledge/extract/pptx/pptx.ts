import { heading, type Block, type Content } from "../block.ts";
import { fileError } from "../file-error.ts";
import { limits } from "../limits.ts";
import { open, type Parts } from "../parts.ts";
import { elements } from "./element.ts";
import * as Slide from "./slide.ts";

const main = "ppt/presentation.xml";

/** Reads a presentation slide by slide: its title as a heading, text, lists, tables, charts, and the speaker's notes. */
export async function read(bytes: Uint8Array): Promise<Content> {
  const parts = await open(bytes);
  const names = await slidesOf(parts);
  if (names.length > limits.slides) {
    throw fileError(
      "too_large_to_read",
      `This presentation has ${names.length.toLocaleString("en")} slides; at most ${limits.slides.toLocaleString("en")} are read. Split it and add the parts.`,
    );
  }
  const blocks: Block[] = [];
  let title: string | undefined;
  let before: string | undefined;
  for (const [position, name] of names.entries()) {
    const page = position + 1;
    const slide = await Slide.read(parts, name, page);
    if (!slide || (slide.blocks.length === 0 && !slide.title)) continue;
    const isCover = title === undefined && slide.isCover && blocks.length === 0;
    const shown = slide.title || `Slide ${page}`;
    // slides that go on under the same title are one section
    if (shown !== before) blocks.push(heading(isCover || title === undefined ? 1 : 2, shown, page));
    if (isCover) title = shown;
    before = shown;
    blocks.push(...slide.blocks);
  }
  const named = title ?? (await titleOf(parts)) ?? blocks.find((block) => block.level === 1)?.text;
  return { ...(named && { title: named }), blocks, rows: [] };
}

/** Names of the slides' parts, in the order in which they are shown. */
async function slidesOf(parts: Parts): Promise<string[]> {
  const presentation = await parts.xml(main);
  const relations = await parts.relations(main);
  return elements(presentation, "p:sldId").flatMap((slide) => {
    const relation = relations.get(slide.getAttribute("r:id") ?? "");
    return relation && !relation.isExternal ? [relation.target] : [];
  });
}

async function titleOf(parts: Parts): Promise<string | undefined> {
  const [title] = elements(await parts.xml("docProps/core.xml"), "dc:title");
  const words = title?.textContent?.trim();
  // what programs write when nobody named the file
  return words && !/^(?:PowerPoint Presentation|PowerPoint 演示文稿|PptxGenJS Presentation|untitled)$/i.test(words)
    ? words
    : undefined;
}

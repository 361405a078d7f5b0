import { table, type Block } from "../block.ts";
import type { Parts, Relation } from "../parts.ts";
import * as Chart from "./chart.ts";
import { child, elements } from "./element.ts";
import { blocksOf, plain } from "./text.ts";

export interface Slide {
  title: string;
  /** It carries the title of the whole presentation. */
  isCover: boolean;
  blocks: Block[];
}

interface Drawing {
  parts: Parts;
  relations: Map<string, Relation>;
}

const titles = new Set(["title", "ctrTitle"]);
/** Date, footer and number of a slide say the same on each. */
const furniture = new Set(["dt", "ftr", "sldNum", "hdr"]);
const lists = new Set(["body", "obj", ""]);

/** Reads one slide and its notes; undefined for a slide that is hidden or not there. */
export async function read(parts: Parts, name: string, page: number): Promise<Slide | undefined> {
  const document = await parts.xml(name);
  const [slide] = elements(document, "p:sld");
  if (!slide || slide.getAttribute("show") === "0") return undefined;
  const relations = await parts.relations(name);
  const [tree] = elements(slide, "p:spTree");
  const shapes = tree ? flatten(tree) : [];
  const heads = shapes.filter((shape) => titles.has(placeholder(shape) ?? ""));
  const rest = shapes.filter((shape) => !heads.includes(shape) && !furniture.has(placeholder(shape) ?? ""));
  const blocks: Block[] = [];
  for (const shape of rest) blocks.push(...(await shapeBlocks(shape, { parts, relations })));
  const title = heads.map((head) => plain(child(head, "p:txBody"))).find(Boolean) ?? takeTitle(blocks);
  blocks.push(...(await notesOf(parts, relations)));
  return {
    title: title.slice(0, 300),
    isCover: heads.some((head) => placeholder(head) === "ctrTitle"),
    blocks: blocks.map((block) => ({ ...block, page })),
  };
}

/** Shapes in their order, groups opened. */
function flatten(tree: Element): Element[] {
  return Array.from(tree.children).flatMap((shape) => {
    if (shape.tagName === "p:grpSp") return flatten(shape);
    if (shape.tagName !== "mc:AlternateContent") return [shape];
    const choice = child(shape, "mc:Choice") ?? child(shape, "mc:Fallback");
    return choice ? flatten(choice) : [];
  });
}

/** What the slide's layout takes a shape for; undefined for one that stands free. */
function placeholder(shape: Element): string | undefined {
  const [mark] = elements(shape, "p:ph");
  return mark && (mark.getAttribute("type") ?? "");
}

async function shapeBlocks(shape: Element, drawing: Drawing): Promise<Block[]> {
  switch (shape.tagName) {
    case "p:sp": {
      const isList = lists.has(placeholder(shape) ?? "free");
      return blocksOf(child(shape, "p:txBody"), drawing.relations, isList);
    }
    case "p:pic":
      return picture(shape);
    case "p:graphicFrame":
      return frameBlocks(shape, drawing);
    default:
      return [];
  }
}

/** Of pictures the description is kept, which stands where the picture stood. */
function picture(shape: Element): Block[] {
  const words = elements(shape, "p:cNvPr")[0]?.getAttribute("descr")?.replace(/\s+/g, " ").trim();
  return words ? [{ type: "paragraph", markdown: `![${words.replace(/[[\]]/g, "\\$&")}]()` }] : [];
}

async function frameBlocks(frame: Element, { parts, relations }: Drawing): Promise<Block[]> {
  const [grid] = elements(frame, "a:tbl");
  if (grid) return tableOf(grid);
  const [chart] = elements(frame, "c:chart");
  if (chart) return Chart.read(await parts.xml(relations.get(chart.getAttribute("r:id") ?? "")?.target ?? ""));
  const [diagram] = elements(frame, "dgm:relIds");
  const data = await parts.xml(relations.get(diagram?.getAttribute("r:dm") ?? "")?.target ?? "");
  const points = elements(data, "dgm:pt").map((point) => plain(child(point, "dgm:t")));
  const markdown = points.filter(Boolean).map((point) => `- ${point}`);
  return markdown.length > 0 ? [{ type: "list", markdown: markdown.join("\n") }] : [];
}

/** A cell that spans several gives its words once; the others of its span stay empty. */
function tableOf(grid: Element): Block[] {
  const rows = elements(grid, "a:tr").map((row) =>
    elements(row, "a:tc").map((cell) => {
      const lines = blocksOf(child(cell, "a:txBody"), new Map(), false);
      return lines.map((line) => line.markdown).join("\n");
    }),
  );
  return rows.some((row) => row.some(Boolean)) ? [table(rows)] : [];
}

/** Without a title of its own, a slide takes its first words for one, where these are few. */
function takeTitle(blocks: Block[]): string {
  const [first] = blocks;
  if (first?.type !== "paragraph" || first.markdown.length > 80 || /[\n[\]]/.test(first.markdown)) return "";
  blocks.shift();
  return first.markdown;
}

async function notesOf(parts: Parts, relations: Map<string, Relation>): Promise<Block[]> {
  const notes = [...relations.values()].find((relation) => relation.type === "notesSlide" && !relation.isExternal);
  const document = notes && (await parts.xml(notes.target));
  const body = elements(document, "p:sp").find((shape) => placeholder(shape) === "body");
  if (!body || !notes) return [];
  const blocks = blocksOf(child(body, "p:txBody"), await parts.relations(notes.target), false);
  const markdown = blocks.map((block) => block.markdown.replace(/^/gm, "> ")).join("\n>\n");
  return markdown ? [{ type: "quote", markdown }] : [];
}

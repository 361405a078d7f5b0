import { escapeHtml, type Block } from "../block.ts";
import type { Relation } from "../parts.ts";
import { child, elements } from "./element.ts";

interface Line {
  text: string;
  /** How deep the item stands in its list; absent for a paragraph. */
  item?: { level: number; mark: "-" | "1." };
}

/** A text body as blocks: neighbouring items are one list. `isList` tells whether its paragraphs have bullets unasked. */
export function blocksOf(body: Element | undefined, relations: Map<string, Relation>, isList: boolean): Block[] {
  const blocks: Block[] = [];
  for (const line of linesOf(body, relations, isList)) {
    const last = blocks.at(-1);
    if (!line.item) blocks.push({ type: "paragraph", markdown: line.text });
    else {
      const markdown = `${"  ".repeat(line.item.level)}${line.item.mark} ${line.text.replace(/\n/g, " ")}`;
      if (last?.type === "list") last.markdown += `\n${markdown}`;
      else blocks.push({ type: "list", markdown: markdown.trimStart() });
    }
  }
  return blocks;
}

/** The words of a text body in one line. */
export function plain(body: Element | undefined): string {
  return linesOf(body, new Map(), false)
    .map((line) => line.text)
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function linesOf(body: Element | undefined, relations: Map<string, Relation>, isList: boolean): Line[] {
  const paragraphs = elements(body, "a:p").map((paragraph): Line => {
    const text = runsOf(paragraph, relations);
    const item = itemOf(child(paragraph, "a:pPr"), isList);
    return { text, ...(item && { item }) };
  });
  const filled = paragraphs.filter((line) => line.text);
  // a body of a single sentence is no list, whatever its placeholder says
  return filled.length === 1 ? filled.map(({ text }) => ({ text })) : filled;
}

function itemOf(properties: Element | undefined, isList: boolean): Line["item"] {
  const has = (name: string) => child(properties, name) !== undefined;
  const level = Math.min(8, Math.max(0, Number(properties?.getAttribute("lvl") ?? 0) || 0));
  if (has("a:buNone")) return undefined;
  if (has("a:buAutoNum")) return { level, mark: "1." };
  return isList || has("a:buChar") || has("a:buBlip") ? { level, mark: "-" } : undefined;
}

function runsOf(paragraph: Element, relations: Map<string, Relation>): string {
  const runs = Array.from(paragraph.children).map((run) => {
    if (run.tagName === "a:br") return "\n";
    const text = [...elements(run, "a:t"), ...elements(run, "m:t")].map((part) => part.textContent ?? "").join("");
    const link = relations.get(child(run, "a:rPr", "a:hlinkClick")?.getAttribute("r:id") ?? "");
    const shown = escapeHtml(text);
    const isShown = link?.isExternal && text.trim() && /^(?:https?|mailto):[^\s()<>]+$/i.test(link.target);
    return isShown ? `[${shown.trim()}](${link.target})` : shown;
  });
  return runs
    .join("")
    .replace(/[ \t\v]+/g, " ")
    .trim();
}

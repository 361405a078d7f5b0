import { heading, type Block, type Content } from "../block.ts";
import * as Passage from "../passage.ts";
import { isRecord, textOf, type Json, type JsonRecord } from "./value.ts";

/** A dump of web pages: an array of `{address: [text]}`. Each page stands under its address. Undefined for other JSON. */
export function pages(value: Json): Content | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const found = value.map(pageOf);
  if (found.some((page) => page === undefined)) return undefined;
  const blocks = found.flatMap((page): Block[] =>
    page?.text ? [heading(1, page.address), ...Passage.read(page.text, 1)] : [],
  );
  return { blocks, rows: [] };
}

function pageOf(item: Json): { address: string; text: string } | undefined {
  if (!isRecord(item)) return undefined;
  const [entry, ...others] = Object.entries(item);
  if (!entry || others.length > 0 || !/^https?:\/\//i.test(entry[0]) || !Array.isArray(entry[1])) return undefined;
  return { address: entry[0], text: textOf(entry[1][0]) };
}

/** A dump of articles: title, summary, and sections with their own titles and pictures. Undefined for other JSON. */
export function articles(value: Json): Content | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isArticle)) return undefined;
  const blocks = value.flatMap((article) => [
    heading(1, textOf(article["doc_title"])),
    ...Passage.read(textOf(article["content_summary"]), 1),
    ...(Array.isArray(article["content"]) ? article["content"] : []).filter(isRecord).flatMap(sectionOf),
  ]);
  const [only] = value;
  const title = value.length === 1 && only ? textOf(only["doc_title"]) : "";
  return { ...(title && { title }), blocks, rows: [] };
}

function isArticle(item: Json): item is JsonRecord {
  return isRecord(item) && "doc_title" in item && ("content_summary" in item || Array.isArray(item["content"]));
}

function sectionOf(section: JsonRecord): Block[] {
  const title = textOf(section["title"]);
  const images = Array.isArray(section["images"]) ? section["images"].map(textOf).filter(isAddress) : [];
  return [
    ...(title ? [heading(2, title)] : []),
    ...Passage.read(textOf(section["content"]), 2),
    ...images.map((address): Block => ({ type: "paragraph", markdown: `![](${address})` })),
  ];
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s()<>]+$/i.test(text);
}

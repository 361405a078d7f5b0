import type { Content } from "./block.ts";

/** Reads plain text into paragraphs: what stands between blank lines. */
export function read(text: string): Content {
  const paragraphs = text.split(/\n[ \t\u3000]*\n/).map((paragraph) => paragraph.replace(/^\n+|\s+$/g, ""));
  return {
    blocks: paragraphs.filter((paragraph) => paragraph.trim()).map((markdown) => ({ type: "paragraph", markdown })),
    rows: [],
  };
}

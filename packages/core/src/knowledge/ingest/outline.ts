import type { Block } from "../extract/block.ts";

/** A heading with what stands under it. The outermost section of a document has no heading. */
export interface Section {
  level: number;
  heading?: Block;
  blocks: Block[];
  sections: Section[];
}

/** Nests blocks under their headings. A level that is left out, such as ### right under #, does no harm. */
export function outline(blocks: readonly Block[]): Section {
  const root: Section = { level: 0, blocks: [], sections: [] };
  const open = [root];
  for (const block of blocks) {
    if (block.type !== "heading" || !block.level) {
      open.at(-1)?.blocks.push(block);
      continue;
    }
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= block.level) open.pop();
    const section: Section = { level: block.level, heading: block, blocks: [], sections: [] };
    open.at(-1)?.sections.push(section);
    open.push(section);
  }
  return root;
}

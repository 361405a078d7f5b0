import type { Block, Content } from "../block.ts";
import { flow } from "../pdf/flow.ts";
import { stitch } from "../pdf/stitch.ts";
import { styleOf } from "../pdf/style.ts";
import { pictures } from "./image-file.ts";
import type { ImageKind } from "./image-size.ts";
import { ocrMissing } from "./needs-ocr.ts";
import type { Ocr } from "./ocr.ts";
import { pagesOf, type Scan } from "./page.ts";

/** Recognition at work on one file. */
export interface Reading {
  /** Undefined on a machine that cannot: then what has text of its own is read without it. */
  ocr: Ocr | undefined;
  /** Called before each page: each has a time of its own. They are counted from 1, and `of` is how many there are. */
  onPage: (page: number, of?: number) => void;
}

/** Reads the text in an image file. */
export async function read(bytes: Uint8Array, kind: ImageKind, { ocr, onPage }: Reading): Promise<Content> {
  if (!ocr) throw ocrMissing();
  const scans: Scan[] = [];
  for await (const picture of pictures(bytes, kind)) {
    onPage(scans.length + 1);
    const read = await ocr.read(picture);
    const sizes = read.lines.map((line) => line.size).toSorted((a, b) => a - b);
    // a photograph does not say how large its paper is: its type is taken to be of ten points
    scans.push({ number: scans.length + 1, read, pixelsPerPoint: (sizes[sizes.length >> 1] ?? 20) / 10 });
  }
  const pages = pagesOf(scans);
  const style = styleOf(pages);
  const blocks = stitch(pages.flatMap((page) => flow(page, style)));
  const title = blocks.find((block) => block.level === 1)?.text;
  return { ...(title && { title }), blocks: scans.length > 1 ? blocks : blocks.map(withoutPage), rows: [] };
}

function withoutPage(block: Block): Block {
  const copy = { ...block };
  delete copy.page;
  return copy;
}

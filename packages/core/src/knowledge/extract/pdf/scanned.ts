import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PDFiumLibrary, type PDFiumDocument } from "@hyzyla/pdfium";
import { fileError } from "../file-error.ts";
import { limits } from "../limits.ts";
import { NeedsOcr, ocrMissing } from "../ocr/needs-ocr.ts";
import { pagesOf, type Scan } from "../ocr/page.ts";
import { fromRgba, type Picture } from "../ocr/picture.ts";
import type { Reading } from "../ocr/reading.ts";
import type { Page } from "./page.ts";
import { styleOf } from "./style.ts";

const pixelsPerPoint = 150 / 72;
/** A side of a drawn page is at least and at most so long, however large the paper says it is. */
const side = { min: 16, max: 3200 };
/** A page with less text than this may be a picture that something was stamped on. */
const stampMax = 60;

/** Reads those pages that are pictures of text, and puts them in the place of what their text layer says. */
export async function readScanned(bytes: Uint8Array, pages: Page[], reading: Reading | undefined): Promise<void> {
  const scanned = pages.filter(isScanned);
  if (scanned.length === 0) return;
  if (!reading) throw new NeedsOcr();
  const { ocr, onPage } = reading;
  if (!ocr && pages.every((page) => page.fragments.length === 0)) throw ocrMissing();
  if (!ocr) return;
  if (scanned.length > limits.ocrPages) {
    throw fileError(
      "too_large_to_read",
      `This PDF has ${scanned.length.toLocaleString("en")} pages that are pictures; at most ${limits.ocrPages} are read. Split it and add the parts.`,
    );
  }
  const scans: Scan[] = [];
  await using drawn = await openForDrawing(bytes);
  for (const [at, { number }] of scanned.entries()) {
    onPage(at + 1, scanned.length);
    const { picture, scale } = await draw(drawn.document, number);
    if (!isBlank(picture)) scans.push({ number, read: await ocr.read(picture), pixelsPerPoint: scale });
  }
  const others = pages.filter((page) => !scanned.includes(page) && page.fragments.length > 0);
  for (const read of pagesOf(scans, others.length > 0 ? styleOf(others).bodySize : undefined)) {
    const at = read.number - 1;
    const page = pages[at];
    if (page && characters(read) > characters(page)) pages[at] = read;
  }
}

function isScanned(page: Page): boolean {
  const count = characters(page);
  if (count === 0) return page.painted.anything;
  return count < stampMax && page.painted.picture > 0.4;
}

function characters({ fragments }: Pick<Page, "fragments">): number {
  return fragments.reduce((sum, { text }) => sum + text.replace(/\s/g, "").length, 0);
}

async function openForDrawing(bytes: Uint8Array) {
  const path = fileURLToPath(import.meta.resolve("@hyzyla/pdfium/pdfium.wasm"));
  const library = await PDFiumLibrary.init({ wasmBinary: Uint8Array.from(await readFile(path)).buffer });
  const document = await library.loadDocument(bytes);
  return {
    document,
    [Symbol.asyncDispose]() {
      document.destroy();
      library.destroy();
      return Promise.resolve();
    },
  };
}

async function draw(document: PDFiumDocument, number: number): Promise<{ picture: Picture; scale: number }> {
  const page = document.getPage(number - 1);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longer = Math.max(originalWidth, originalHeight, 1);
  const scale = Math.max(side.min / longer, Math.min(pixelsPerPoint, side.max / longer));
  const { width, height, data } = await page.render({ scale, render: "bitmap" });
  // the renderer gives blue first
  for (let at = 0; at < data.length; at += 4) {
    const blue = data[at] ?? 0;
    data[at] = data[at + 2] ?? 0;
    data[at + 2] = blue;
  }
  return { picture: fromRgba(width, height, data), scale };
}

/** Whether a page shows nothing but its paper. */
function isBlank({ data }: Picture): boolean {
  let [least, most] = [255, 0];
  for (let at = 1; at < data.length; at += 3) {
    const value = data[at] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least < 40;
}

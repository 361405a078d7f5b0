import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import { chromium } from "@playwright/test";
import { encode } from "jpeg-js";
import { fromRgba, straighten, type Picture } from "@docent/core/knowledge/extract/ocr/picture";
import { scannedPdf } from "../fixtures/pdf.ts";
import { randomNumbers } from "./figures.ts";

/** Prints pages as PDF; undefined where there is no Chromium. */
export async function printer(): Promise<
  { print(html: string): Promise<Uint8Array>; close(): Promise<void> } | undefined
> {
  const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) return undefined;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  return {
    async print(html) {
      await page.setContent(html);
      return page.pdf({ preferCSSPageSize: true });
    },
    close: () => browser.close(),
  };
}

/** The pages of a PDF as a scanner would give them back at 150 dots an inch, as a PDF without text. */
export async function scanned(pdf: Uint8Array, worn: boolean): Promise<{ pdf: Buffer; pages: number }> {
  const path = fileURLToPath(import.meta.resolve("@hyzyla/pdfium/pdfium.wasm"));
  const library = await PDFiumLibrary.init({ wasmBinary: Uint8Array.from(await readFile(path)).buffer });
  const document = await library.loadDocument(pdf);
  const pages = [];
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: 150 / 72, render: "bitmap" });
    const clean = fromRgba(width, height, data);
    const picture = worn ? wear(clean, pages.length) : clean;
    const rgba = new Uint8Array(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at++) rgba.set(picture.data.subarray(at * 3, at * 3 + 3), at * 4);
    pages.push({ jpeg: encode({ width, height, data: rgba }, worn ? 70 : 90).data, width, height });
  }
  document.destroy();
  library.destroy();
  return { pdf: scannedPdf(pages), pages: pages.length };
}

/** Laid on the glass a little askew, out of focus, on grey paper with specks. */
function wear(picture: Picture, seed: number): Picture {
  const { width, height } = picture;
  const angle = (seed % 2 ? -0.8 : 0.8) * (Math.PI / 180);
  const frame = { x: width / 2, y: height / 2, width: width * 1.02, height: height * 1.02, angle };
  const askew = straighten(picture, frame, width, height);
  const random = randomNumbers(seed + 7);
  const data = new Uint8Array(askew.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      let sum = 0;
      for (const by of [0, -3, 3, -3 * width, 3 * width]) sum += askew.data[at + by] ?? 255;
      const value = Math.max(0, Math.min(255, (sum / 5) * 0.92 + (random() - 0.5) * 36));
      data.fill(value, at, at + 3);
    }
  }
  return { width, height, data };
}

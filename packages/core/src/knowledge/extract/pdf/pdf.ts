import { fileURLToPath } from "node:url";
import { getDocument, InvalidPDFException, PasswordException, type PDFDocumentProxy } from "./pdfjs.ts";
import type { Content } from "../block.ts";
import { fileError } from "../file-error.ts";
import { limits } from "../limits.ts";
import { flow } from "./flow.ts";
import { readPage, type Page } from "./page.ts";
import { readScanned } from "./scanned.ts";
import type { Reading } from "../ocr/reading.ts";
import { dropRunningLines } from "./running-lines.ts";
import { stitch } from "./stitch.ts";
import { styleOf } from "./style.ts";

const folder = (name: string) => fileURLToPath(import.meta.resolve(`pdfjs-dist/${name}/`));

/**
 * Reads a PDF: headings by their size, paragraphs, lists, tables and code, each with its page. Pages without a text
 * layer are recognised; without a `reading` at work they throw NeedsOcr.
 */
export async function read(bytes: Uint8Array, reading?: Reading): Promise<Content> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    // without these, Chinese text whose fonts are not in the file is lost
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    useSystemFonts: false,
    disableFontFace: true,
    // their names tell bold and typewriter type
    fontExtraProperties: true,
    maxImageSize: 4_000_000,
    verbosity: 0,
  });
  try {
    const document = await task.promise.catch(refuse);
    const pages = await readPages(document);
    await readScanned(bytes, pages, reading);
    dropRunningLines(pages);
    const style = styleOf(pages);
    const blocks = stitch(pages.flatMap((page) => flow(page, style)));
    const title = blocks.find((block) => block.level === 1)?.text;
    return { ...(title && { title }), blocks, rows: [] };
  } finally {
    await task.destroy();
  }
}

async function readPages(document: PDFDocumentProxy): Promise<Page[]> {
  if (document.numPages > limits.pdfPages) {
    throw fileError(
      "too_large_to_read",
      `This PDF has ${document.numPages.toLocaleString("en")} pages; at most ${limits.pdfPages.toLocaleString("en")} are read. Split it and add the parts.`,
    );
  }
  const pages: Page[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    pages.push(await readPage(await document.getPage(number)));
  }
  return pages;
}

function refuse(error: unknown): never {
  if (error instanceof PasswordException) {
    throw fileError("encrypted", "This PDF is locked with a password. Save it without one and add it again.", error);
  }
  if (error instanceof InvalidPDFException) {
    throw fileError(
      "unreadable",
      "This PDF is damaged or was not downloaded completely. Fetch it once more and add it again.",
      error,
    );
  }
  throw error;
}

import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { PictureError, sideMax } from "./shrink.ts";

GlobalWorkerOptions.workerSrc = new URL("pdfjs-dist/legacy/build/pdf.worker.min.mjs", import.meta.url).href;

export type Pdf = PDFDocumentProxy;

/** Opens a PDF in this browser. Throws a `PictureError` when it has a password or cannot be read. */
export async function openPdf(file: Blob): Promise<Pdf> {
  try {
    return await getDocument({ data: new Uint8Array(await file.arrayBuffer()) }).promise;
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === "PasswordException";
    throw new PictureError(isLocked ? "picture.pdf_locked" : "picture.pdf_damaged", { cause });
  }
}

/** The page as a picture, as large as a model looks at. */
export async function drawPage(pdf: Pdf, number: number): Promise<Blob> {
  const page = await pdf.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: sideMax / Math.max(width, height) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport, background: "#fff" }).promise;
  page.cleanup();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) return blob;
  throw new PictureError("picture.pdf_damaged");
}

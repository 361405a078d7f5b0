import { open } from "node:fs/promises";
import path from "node:path";
import { fileError } from "./file-error.ts";
import type { ImageKind } from "./ocr/image-size.ts";
import * as Ole from "./ole.ts";
import { findSignature, type Other } from "./signature.ts";
import * as Zip from "./zip.ts";

export type Format =
  "markdown" | "text" | "pdf" | "docx" | "pptx" | "html" | "csv" | "xlsx" | "faq" | "json" | "example" | ImageKind;

const extensions: Record<string, Format> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".txt": "text",
  ".pdf": "pdf",
  ".docx": "docx",
  ".pptx": "pptx",
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
  ".tif": "tiff",
  ".tiff": "tiff",
  ".html": "html",
  ".htm": "html",
  ".csv": "csv",
  ".tsv": "csv",
  ".xlsx": "xlsx",
  ".faq": "faq",
  ".json": "json",
  ".jsonl": "json",
  ".wiki": "json",
  ".example": "example",
  ".examples": "example",
};

/** Endings of the names of files that can be read. */
export const supported = Object.keys(extensions);

const binaryNames: Partial<Record<Format, string>> = {
  pdf: "a PDF",
  docx: "a Word document (.docx)",
  pptx: "a PowerPoint presentation (.pptx)",
  xlsx: "an Excel workbook (.xlsx)",
  png: "a PNG picture",
  jpeg: "a JPEG picture",
  webp: "a WebP picture",
  tiff: "a TIFF picture",
};

/** The format of a file: by what it begins with, and for text, which begins with anything, by its name. */
export async function detect(file: { path: string; name: string }): Promise<Format> {
  const ending = path.extname(file.name).toLowerCase();
  const named = Object.hasOwn(extensions, ending) ? extensions[ending] : undefined;
  const start = await readStart(file.path);
  const found = await lookInside(file.path, start, named);
  if (!found) return textual(ending, named, start);
  if (found.kind !== "other") {
    if (found.kind === named || !ending || (isPicture(found.kind) && isPicture(named))) return found.kind;
    throw mislabelled(ending, `${binaryNames[found.kind]}. Give it the ending .${found.kind} and add it again.`);
  }
  if (named) throw mislabelled(ending, `${found.what}. ${found.advice}.`);
  throw fileError("unsupported", `This is ${found.what}, which cannot be read. ${found.advice}. ${supportedSentence}`);
}

const supportedSentence = `Files that can be read end in ${supported.join(", ")}.`;

/** Pictures pass under one another's names all the time, and are read all the same. */
function isPicture(format: Format | undefined): boolean {
  return format === "png" || format === "jpeg" || format === "webp" || format === "tiff";
}

async function lookInside(filePath: string, start: Buffer, named: Format | undefined) {
  const signature = findSignature(start);
  switch (signature?.kind) {
    case "zip":
      return Zip.kindOf(filePath);
    case "ole":
      return Ole.kindOf(filePath);
    case "pdf":
    case "png":
    case "jpeg":
    case "webp":
    case "tiff":
      return { kind: signature.kind } as const;
    case "other":
      return signature satisfies Other;
    case undefined:
      // some programs write a line or two before a PDF's own mark
      return named === "pdf" && start.subarray(0, 1024).includes("%PDF-") ? ({ kind: "pdf" } as const) : undefined;
  }
}

function textual(ending: string, named: Format | undefined, start: Uint8Array): Format {
  const isText = looksLikeText(start);
  const what = named && binaryNames[named];
  if (what) {
    const instead = isText ? "it holds plain text" : "its beginning is damaged or missing";
    throw fileError(
      isText ? "mislabelled" : "unreadable",
      `The name ends in ${ending}, but this is not ${what}: ${instead}. Export or download it once more and add it again.`,
    );
  }
  if (ending === ".template") {
    throw fileError(
      "prompt_template",
      "This file holds the wording of a prompt, not knowledge. Open it and copy its text to where it is needed.",
    );
  }
  if (!named) throw fileError("unsupported", `Files ending in "${ending}" cannot be read. ${supportedSentence}`);
  if (isText) return named;
  throw fileError(
    "unreadable",
    `The name ends in ${ending}, but the file does not hold text. Check that it is the right file, save it as text and add it again.`,
  );
}

function mislabelled(ending: string, rest: string) {
  return fileError("mislabelled", `The name ends in ${ending}, but the file is really ${rest}`);
}

async function readStart(filePath: string): Promise<Buffer> {
  await using file = await open(filePath);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  return buffer.subarray(0, bytesRead);
}

/** Text has next to no control characters, but in UTF-16 every other byte may be empty. */
function looksLikeText(start: Uint8Array): boolean {
  const control = start.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  if (control <= start.length * 0.05) return true;
  const empty = (half: number) => start.filter((byte, position) => position % 2 === half && byte === 0).length;
  const [even, odd] = [empty(0), empty(1)];
  return Math.min(even, odd) <= Math.max(even, odd) * 0.1 && Math.max(even, odd) > control * 0.5;
}

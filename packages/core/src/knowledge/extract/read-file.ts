import { readFile as readBytes, stat } from "node:fs/promises";
import type { Content } from "./block.ts";
import { decode } from "./decode.ts";
import { fileError, megabytes } from "./file-error.ts";
import { detect, type Format } from "./format.ts";
import * as HtmlAnswers from "./html-answers.ts";
import { limits } from "./limits.ts";
import { NeedsOcr } from "./ocr/needs-ocr.ts";
import type { Reading } from "./ocr/reading.ts";
import * as Markdown from "./markdown.ts";
import * as PlainText from "./plain-text.ts";
import * as QuestionAnswer from "./question-answer.ts";

/**
 * Reads a file of any supported format. Throws a PublicError `file.…` that says what to do for any other, and NeedsOcr
 * for pictures of text where no recognition is at work.
 */
export async function readFile(file: { path: string; name: string }, reading?: Reading): Promise<Content> {
  const { size } = await stat(file.path);
  if (size === 0) throw fileError("empty", "This file is empty. Check that it was saved, and add it again.");
  const format = await detect(file);
  refuseSize(size, limits.bytes[format]);
  const content = await read(format, await readBytes(file.path), reading);
  content.rows = await HtmlAnswers.toMarkdown(content.rows);
  if (content.blocks.length === 0 && content.rows.length === 0 && !content.examples?.trim()) throw noText(format);
  return content;
}

// Parsers of office formats are loaded when the first such file comes: most processes never need them all.
async function read(format: Format, bytes: Uint8Array, reading: Reading | undefined): Promise<Content> {
  switch (format) {
    case "markdown":
      return Markdown.read(decode(bytes));
    case "text":
      return PlainText.read(decode(bytes));
    case "faq":
      return { blocks: [], rows: QuestionAnswer.fromFaq(decode(bytes)) };
    case "csv":
      return (await import("./csv.ts")).read(decode(bytes));
    case "example":
      return { blocks: [], rows: [], examples: decode(bytes) };
    case "json":
      return (await import("./json/json.ts")).read(decode(bytes));
    case "html":
      return (await import("./html.ts")).read(bytes);
    case "xlsx":
      return (await import("./xlsx.ts")).read(bytes);
    case "docx":
      return (await import("./docx.ts")).read(bytes);
    case "pptx":
      return (await import("./pptx/pptx.ts")).read(bytes);
    case "pdf":
      return (await import("./pdf/pdf.ts")).read(bytes, reading);
    case "png":
    case "jpeg":
    case "webp":
    case "tiff":
      if (!reading) throw new NeedsOcr();
      return (await import("./ocr/reading.ts")).read(bytes, format, reading);
  }
}

function refuseSize(size: number, limit: number): void {
  if (size <= limit) return;
  throw fileError(
    "too_large",
    `This file is ${megabytes(size)}; at most ${megabytes(limit)} of its kind are read. Split it into parts and add those.`,
  );
}

const pictured = new Set<Format>(["pdf", "png", "jpeg", "webp", "tiff"]);

function noText(format: Format) {
  if (!pictured.has(format))
    return fileError("empty", "There is no text in this file. Check that it is the right one.");
  return fileError(
    "no_text",
    "No text was found in the pictures of this file. If there is some, scan or photograph it larger and sharper, and add that.",
  );
}

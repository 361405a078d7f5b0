import { open } from "node:fs/promises";
import { fileError } from "./file-error.ts";
import type { Other } from "./signature.ts";

const streams: [name: string, what: string, advice: string][] = [
  ["WordDocument", "an old Word document (.doc)", "Open it in Word or LibreOffice, save it as .docx and add that"],
  ["Workbook", "an old Excel workbook (.xls)", "Open it in Excel or LibreOffice, save it as .xlsx and add that"],
  ["PowerPoint Document", "an old presentation (.ppt)", "Save it as .pdf and add that"],
];

/** What an OLE file is, by the streams it holds. Throws for a document that is locked with a password. */
export async function kindOf(path: string): Promise<Other> {
  const names = await directory(path);
  const has = (name: string) => names.includes(Buffer.from(name, "utf16le"));
  if (has("EncryptedPackage")) {
    throw fileError("encrypted", "This document is locked with a password. Save it without one and add it again.");
  }
  const [, what, advice] = streams.find(([name]) => has(name)) ?? [
    "",
    "an old Office file",
    "Save it as .docx, .xlsx or .pdf and add that",
  ];
  return { kind: "other", what, advice };
}

async function directory(path: string): Promise<Buffer> {
  await using file = await open(path);
  const header = (await file.read(Buffer.alloc(512), 0, 512, 0)).buffer;
  const sectorBytes = 1 << Math.min(header.readUInt16LE(30), 12);
  const at = (header.readUInt32LE(48) + 1) * sectorBytes;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, at);
  return buffer.subarray(0, bytesRead);
}

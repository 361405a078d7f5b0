import type { ImageKind } from "./ocr/image-size.ts";

/** What a file is by its first bytes; `ole` is the container of old and of encrypted Office documents. */
export type Signature = { kind: "pdf" | "zip" | "ole" | ImageKind } | Other;
/** Something that cannot be read. The two complete a message: "is really <what>. <advice>." */
export interface Other {
  kind: "other";
  what: string;
  advice: string;
}

const picture = "Save it as .png and add that";
const recording = "Add a transcript of it";
const archive = "Unpack it and add the files in it";
const known: [bytes: string, what: string, advice: string][] = [
  ["GIF87a", "a GIF picture", picture],
  ["GIF89a", "a GIF picture", picture],
  ["BM", "a BMP picture", picture],
  ["\x1f\x8b", "a gzip archive", archive],
  ["Rar!\x1a", "a RAR archive", archive],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive", archive],
  ["\xfd7zXZ", "an xz archive", archive],
  ["BZh91AY", "a bzip2 archive", archive],
  ["\x7fELF", "a program", "Add documents only"],
  ["MZ", "a program", "Add documents only"],
  ["SQLite format 3", "a database", "Export what people ask about as .csv"],
  ["{\\rtf", "a Rich Text document", "Open it and save it as .docx"],
  ["%!PS-Adobe", "a PostScript file", "Print it into a .pdf"],
  ["ID3", "a sound recording", recording],
  ["OggS\0", "a recording", recording],
];

const images: [begins: RegExp, kind: ImageKind][] = [
  [/^\x89PNG\r\n/, "png"],
  [/^\xff\xd8\xff/, "jpeg"],
  [/^RIFF[\s\S]{4}WEBP/, "webp"],
  [/^(?:II\*\0|MM\0\*)/, "tiff"],
];

/** Recognises a file by its first bytes; undefined for text and for what is not known. */
export function findSignature(start: Uint8Array): Signature | undefined {
  const text = Buffer.from(start).toString("latin1");
  if (text.startsWith("%PDF-")) return { kind: "pdf" };
  if (text.startsWith("PK\x03\x04") || text.startsWith("PK\x05\x06")) return { kind: "zip" };
  if (text.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return { kind: "ole" };
  const image = images.find(([begins]) => begins.test(text));
  if (image) return { kind: image[1] };
  if (/^RIFF[\s\S]{4}(?:WAVE|AVI )/.test(text) || /^\0\0[\s\S]{2}ftyp/.test(text)) {
    return { kind: "other", what: "a film or a recording", advice: recording };
  }
  // two or three letters may well begin a text, but a text has no empty bytes
  const found = known.find(([bytes]) => text.startsWith(bytes) && (!/^\w{2,3}$/.test(bytes) || text.includes("\0")));
  return found && { kind: "other", what: found[1], advice: found[2] };
}

import { Readable } from "node:stream";
import { PublicError } from "../error.ts";
import * as ImageSize from "../knowledge/extract/ocr/image-size.ts";
import { findSignature } from "../knowledge/extract/signature.ts";
import type { Image } from "../models/chat-model.ts";

/** What every vendor takes; the console sends far less. */
export const bytesMax = 3_750_000;
/** A sender that is cut off in the middle does not hear why: up to here what is too much is read and thrown away. */
const heardMax = 60_000_000;
/** Longer sides are taken by no vendor. */
const sideMax = 8_000;
/** What it takes to show it, decoded: four bytes each. */
const pixelsMax = 40_000_000;

const types = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp" } as const;

export interface Measured extends Image {
  width: number;
  height: number;
}

/** A picture as it was sent, read to its end. `declared` is what its sender says of its size. Throws what `measure` throws. */
export async function receive(content: Readable | Uint8Array, declared = 0): Promise<Measured> {
  if (declared > heardMax) throw tooLarge();
  const source = content instanceof Readable ? content : [content];
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of source as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes <= bytesMax) parts.push(part);
    if (bytes > heardMax) break;
  }
  if (bytes > bytesMax) throw tooLarge();
  return measure(new Uint8Array(Buffer.concat(parts)));
}

/**
 * What the file is by its own bytes, never by its name. Nothing is decoded: the size is what the header says.
 * Throws `picture.empty`, `picture.too_large`, `picture.type_unknown`, `picture.damaged`, `picture.too_many_pixels`.
 */
export function measure(bytes: Uint8Array): Measured {
  if (bytes.length === 0) throw invalid("picture.empty", "The picture is empty. Choose it again.");
  if (bytes.length > bytesMax) throw tooLarge();
  const kind = findSignature(bytes.subarray(0, 32))?.kind;
  if (kind !== "png" && kind !== "jpeg" && kind !== "webp") {
    throw invalid(
      "picture.type_unknown",
      "Only PNG, JPEG and WebP pictures are read. Save the picture as one of them.",
    );
  }
  const size = ImageSize.of(bytes, kind);
  if (!size?.width || !size.height) {
    throw invalid("picture.damaged", "The picture is damaged. Save it anew, or make a screenshot of it.");
  }
  const { width, height } = size;
  if (Math.max(width, height) > sideMax || width * height > pixelsMax) {
    const message = `The picture has ${width} × ${height} pixels; up to ${sideMax} a side and 40 million in all are read. Make it smaller.`;
    throw invalid("picture.too_many_pixels", message);
  }
  return { type: types[kind], bytes, width, height };
}

function tooLarge() {
  return invalid("picture.too_large", "The picture is larger than 3.75 MB. Make it smaller, or save it as JPEG.");
}

function invalid(code: string, message: string) {
  return new PublicError("invalid", code, message);
}

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { decode as decodePng, convertIndexedToRgb } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import UTIF from "utif2";
import { fileError } from "../file-error.ts";
import { limits } from "../limits.ts";
import * as Size from "./image-size.ts";
import type { ImageKind } from "./image-size.ts";
import { fromRgba, resize, turn, type Picture } from "./picture.ts";

/** Pictures larger than this along a side show no more of their text. */
const sideMax = 3200;

/** The pictures in an image file, upright; only a TIFF has several. Throws `file.unreadable` for a damaged one. */
export async function* pictures(bytes: Uint8Array, kind: ImageKind): AsyncGenerator<Picture> {
  const { width, height } = Size.of(bytes, kind) ?? { width: 0, height: 0 };
  if (width * height > limits.pixels) throw tooLarge(width, height);
  try {
    if (kind === "tiff") yield* tiffPages(bytes);
    else yield fitted(await one(bytes, kind));
  } catch (error) {
    if (error instanceof Error && "code" in error) throw error;
    throw fileError(
      "unreadable",
      "This picture is damaged or was not downloaded completely. Fetch it once more and add it again.",
      error,
    );
  }
}

async function one(bytes: Uint8Array, kind: Exclude<ImageKind, "tiff">): Promise<Picture> {
  switch (kind) {
    case "png":
      return png(bytes);
    case "jpeg": {
      const { width, height, data } = decodeJpeg(bytes, {
        useTArray: true,
        maxResolutionInMP: limits.pixels / 1_000_000,
        maxMemoryUsageInMB: 1024,
      });
      return turn(fromRgba(width, height, data), Size.quarters(bytes));
    }
    case "webp":
      return webp(bytes);
  }
}

function png(bytes: Uint8Array): Picture {
  const image = decodePng(bytes);
  const { width, height } = image;
  const deep = image.depth === 16 ? Uint8Array.from(image.data, (value) => value >> 8) : undefined;
  const data = image.palette ? convertIndexedToRgb(image) : (deep ?? image.data);
  const channels = data.length / (width * height);
  // fewer than eight bits a pixel: unpacked here, since the decoder leaves them as they are
  if (!image.palette && image.depth < 8) return packedGray(image.data, width, height, image.depth);
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const from = at * channels;
    for (let part = 0; part < 3; part++) rgba[at * 4 + part] = data[from + (channels < 3 ? 0 : part)] ?? 0;
    rgba[at * 4 + 3] = channels % 2 === 0 ? (data[from + channels - 1] ?? 255) : 255;
  }
  return fromRgba(width, height, rgba);
}

function packedGray(data: ArrayLike<number>, width: number, height: number, depth: number): Picture {
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const value = ((data[y * rowBytes + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
      pixels.fill((value * 255) / most, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return { width, height, data: pixels };
}

/** What the decoder makes pictures of; a browser has it, Node.js does not. */
class Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

async function webp(bytes: Uint8Array): Promise<Picture> {
  Object.assign(globalThis, { ImageData: Pixels });
  const { default: decode, init } = await import("@jsquash/webp/decode.js");
  const path = fileURLToPath(import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm"));
  await init(await WebAssembly.compile(await readFile(path)));
  const { width, height, data } = await decode(Uint8Array.from(bytes).buffer);
  return fromRgba(width, height, new Uint8Array(data));
}

function* tiffPages(bytes: Uint8Array): Generator<Picture> {
  const buffer = Uint8Array.from(bytes).buffer;
  const pages = UTIF.decode(buffer).filter((page) => page.t256 && page.t257);
  if (pages.length > limits.ocrPages) {
    throw fileError(
      "too_large_to_read",
      `This picture has ${pages.length} pages; at most ${limits.ocrPages} are read. Split it and add the parts.`,
    );
  }
  for (const page of pages) {
    const [width, height] = [Number(page.t256?.[0]), Number(page.t257?.[0])];
    if (!(width > 0 && height > 0) || width * height > limits.pixels) throw tooLarge(width, height);
    UTIF.decodeImage(buffer, page, pages);
    yield fitted(fromRgba(width, height, UTIF.toRGBA8(page)));
    delete page.data;
  }
}

function fitted(picture: Picture): Picture {
  const scale = sideMax / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resize(picture, side(picture.width), side(picture.height));
}

function tooLarge(width: number, height: number) {
  return fileError(
    "too_large_to_read",
    `This picture is ${width} × ${height} pixels; at most ${limits.pixels / 1_000_000} million pixels are read. Save it smaller and add that.`,
  );
}

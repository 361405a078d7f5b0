export type ImageKind = "png" | "jpeg" | "webp" | "tiff";

interface Size {
  width: number;
  height: number;
}

/** The size that an image says it has, before any of it is decoded; undefined where it does not say. */
export function of(bytes: Uint8Array, kind: ImageKind): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case "png":
      return bytes.length < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
    case "jpeg":
      return ofJpeg(view);
    case "webp":
      return ofWebp(bytes, view);
    case "tiff":
      return undefined;
  }
}

function ofJpeg(view: DataView): Size | undefined {
  for (const { marker, at, length } of segments(view)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && length >= 7) return { height: view.getUint16(at + 1), width: view.getUint16(at + 3) };
  }
  return undefined;
}

function ofWebp(bytes: Uint8Array, view: DataView): Size | undefined {
  if (bytes.length < 30) return undefined;
  switch (Buffer.from(bytes.subarray(12, 16)).toString("latin1")) {
    case "VP8X":
      return {
        width: 1 + (view.getUint32(24, true) & 0xffffff),
        height: 1 + (view.getUint16(27, true) | ((bytes[29] ?? 0) << 16)),
      };
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
    }
    default:
      return undefined;
  }
}

/** By how many quarters, clockwise, a JPEG is to be turned to stand upright: cameras note how they were held. */
export function quarters(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const held = orientation(view);
  return held === 6 ? 1 : held === 3 ? 2 : held === 8 ? 3 : 0;
}

function orientation(view: DataView): number | undefined {
  for (const { marker, at, length } of segments(view)) {
    // "Exif", two empty bytes, then a TIFF header of its own
    if (marker !== 0xe1 || length < 20 || view.getUint32(at) !== 0x45786966) continue;
    const start = at + 6;
    const end = Math.min(view.byteLength, at + length);
    const little = view.getUint16(start) === 0x4949;
    const list = start + view.getUint32(start + 4, little);
    if (list + 2 > end) return undefined;
    const count = view.getUint16(list, little);
    for (let entry = list + 2; entry + 12 <= end && entry < list + 2 + count * 12; entry += 12) {
      if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
    }
  }
  return undefined;
}

function* segments(view: DataView): Generator<{ marker: number; at: number; length: number }> {
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // the picture itself begins: what follows is no list of segments
    if (marker === 0xda) return;
    const length = view.getUint16(at + 2) - 2;
    if (length < 0 || at + 4 + length > view.byteLength) return;
    yield { marker, at: at + 4, length };
    at += 4 + length;
  }
}

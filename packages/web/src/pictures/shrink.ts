/** Vendors make larger ones smaller themselves, and count more for them until then. */
export const sideMax = 1568;
const bytesMax = 1_000_000;
/** Nothing larger is opened: a phone would run out of memory. */
const fileBytesMax = 60_000_000;
const qualities = [0.9, 0.8, 0.7, 0.6, 0.5];
const scaleStep = 0.8;

/** A picture that cannot be used; its code says why. */
export class PictureError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = "PictureError";
    this.code = code;
  }
}

/**
 * The picture as it is sent: upright, no larger than a model looks at, and without what a camera wrote into it, such as
 * the place. Small PNG files stay PNG, whose letters are sharp.
 */
export async function shrink(file: Blob & { name?: string }): Promise<Blob> {
  if (file.size > fileBytesMax) throw new PictureError("picture.too_large");
  const bitmap = await decode(file);
  try {
    const scale = Math.min(1, sideMax / Math.max(bitmap.width, bitmap.height));
    if (file.type === "image/png") {
      const sharp = await encode(draw(bitmap, scale, false), "image/png");
      if (sharp.size <= bytesMax) return sharp;
    }
    return await lightest(bitmap, scale);
  } finally {
    bitmap.close();
  }
}

async function decode(file: Blob & { name?: string }): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    const isHeic = /hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name ?? "");
    throw new PictureError(isHeic ? "picture.heic" : "picture.undecodable", { cause });
  }
}

/** A JPEG that is light enough: of less quality first, then smaller. */
async function lightest(bitmap: ImageBitmap, scale: number): Promise<Blob> {
  for (let at = scale; ; at *= scaleStep) {
    const canvas = draw(bitmap, at, true);
    for (const quality of qualities) {
      const blob = await encode(canvas, "image/jpeg", quality);
      if (blob.size <= bytesMax) return blob;
    }
  }
}

function draw(bitmap: ImageBitmap, scale: number, onWhite: boolean): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new PictureError("picture.undecodable");
  if (onWhite) {
    // JPEG has no transparency, and black would swallow dark letters
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
  if (blob) return blob;
  throw new PictureError("picture.undecodable");
}

import type { Picture } from "./picture.ts";

/** How many pixels of each row and column of a strip are ink. */
export interface Ink {
  rows: Uint32Array;
  columns: Uint32Array;
}

/** Tells ink from paper on a strip that shows a line of text, whichever of the two is darker. */
export function inkOf({ width, height, data }: Picture): Ink {
  const shades = new Uint8Array(width * height);
  const counts = new Uint32Array(256);
  // bold type may fill most of a strip, but not its edge
  const edge = new Uint32Array(256);
  let edgePixels = 0;
  for (let at = 0; at < shades.length; at++) {
    const shade = ((data[at * 3] ?? 0) + (data[at * 3 + 1] ?? 0) + (data[at * 3 + 2] ?? 0)) / 3;
    shades[at] = shade;
    counts[Math.floor(shade)]!++;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (y > 1 && y < height - 2 && x > 1 && x < width - 2) continue;
    edge[Math.floor(shade)]!++;
    edgePixels++;
  }
  const paper = shadeAt(edge, edgePixels * 0.5);
  const darkest = paper - shadeAt(counts, shades.length * 0.01);
  const lightest = shadeAt(counts, shades.length * 0.99) - paper;
  const contrast = Math.max(darkest, lightest, 1) * 0.5;
  const ink: Ink = { rows: new Uint32Array(height), columns: new Uint32Array(width) };
  for (let at = 0; at < shades.length; at++) {
    if (Math.abs((shades[at] ?? 0) - paper) <= contrast) continue;
    ink.rows[Math.floor(at / width)]!++;
    ink.columns[at % width]!++;
  }
  return ink;
}

/** The shade that so many pixels are darker than. */
function shadeAt(counts: Uint32Array, pixels: number): number {
  let left = pixels;
  for (let shade = 0; shade < 256; shade++) {
    left -= counts[shade] ?? 0;
    if (left <= 0) return shade;
  }
  return 255;
}

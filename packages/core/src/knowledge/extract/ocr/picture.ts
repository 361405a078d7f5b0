/** Pixels in rows from the top, three bytes each: red, green, blue. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Makes a picture of pixels with four bytes each; what is transparent shows white, as on paper. */
export function fromRgba(width: number, height: number, rgba: Uint8Array | Uint8ClampedArray): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] ?? 255;
    const white = 255 - alpha;
    for (let part = 0; part < 3; part++) data[to + part] = ((rgba[from + part] ?? 0) * alpha) / 255 + white;
  }
  return { width, height, data };
}

/** The picture at another size: each new pixel is the mean of those it covers, or lies between its neighbours. */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (width === picture.width && height === picture.height) return picture;
  const across = weights(picture.width, width);
  const down = weights(picture.height, height);
  const narrow = new Float32Array(width * picture.height * 3);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      const { from, shares } = across[x] as Weights;
      const to = (y * width + x) * 3;
      for (let n = 0; n < shares.length; n++) {
        const share = shares[n] as number;
        const at = (y * picture.width + from + n) * 3;
        for (let part = 0; part < 3; part++) narrow[to + part]! += share * (picture.data[at + part] as number);
      }
    }
  }
  const data = new Uint8Array(width * height * 3);
  const line = new Float32Array(width * 3);
  for (let y = 0; y < height; y++) {
    const { from, shares } = down[y] as Weights;
    line.fill(0);
    for (let n = 0; n < shares.length; n++) {
      const share = shares[n] as number;
      const at = (from + n) * width * 3;
      for (let x = 0; x < line.length; x++) line[x]! += share * (narrow[at + x] as number);
    }
    for (let x = 0; x < line.length; x++) data[y * line.length + x] = (line[x] as number) + 0.5;
  }
  return { width, height, data };
}

interface Weights {
  from: number;
  shares: number[];
}

/** Which old pixels each new one is made of along one side, and by what share. */
function weights(old: number, wanted: number): Weights[] {
  const step = old / wanted;
  const reach = Math.max(1, step);
  return Array.from({ length: wanted }, (_, place) => {
    const middle = (place + 0.5) * step - 0.5;
    const from = Math.max(0, Math.ceil(middle - reach));
    const to = Math.min(old - 1, Math.floor(middle + reach));
    const shares: number[] = [];
    let sum = 0;
    for (let at = from; at <= to; at++) {
      const share = Math.max(1e-6, 1 - Math.abs(at - middle) / reach);
      shares.push(share);
      sum += share;
    }
    return { from, shares: shares.map((share) => share / sum) };
  });
}

/** A strip of the picture around a slanted box, laid straight and brought to a height. */
export function straighten(picture: Picture, box: Box, width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  const [cos, sin] = [Math.cos(box.angle), Math.sin(box.angle)];
  const { width: w, height: h, data: pixels } = picture;
  // strips that shrink much are sampled several times a pixel, else thin strokes are lost
  const samples = Math.min(4, Math.max(1, Math.round(box.height / height)));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let n = 0; n < samples * samples; n++) {
        const along = ((x + ((n % samples) + 0.5) / samples) / width - 0.5) * box.width;
        const across = ((y + (Math.floor(n / samples) + 0.5) / samples) / height - 0.5) * box.height;
        const px = Math.min(w - 1.001, Math.max(0, box.x + along * cos - across * sin - 0.5));
        const py = Math.min(h - 1.001, Math.max(0, box.y + along * sin + across * cos - 0.5));
        const [left, top] = [Math.floor(px), Math.floor(py)];
        const [fx, fy] = [px - left, py - top];
        const at = (top * w + left) * 3;
        const below = h > 1 ? at + w * 3 : at;
        const next = w > 1 ? 3 : 0;
        const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
        const mix = (part: number) =>
          a * (pixels[at + part] as number) +
          b * (pixels[at + next + part] as number) +
          c * (pixels[below + part] as number) +
          d * (pixels[below + next + part] as number);
        red += mix(0);
        green += mix(1);
        blue += mix(2);
      }
      const to = (y * width + x) * 3;
      const all = samples * samples;
      data[to] = red / all;
      data[to + 1] = green / all;
      data[to + 2] = blue / all;
    }
  }
  return { width, height, data };
}

/** A box around a line of text; its middle, its sides along and across the text, and the slant in radians. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  angle: number;
}

/** Turned by quarters of a full turn, clockwise. */
export function turn(picture: Picture, quarters: number): Picture {
  const times = ((quarters % 4) + 4) % 4;
  if (times === 0) return picture;
  const { width, height, data } = picture;
  const [newWidth, newHeight] = times % 2 ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [toX, toY] =
        times === 1 ? [height - 1 - y, x] : times === 2 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x];
      const from = (y * width + x) * 3;
      const to = (toY * newWidth + toX) * 3;
      turned[to] = data[from] as number;
      turned[to + 1] = data[from + 1] as number;
      turned[to + 2] = data[from + 2] as number;
    }
  }
  return { width: newWidth, height: newHeight, data: turned };
}

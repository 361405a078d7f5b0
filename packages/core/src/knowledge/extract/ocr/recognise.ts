import type { Model } from "./detect.ts";
import { inkOf } from "./ink.ts";
import { spaced, type Character } from "./spaces.ts";
import { typeSize } from "./type-size.ts";
import { straighten, type Box, type Picture } from "./picture.ts";

/** A line of text that was read. */
export interface Line {
  box: Box;
  text: string;
  /** From 0 to 1. */
  confidence: number;
  /** Size of the type, in pixels. */
  size: number;
}

const stripHeight = 48;
const stripWidth = { min: 32, max: 2400 };
/** Strips of like width are read together, up to so many pixels across in all. */
const batchWidth = 4000;

interface Read {
  characters: Character[];
  confidence: number;
}

/** Letters stand closer than Chinese characters: lines of them that are not sure are read once more, drawn out so much. */
const drawnOut = 1.3;
const sureEnough = 0.985;

/** Reads what stands in the boxes. `characters` are those that the model knows, by its numbers from 1. */
export async function recognise(
  model: Model,
  characters: readonly string[],
  picture: Picture,
  boxes: readonly Box[],
): Promise<Line[]> {
  const lines = await readBoxes(model, characters, picture, boxes, 1);
  const doubtful = lines.filter(({ text, confidence }) => confidence < sureEnough && isLatin(text));
  const again = await readBoxes(
    model,
    characters,
    picture,
    doubtful.map((line) => line.box),
    drawnOut,
  );
  const better = new Map(again.map((line) => [line.box, line]));
  return lines.map((line) => {
    const other = better.get(line.box);
    return other && other.confidence > line.confidence ? other : line;
  });
}

function isLatin(text: string): boolean {
  return (text.match(/\p{Script=Latin}/gu)?.length ?? 0) > text.length / 2;
}

async function readBoxes(
  model: Model,
  characters: readonly string[],
  picture: Picture,
  boxes: readonly Box[],
  stretch: number,
): Promise<Line[]> {
  const strips = boxes.map((box) => ({ box, width: widthOf(box, stretch) })).toSorted((a, b) => a.width - b.width);
  const lines: Line[] = [];
  for (let from = 0; from < strips.length;) {
    let to = from + 1;
    while (to < strips.length && (strips[to]?.width ?? 0) * (to - from + 1) <= batchWidth) to++;
    const batch = strips.slice(from, to);
    const widest = batch.at(-1)?.width ?? 0;
    const pictures = batch.map(({ box, width }) => straighten(picture, box, width, stripHeight));
    const texts = await read(model, characters, pictures, widest);
    for (const [n, { box }] of batch.entries()) {
      const [text, strip] = [texts[n], pictures[n]];
      if (!text || !strip) continue;
      const ink = inkOf(strip);
      const size = typeSize(ink, text.characters.map((character) => character.text).join(""));
      lines.push({
        box,
        text: spaced(text.characters, ink, size).trim(),
        confidence: text.confidence,
        size: (size * box.height) / stripHeight,
      });
    }
    from = to;
  }
  return lines;
}

function widthOf(box: Box, stretch: number): number {
  const width = Math.ceil((stretch * stripHeight * box.width) / box.height / 8) * 8;
  return Math.min(stripWidth.max, Math.max(stripWidth.min, width));
}

async function read({ session, tensor }: Model, characters: readonly string[], strips: Picture[], width: number) {
  const plane = stripHeight * width;
  const input = new Float32Array(strips.length * 3 * plane);
  for (const [n, strip] of strips.entries()) {
    for (let part = 0; part < 3; part++) {
      const offset = (n * 3 + part) * plane;
      for (let y = 0; y < stripHeight; y++) {
        for (let x = 0; x < strip.width; x++) {
          const value = strip.data[(y * strip.width + x) * 3 + 2 - part] as number;
          input[offset + y * width + x] = value / 127.5 - 1;
        }
      }
    }
  }
  const dims = [strips.length, 3, stripHeight, width];
  const outputs = await session.run({ [session.inputNames[0] ?? ""]: tensor(input, dims) });
  const output = outputs[session.outputNames[0] ?? ""];
  if (!output || !(output.data instanceof Float32Array)) throw new Error("The model that reads lines gave no text.");
  const [, steps = 0, classes = 0] = output.dims;
  const chances = output.data;
  return strips.map((_, n) =>
    charactersOf(chances.subarray(n * steps * classes, (n + 1) * steps * classes), classes, characters, width),
  );
}

/** The likeliest character of each step; a character goes on until another or a gap, which is number 0, comes. */
function charactersOf(chances: Float32Array, classes: number, known: readonly string[], width: number): Read {
  const characters: Character[] = [];
  const stepWidth = (width * classes) / chances.length;
  let sum = 0;
  let before = 0;
  for (let step = 0; step < chances.length; step += classes) {
    let best = 0;
    for (let one = 1; one < classes; one++) {
      if ((chances[step + one] as number) > (chances[step + best] as number)) best = one;
    }
    if (best !== 0 && best !== before) {
      characters.push({ text: known[best] ?? "", at: (step / classes + 0.5) * stepWidth });
      sum += chances[step + best] as number;
    }
    before = best;
  }
  return { characters, confidence: characters.length > 0 ? sum / characters.length : 0 };
}

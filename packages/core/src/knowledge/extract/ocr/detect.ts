import type { InferenceSession, Tensor } from "onnxruntime-node";
import { boxesIn } from "./boxes.ts";
import { resize, type Box, type Picture } from "./picture.ts";

export interface Model {
  session: InferenceSession;
  tensor: (data: Float32Array, dims: number[]) => Tensor;
}

/** The longer side at which lines are looked for: larger finds smaller print and takes longer. */
const sideMax = 1280;
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/** Finds the lines of text in a picture, whatever they say. */
export async function detect({ session, tensor }: Model, picture: Picture): Promise<Box[]> {
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(32, Math.round((length * scale) / 32) * 32);
  const [width, height] = [side(picture.width), side(picture.height)];
  const small = resize(picture, width, height);
  const plane = width * height;
  const input = new Float32Array(plane * 3);
  for (let part = 0; part < 3; part++) {
    const [offset, middle, spread] = [part * plane, mean[part] ?? 0, deviation[part] ?? 1];
    // the model was taught on pictures that begin with blue
    for (let at = 0; at < plane; at++) {
      input[offset + at] = ((small.data[at * 3 + 2 - part] as number) / 255 - middle) / spread;
    }
  }
  const outputs = await session.run({ [session.inputNames[0] ?? ""]: tensor(input, [1, 3, height, width]) });
  const map = outputs[session.outputNames[0] ?? ""]?.data;
  if (!(map instanceof Float32Array)) throw new Error("The model that finds lines gave no map.");
  const [byX, byY] = [picture.width / width, picture.height / height];
  return boxesIn(map, width, height).map((box) => ({
    ...box,
    x: box.x * byX,
    y: box.y * byY,
    width: box.width * byX,
    height: box.height * byY,
  }));
}
